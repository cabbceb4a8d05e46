import Raster
import Testing

@testable import Inference

/// Models without the outputs that nobody asks for.
@Suite struct KeptOutputsTests {
  private static func spec(_ name: String) -> TensorSpec { TensorSpec(name, .float32, [.fixed(2)]) }
  private static let nodes = [
    ONNXNode(name: "one", operation: "Neg", inputs: ["x"], outputs: ["a"]),
    ONNXNode(name: "two", operation: "Add", inputs: ["a", "y"], outputs: ["b"]),
    ONNXNode(name: "three", operation: "Add", inputs: ["x", "x"], outputs: ["c"]),
  ]
  private let file = ONNXModel.encoded(
    nodes, inputs: [spec("x"), spec("y")], outputs: [spec("a"), spec("b"), spec("c")])

  @Test func theOthersAreGoneAndAllElseStays() throws {
    let (whole, kept) = (try ONNXReader.read(file), try ONNXReader.read(ONNXReader.keeping(["c", "a"], in: file)))
    #expect(kept.outputs.map(\.name) == ["a", "c"])
    #expect(kept.inputs == whole.inputs && kept.nodes == whole.nodes && kept.opset == whole.opset)
    #expect(try ONNXReader.keeping(["a", "b", "c"], in: file) == file)
  }

  @Test func damagedModelsAreRefused() {
    for length in [file.count - 1, file.count / 2] {
      #expect(throws: ONNXError.self) { try ONNXReader.keeping(["a"], in: Array(file.prefix(length))) }
    }
  }

  /// What an engine has to be fed: no more than the outputs depend on.
  @Test func onlyWhatIsNeededIsRead() throws {
    func read(_ outputs: [String]) throws -> Set<String> {
      try ONNXReader.read(ONNXReader.keeping(outputs, in: file)).tensorsRead
    }
    #expect(try read(["a", "b", "c"]) == ["x", "y", "a", "b", "c"])
    #expect(try read(["c"]) == ["x", "c"])
    #expect(try read(["b"]) == ["x", "y", "a", "b"])
  }

  @Test(
    .enabled(if: LocalEngine.isThere, LocalEngine.advice),
    arguments: [(["a"], [Float(-1), 2]), (["c"], [2, -4]), (["b"], [9, 22])])
  func anEngineComputesTheRest(outputs: [String], expected: [Float]) throws {
    let engine = try #require(LocalEngine.report.engine)
    let session = try engine.open(.bytes(file), InferenceOptions(outputs: outputs))
    // Inputs that nothing needs any more are fed all the same.
    let feeds = ["x": Tensor(shape: [2], [1, -2]), "y": Tensor(shape: [2], [10, 20])]
    for _ in 0..<2 { #expect(try session.run(feeds, wanted: outputs).first?.value.floats == expected) }
    #expect(throws: InferenceError.self) { try session.run(feeds, wanted: ["a", "b", "c"]) }
  }

  /// The masks on the coarse grid are what they are beside those of the image's size.
  @Test(
    .enabled(if: LocalEngine.isThere, LocalEngine.advice), .enabled(if: SharedModels.areThere, SharedModels.advice),
    arguments: ["toy_sam.decoder.onnx", "toy_sam.decoder.single.onnx", "toy_sam2.decoder.onnx"])
  func answersStayTheSame(decoder: String) throws {
    let bytes = try SharedModels.bytes("toy-sam/" + decoder)
    guard case .decoder(let signature) = try ModelKind(ONNXReader.read(bytes)) else {
      Issue.record("no decoder")
      return
    }
    let engine = try #require(LocalEngine.report.engine)
    let description = try ONNXReader.read(bytes)
    var generator = SplitMix64(seed: 3)
    var feeds: [String: Tensor] = [:]
    for input in description.inputs {
      let shape = (input.shape ?? []).map { $0.value ?? 2 }
      let values = (0..<shape.reduce(1, *)).map { _ in Float.random(in: 0...1, using: &generator) }
      feeds[input.name] = Tensor(shape: shape, values)
    }
    if let size = signature.names.size { feeds[size.name] = Tensor(shape: [2], [192, 256]) }
    let names = signature.outputNames
    let whole = try engine.open(.bytes(bytes), InferenceOptions()).run(feeds, wanted: names)
    let kept = try engine.open(.bytes(bytes), InferenceOptions(outputs: names)).run(feeds, wanted: names)
    #expect(whole == kept && kept.count == 2)
  }
}
