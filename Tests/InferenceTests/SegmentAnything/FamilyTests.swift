import Raster
import Testing

@testable import Inference

private let size = Size(width: 2000, height: 1000)
private let embedding = Signatures.masks("image_embeddings", 1, 2, 64, 64)

private func zeros(_ extents: Int...) -> Tensor {
  Tensor(shape: extents, [Float](repeating: 0, count: extents.reduce(1, *)))
}

private func decoder(_ inputs: [TensorSpec], _ outputs: [TensorSpec]) throws -> (ONNXModel, DecoderSignature) {
  let model = Signatures.model(inputs, outputs)
  return (model, try #require(try DecoderSignature(model)))
}

/// What a click and a box beside it are fed as; the session refuses what does not fit the signature.
private func feeds(
  _ model: (ONNXModel, DecoderSignature), fit: EncoderSignature.Fit, _ tensors: [String: Tensor],
  answers: [String: Tensor]
) throws -> (feeds: [String: Tensor], answer: PromptAnswer) {
  let session = ReplaySession(model.0, answers: answers)
  let embedding = ImageEmbedding(fit: ImageFit(size, fit, side: 1024), tensors: tensors)
  let prompt = Prompt(points: [.init(x: 1000, y: 500)])
  let answer = try PromptDecoder(session, model.1).answer(prompt, on: embedding)
  return (try #require(session.feeds.first), answer)
}

@Test func edgeSAMTakesPointsAlone() throws {
  let outputs = [Signatures.masks("scores", 1, 4), Signatures.masks("masks", 1, 4, 8, 8)]
  let model = try decoder([embedding] + Signatures.sam1[1...2], outputs)
  let found = try feeds(
    model, fit: .longestSide, ["image_embeddings": zeros(1, 2, 64, 64)],
    answers: ["scores": Tensor(shape: [1, 4], [0.1, 0.2, 0.4, 0.3]), "masks": zeros(1, 4, 8, 8)])
  #expect(found.feeds["point_coords"] == Tensor(shape: [1, 2, 2], [512, 256, 0, 0]))
  #expect(found.feeds["point_labels"] == Tensor(shape: [1, 2], [1, -1]))
  #expect(found.feeds.count == 3 && found.answer.best == 2)
  #expect(found.answer.candidates[2].mask() == Mask(size: size, filledWith: 0))
}

@Test func efficientSAMTakesPixelsOfTheSizeItIsAskedFor() throws {
  let model = try decoder([embedding] + Signatures.efficientSAM[1...], Signatures.efficientSAMOutputs)
  let found = try feeds(
    model, fit: .original, ["image_embeddings": zeros(1, 2, 64, 64)],
    answers: ["iou_predictions": Tensor(shape: [1, 1, 3], [0.3, 0.5, 0.4]), "output_masks": zeros(1, 1, 3, 4, 8)])
  #expect(found.feeds["orig_im_size"] == Tensor(shape: [2], integers: [256, 512]))
  // The middle of the image is the middle of that size; the graph adds padding by itself.
  #expect(found.feeds["batched_point_coords"] == Tensor(shape: [1, 1, 1, 2], [256, 128]))
  #expect(found.feeds["batched_point_labels"] == Tensor(shape: [1, 1, 1], [1]))
  #expect(found.answer.best == 1 && found.answer.candidates[1].logits.size == Size(width: 8, height: 4))
}

@Test func samTwoStretchesPoints() throws {
  let features = [TensorSpec("image_embed", .float32, nil), TensorSpec("high_res_feats_0", .float32, nil)]
  let inputs = features + [TensorSpec("high_res_feats_1", .float32, nil)] + Signatures.sam1[1...4]
  let outputs = [Signatures.masks("masks", 1, 3, 8, 8), Signatures.masks("iou_predictions", 1, 3)]
  let tensors = ["image_embed": zeros(1), "high_res_feats_0": zeros(1), "high_res_feats_1": zeros(1)]
  let found = try feeds(
    try decoder(inputs, outputs), fit: .stretched, tensors,
    answers: ["iou_predictions": Tensor(shape: [1, 3], [0.3, .nan, 0.4]), "masks": zeros(1, 3, 8, 8)])
  #expect(found.feeds["point_coords"] == Tensor(shape: [1, 1, 2], [512, 512]))
  #expect(found.feeds["has_mask_input"] == Tensor(shape: [1], [0]))
  // A score that is no number does not win.
  #expect(found.answer.best == 2)
}

@Test func answersThatContradictThemselvesAreRefused() throws {
  let outputs = [Signatures.masks("scores", 1, 4), Signatures.masks("masks", 1, 4, 8, 8)]
  let model = try decoder([embedding] + Signatures.sam1[1...2], outputs)
  let scores = Tensor(shape: [1, 4], [0.1, 0.2, 0.4, 0.3])
  for masks in [
    zeros(1, 3, 8, 8), zeros(4, 8), zeros(1, 4, 0, 8), Tensor(shape: [1, 4, 1, 1], integers: [1, 2, 3, 4]),
  ] {
    #expect(throws: InferenceError.self) {
      try feeds(
        model, fit: .padded, ["image_embeddings": zeros(1, 2, 64, 64)], answers: ["scores": scores, "masks": masks])
    }
  }
}

/// SAM-HQ's decoder takes the encoder's further outputs on a new first axis.
@Test func furtherOutputsAreStacked() throws {
  let inputs = [TensorSpec("image", .uint8, [.unknown, .unknown, .fixed(3)])]
  let inner = (0..<2).map { Signatures.masks("inner\($0)", 1, 1, 1, 2) }
  let encoderModel = Signatures.model(inputs, [embedding] + inner)
  let interm = TensorSpec("interm_embeddings", .float32, [.unknown, .fixed(1), .fixed(1), .fixed(1), .fixed(2)])
  let decoder = try decoder([embedding, interm] + Signatures.sam1[1...], Signatures.sam1Outputs).1
  let pair = try ModelPair(try #require(try EncoderSignature(encoderModel)), decoder)
  #expect(pair.encoder.family == .samHQ)
  let answers = [
    "image_embeddings": zeros(1, 2, 64, 64), "inner0": Tensor(shape: [1, 1, 1, 2], [1, 2]),
    "inner1": Tensor(shape: [1, 1, 1, 2], [3, 4]),
  ]
  let image = Image(size: Size(width: 2, height: 1), bytes: [1, 2, 3, 4, 5, 6])
  let found = try ImageEncoder(ReplaySession(encoderModel, answers: answers), pair).embed(image)
  #expect(found.tensors["interm_embeddings"] == Tensor(shape: [2, 1, 1, 1, 2], [1, 2, 3, 4]))
  #expect(found.tensors.count == 2 && found.fit.original == image.size)
}

@Test func hugeExtentsAreNoSides() throws {
  let huge = Signatures.model(
    [Signatures.masks("x", 1, 3, 1 << 40, 1 << 40)], [TensorSpec("image_embeddings", .float32, nil)])
  #expect(try EncoderSignature(huge) == nil)
  var inputs = Signatures.sam1
  inputs[3] = Signatures.masks("mask_input", 1, 1, 1 << 40, 1 << 40)
  #expect(throws: ModelKindError.wrongTensor(.sam1, inputs[3], expected: "of at most 4096 x 4096")) {
    try DecoderSignature(Signatures.model(inputs, Signatures.sam1Outputs))
  }
}
