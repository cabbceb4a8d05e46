/// Runs a model of one operation, to see that an engine loads, computes, and computes exactly.
public enum EngineSelfTest {
  /// Engines that compute in 16 bits round the second number to 1504.
  private static let numbers: [Float] = [0.5, 1500, -2250, 3]

  /// - Throws: what is wrong, in one sentence.
  public static func run(_ engine: any InferenceEngine) throws(InferenceError) {
    let session = try engine.open(.bytes(model), InferenceOptions(threads: 1))
    let feed = Tensor(shape: [1, numbers.count], numbers)
    let sums = try session.run(["x": feed], wanted: ["sum"])["sum"]?.floats ?? []
    guard sums == numbers.map({ $0 + $0 }) else {
      throw .wrongOutput(name: "sum", expected: "\(numbers) doubled", found: "\(sums)")
    }
  }

  /// `sum` = `x` + `x`, with a symbolic extent.
  static var model: [UInt8] {
    let shape = [Dimension.fixed(1), .symbolic("n")]
    let node = ONNXNode(name: "add", operation: "Add", inputs: ["x", "x"], outputs: ["sum"])
    return ONNXModel.encoded(
      [node], inputs: [TensorSpec("x", .float32, shape)], outputs: [TensorSpec("sum", .float32, shape)])
  }
}
