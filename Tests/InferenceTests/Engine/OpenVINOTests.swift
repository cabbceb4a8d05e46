import TestSupport
import Testing

@testable import Inference

@Suite(.serialized, .enabled(if: LocalEngine.isThere, LocalEngine.advice)) struct OpenVINOTests {
  @Test func theSelfTestPasses() throws {
    let engine = try #require(LocalEngine.report.engine)
    #expect(engine.name == "OpenVINO" && engine.version.contains("."))
    try EngineSelfTest.run(engine)
  }

  @Test func shapesMayChangeBetweenRuns() throws {
    let engine = try #require(LocalEngine.report.engine)
    let session = try engine.open(.bytes(EngineSelfTest.model), InferenceOptions())
    for count in [3, 1, 5] {
      let numbers = (0..<count).map { Float($0) - 0.5 }
      let sum = try session.run(["x": Tensor(shape: [1, count], numbers)], wanted: ["sum"])["sum"]
      #expect(sum == Tensor(shape: [1, count], numbers.map { $0 * 2 }))
    }
  }

  /// What the first run gave stays as it was.
  @Test func outputsAreCopies() throws {
    let engine = try #require(LocalEngine.report.engine)
    let session = try engine.open(.bytes(EngineSelfTest.model), InferenceOptions())
    let first = try session.run(["x": Tensor(shape: [1, 2], [1, 2])], wanted: ["sum"])
    _ = try session.run(["x": Tensor(shape: [1, 2], [7, 8])], wanted: ["sum"])
    #expect(first["sum"]?.floats == [2, 4])
  }

  @Test func whatDoesNotFitIsRefusedBeforeTheEngineSeesIt() throws {
    let engine = try #require(LocalEngine.report.engine)
    let session = try engine.open(.bytes(EngineSelfTest.model), InferenceOptions())
    let x = Tensor(shape: [1, 2], [1, 2])
    #expect(throws: InferenceError.notFed("x")) { try session.run([:], wanted: ["sum"]) }
    #expect(throws: InferenceError.noSuchInput("y", nearest: "x")) { try session.run(["x": x, "y": x], wanted: []) }
    #expect(throws: InferenceError.noSuchOutput("sun", nearest: "sum")) { try session.run(["x": x], wanted: ["sun"]) }
    let flat = Tensor(shape: [2], [1, 2])
    #expect(throws: InferenceError.wrongInput(session.inputs[0], found: "f32 [2]")) {
      try session.run(["x": flat], wanted: ["sum"])
    }
  }

  @Test func whatTheEngineRefusesIsSaidInOneSentence() throws {
    let engine = try #require(LocalEngine.report.engine)
    let spec = TensorSpec("x", .float32, [.fixed(1)])
    let node = ONNXNode(name: "", operation: "NoSuchOperation", inputs: ["x"], outputs: ["y"])
    let file = ONNXModel.encoded([node], inputs: [spec], outputs: [TensorSpec("y", .float32, nil)])
    do {
      _ = try engine.open(.bytes(file), InferenceOptions())
      Issue.record("the operation does not exist")
    } catch {
      let sentence = "\(error)"
      #expect(sentence.hasPrefix("OpenVINO refuses the model: ") && isOneSentence(sentence), "\(sentence)")
    }
  }

  /// The engine reads such a model by its path.
  @Test func weightsMayLieBesideTheModel() throws {
    let engine = try #require(LocalEngine.report.engine)
    let folder = try TemporaryFolder()
    let file = Hostile.model { graph in
      graph.field(1) { $0.write(ONNXNode(name: "add", operation: "Add", inputs: ["x", "w"], outputs: ["y"])) }
      graph.field(2, "graph")
      graph.field(5) { $0.writeExternalWeights("w", in: "w.bin", extent: 2) }
      for (number, name) in [(11, "x"), (12, "y")] {
        graph.field(number) { $0.write(TensorSpec(name, .float32, [.fixed(2)])) }
      }
    }
    try writeBytes(file, to: folder.path("m.onnx"))
    try writeBytes([Float(10), 20].withUnsafeBytes(Array.init), to: folder.path("w.bin"))
    let session = try engine.open(.file(bytes: file, path: folder.path("m.onnx")), InferenceOptions())
    let sum = try session.run(["x": Tensor(shape: [2], [1, 2])], wanted: ["y"])["y"]
    #expect(sum?.floats == [11, 22])
  }

  /// Half precision in the engine would round the sizes to 1504 x 2256.
  @Test(.enabled(if: SharedModels.areThere, SharedModels.advice)) func sizesAreComputedExactly() throws {
    let session = try LocalEngine.session("toy-sam/toy_sam.decoder.single.onnx")
    let feeds = [
      "image_embeddings": Tensor(shape: [1, 256, 64, 64], [Float](repeating: 0, count: 256 * 64 * 64)),
      "point_coords": Tensor(shape: [1, 2, 2], [300, 200, 0, 0]),
      "point_labels": Tensor(shape: [1, 2], [1, -1]),
      "mask_input": Tensor(shape: [1, 1, 256, 256], [Float](repeating: 0, count: 256 * 256)),
      "has_mask_input": Tensor(shape: [1], [0]),
      "orig_im_size": Tensor(shape: [2], [1500, 2250]),
    ]
    let masks = try session.run(feeds, wanted: ["masks"])["masks"]
    #expect(masks?.shape == [1, 1, 1500, 2250])
  }
}
