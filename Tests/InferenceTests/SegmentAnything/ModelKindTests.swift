import Testing

@testable import Inference

private func kind(shared name: String) throws -> ModelKind {
  try ModelKind(ONNXReader.read(SharedModels.bytes("toy-sam/\(name)")))
}

private func encoder(_ kind: ModelKind) -> EncoderSignature? {
  if case .encoder(let encoder) = kind { encoder } else { nil }
}

private func decoder(_ kind: ModelKind) -> DecoderSignature? {
  if case .decoder(let decoder) = kind { decoder } else { nil }
}

@Suite(.enabled(if: SharedModels.areThere, SharedModels.advice)) struct SharedKindTests {
  @Test func theEncodersAreTold() throws {
    let plain = try #require(encoder(kind(shared: "toy_sam.encoder.onnx")))
    #expect(plain.family == .sam1 && plain.fit == .padded && plain.scale == .standardized && plain.side == 1024)
    #expect(!plain.isInterleaved && plain.input.name == "input_image" && plain.embedding.name == "image_embeddings")
    let preprocessing = try #require(encoder(kind(shared: "toy_sam.encoder.preprocess.onnx")))
    #expect(preprocessing.family == .sam1 && preprocessing.fit == .longestSide && preprocessing.scale == .bytes)
    #expect(preprocessing.isInterleaved && preprocessing.input.elementType == .float32)
    let second = try #require(encoder(kind(shared: "toy_sam2.encoder.onnx")))
    #expect(second.family == .sam2 && second.fit == .stretched && second.embedding.name == "image_embed")
    #expect(second.extraEmbeddings.map(\.name) == ["high_res_feats_0", "high_res_feats_1"])
  }

  @Test func theDecodersAreTold() throws {
    let many = try #require(decoder(kind(shared: "toy_sam.decoder.onnx")))
    #expect(many.family == .sam1 && many.maskCount == 4 && many.maskInput?.extent(3) == 256)
    let single = try #require(decoder(kind(shared: "toy_sam.decoder.single.onnx")))
    #expect(single.family == .sam1 && single.maskCount == 1)
    let second = try #require(decoder(kind(shared: "toy_sam2.decoder.onnx")))
    #expect(second.family == .sam2 && second.maskCount == 3 && second.extraEmbeddings.count == 2)
  }

  @Test func pairsAreChecked() throws {
    let first = try #require(encoder(kind(shared: "toy_sam.encoder.onnx")))
    let second = try #require(decoder(kind(shared: "toy_sam2.decoder.onnx")))
    _ = try ModelPair(first, try #require(decoder(kind(shared: "toy_sam.decoder.onnx"))))
    #expect(throws: ModelKindError.notAPair(encoder: .sam1, decoder: .sam2)) { try ModelPair(first, second) }
  }

  @Test(.enabled(if: SharedModels.areThere, SharedModels.advice)) func aClassifierIsNeither() throws {
    let model = try ONNXReader.read(SharedModels.bytes("squeezenet/squeezenet1.0.onnx"))
    let sentence = try #require(kindRefusal(model.inputs, model.outputs))
    #expect(sentence.contains("input f32 [1,3,224,224]") && isOneSentence(sentence), "\(sentence)")
  }
}

private func kindRefusal(_ inputs: [TensorSpec], _ outputs: [TensorSpec]) -> String? {
  do {
    _ = try ModelKind(Signatures.model(inputs, outputs))
    return nil
  } catch {
    return error.description
  }
}

@Test func encodersAreToldByRankAndType() throws {
  let embedding = [TensorSpec("image_embeddings", .float32, Signatures.fixed(1, 256, 64, 64))]
  func told(_ input: TensorSpec, _ outputs: [TensorSpec]? = nil) throws -> EncoderSignature? {
    encoder(try ModelKind(Signatures.model([input], outputs ?? embedding)))
  }
  let efficientViT = try told(TensorSpec("input_image", .uint8, [.symbolic("h"), .symbolic("w"), .fixed(3)]))
  #expect(efficientViT?.family == .sam1 && efficientViT?.isInterleaved == true && efficientViT?.scale == .bytes)
  let edge = try told(TensorSpec("image", .uint8, [.fixed(1), .fixed(3), .unknown, .unknown]))
  #expect(edge?.family == .edgeSAM && edge?.isInterleaved == false && edge?.fit == .longestSide)
  let free = [Dimension.symbolic("b"), .fixed(3), .symbolic("h"), .symbolic("w")]
  let efficient = try told(TensorSpec("batched_images", .float32, free))
  #expect(efficient?.family == .efficientSAM && efficient?.fit == .original && efficient?.scale == .unit)
  let medical = try told(
    TensorSpec("x", .float32, Signatures.fixed(1, 3, 256, 256)),
    [TensorSpec("y", .float32, Signatures.fixed(1, 256, 16, 16))])
  #expect(medical?.family == .sam1 && medical?.side == 256)
  let quality = try told(
    TensorSpec("image", .float32, Signatures.fixed(1, 3, 1024, 1024)),
    embedding + [TensorSpec("interm_embeddings", .float32, Signatures.fixed(4, 1, 64, 64, 768))])
  #expect(quality?.family == .samHQ && quality?.extraEmbeddings.count == 1)
}

@Test func decodersAreToldByNames() throws {
  func told(_ inputs: [TensorSpec], _ outputs: [TensorSpec]) throws -> DecoderSignature? {
    decoder(try ModelKind(Signatures.model(inputs, outputs)))
  }
  let interm = TensorSpec("interm_embeddings", .float32, nil)
  #expect(try told(Signatures.sam1 + [interm], Signatures.sam1Outputs)?.family == .samHQ)
  let edge = try told(
    Array(Signatures.sam1.prefix(3)), [Signatures.masks("scores", 1, 4), Signatures.masks("masks", 1, 4, 256, 256)])
  #expect(edge?.family == .edgeSAM && edge?.maskCount == 4 && edge?.maskInput == nil)
  let efficient = try told(Signatures.efficientSAM, Signatures.efficientSAMOutputs)
  #expect(efficient?.family == .efficientSAM && efficient?.maskCount == 3)
}

@Test func whatIsMissingIsNamed() {
  let withoutMask = Signatures.sam1.filter { $0.name != "mask_input" }
  #expect(throws: ModelKindError.incomplete(.sam1, missing: ["mask_input"])) {
    try ModelKind(Signatures.model(withoutMask, Signatures.sam1Outputs))
  }
  let image = TensorSpec("batched_images", .float32, nil)
  #expect(throws: ModelKindError.oneFile(.efficientSAM)) {
    try ModelKind(Signatures.model(Signatures.efficientSAM + [image], Signatures.efficientSAMOutputs))
  }
  var wrong = Signatures.sam1
  wrong[1] = TensorSpec("point_coords", .int64, wrong[1].shape)
  #expect(throws: ModelKindError.wrongTensor(.sam1, wrong[1], expected: "f32 of 3 dimensions")) {
    try ModelKind(Signatures.model(wrong, Signatures.sam1Outputs))
  }
}

@Test func whateverIsNoneIsSaidInOneSentence() throws {
  let many = (0..<500).map { TensorSpec(String(repeating: "\($0)", count: 300), nil, nil) }
  for (inputs, outputs) in [([], []), (many, many), ([many[0]], [])] {
    let sentence = try #require(kindRefusal(inputs, outputs))
    #expect(sentence.count < 1000 && sentence.contains("choose"), "\(sentence)")
  }
  let words = TensorSpec("language_features", .float32, nil)
  #expect(throws: ModelKindError.textPrompts) { try ModelKind(Signatures.model([words], [])) }
}
