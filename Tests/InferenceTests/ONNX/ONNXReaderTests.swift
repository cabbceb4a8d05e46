import Testing

@testable import Inference

@Test(.enabled(if: SharedModels.areThere, SharedModels.advice))
func theToyDecoderIsReadWhole() throws {
  let model = try ONNXReader.read(SharedModels.bytes("toy-sam/toy_sam.decoder.onnx"))
  #expect(
    model.inputs.map(\.name) == [
      "image_embeddings", "point_coords", "point_labels", "mask_input", "has_mask_input", "orig_im_size",
    ])
  #expect(model.inputs[0].shape == [1, 256, 64, 64].map(Dimension.fixed))
  #expect(model.inputs[1].elementType == .float32 && model.inputs[1].rank == 3)
  #expect(model.inputs[1].extent(1) == nil && model.inputs[1].extent(2) == 2)
  #expect(model.outputs.map(\.name) == ["masks", "iou_predictions", "low_res_masks"])
  #expect(model.outputs[2].shape == [1, 4, 256, 256].map(Dimension.fixed))
  #expect(model.opset == 17 && model.irVersion == 8 && model.externalFiles.isEmpty)
  // Whatever is computed has a source: an input, weights, or an earlier node.
  var known = Set(model.inputs.map(\.name) + model.initializers.map(\.name))
  for node in model.nodes {
    #expect(node.inputs.allSatisfy { $0.isEmpty || known.contains($0) }, "\(node.operation) \(node.name)")
    known.formUnion(node.outputs)
  }
  #expect(model.outputs.allSatisfy { known.contains($0.name) })
}

@Test(.enabled(if: SharedModels.areThere, SharedModels.advice))
func squeezeNetHasItsWeights() throws {
  let model = try ONNXReader.read(SharedModels.bytes("squeezenet/squeezenet1.0.onnx"))
  #expect(model.inputs.map(\.name) == ["input"] && model.outputs.map(\.name) == ["logits"])
  #expect(model.nodes.count { $0.operation == "Conv" } == 26)
  // The published number of weights of SqueezeNet 1.0.
  #expect(model.parameterCount == 1_248_424)
  #expect(model.initializers.contains { $0.shape == [64, 512, 1, 1].map(Dimension.fixed) })
}

@Test(.enabled(if: SharedModels.areThere, SharedModels.advice), arguments: 0..<20)
func aModelThatIsCutShortIsRefused(part: Int) throws {
  for name in ["toy-sam/toy_sam.decoder.onnx", "toy-sam/toy_sam2.encoder.onnx"] {
    let whole = try SharedModels.bytes(name)
    let sentence = try #require(refusal(Array(whole.prefix(whole.count * part / 20))))
    #expect(isOneSentence(sentence), "\(sentence)")
  }
}

@Test func aModelThatWasWrittenIsReadBack() throws {
  let inputs = [TensorSpec("a", .float32, [.fixed(2), .symbolic("n"), .unknown]), TensorSpec("b", .uint8, nil)]
  let outputs = [TensorSpec("c", .int64, [])]
  let node = ONNXNode(name: "sum", operation: "Add", inputs: ["a", "b"], outputs: ["c"])
  let model = try ONNXReader.read(ONNXModel.encoded(opset: 15, [node], inputs: inputs, outputs: outputs))
  #expect(model.inputs == inputs && model.outputs == outputs && model.nodes == [node] && model.opset == 15)
}

/// Readers merge what is appended, so that outputs can be added to a file without rewriting it.
@Test func aSecondGraphAddsToTheFirst() throws {
  var file = WireWriter()
  file.field(7) { $0.field(12) { $0.write(TensorSpec("inner", .float32, nil)) } }
  let first = ONNXModel.encoded([], inputs: [], outputs: [TensorSpec("outer", .float32, [.fixed(1)])])
  #expect(try ONNXReader.read(first + file.bytes).outputs.map(\.name) == ["outer", "inner"])
}

@Test func initialisersAreNoInputs() throws {
  let graph = Hostile.model { graph in
    graph.field(11) { $0.write(TensorSpec("x", .float32, [.fixed(1)])) }
    graph.field(11) { $0.write(TensorSpec("w", .float32, [.fixed(6)])) }
    graph.field(5) { weights in
      weights.field(1, [2, 3])  // packed
      weights.field(1, 4)  // and one by one
      weights.field(2, 1)
      weights.field(8, "w")
    }
  }
  let model = try ONNXReader.read(graph)
  #expect(model.inputs.map(\.name) == ["x"])
  #expect(model.initializers == [TensorSpec("w", .float32, [.fixed(2), .fixed(3), .fixed(4)])])
  #expect(model.parameterCount == 24)
}
