/// What an ONNX file says about itself; the weights are not held.
public struct ONNXModel: Equatable, Sendable {
  /// The version of the file format.
  public internal(set) var irVersion = 0
  /// Which tool wrote the file; may be empty.
  public internal(set) var producer = ""
  /// The version of the standard operator set.
  public internal(set) var opset = 0
  /// What has to be fed, in the file's order; initialisers are left out.
  public internal(set) var inputs: [TensorSpec] = []
  /// What comes out, in the file's order.
  public internal(set) var outputs: [TensorSpec] = []
  /// The weights of the outer graph, in the file's order.
  public internal(set) var initializers: [TensorSpec] = []
  /// The operations of the outer graph, in the order in which they run.
  public internal(set) var nodes: [ONNXNode] = []
  /// Files beside the model that hold weights, each once, in the order of their first mention.
  public internal(set) var externalFiles: [ExternalFile] = []

  /// The number of weights of the outer graph; saturates.
  public var parameterCount: Int {
    initializers.reduce(0) { sum, weights in
      let (total, overflow) = sum.addingReportingOverflow(weights.elementCount ?? 0)
      return overflow ? Int.max : total
    }
  }
}

/// One operation.
public struct ONNXNode: Equatable, Sendable {
  /// May be empty.
  public internal(set) var name = ""
  /// The operator, such as `Conv`.
  public internal(set) var operation = ""
  /// Names of tensors; an empty one stands for an input that is left out.
  public internal(set) var inputs: [String] = []
  /// Names of tensors.
  public internal(set) var outputs: [String] = []
}

/// A file of weights beside a model.
public struct ExternalFile: Equatable, Sendable {
  /// Relative to the model's folder; never leads out of it.
  public let name: String
  /// How many bytes it holds at least.
  public internal(set) var requiredBytes: Int
}

extension ONNXModel {
  /// Checks that the files beside the model are there and long enough.
  /// - Parameter length: the number of bytes of a file by its name relative to the model's folder; nil if there is none.
  public func checkExternalFiles(length: (String) -> Int?) throws(ONNXError) {
    for file in externalFiles {
      guard let found = length(file.name), found >= file.requiredBytes else { throw .missingExternalFile(file.name) }
    }
  }
}
