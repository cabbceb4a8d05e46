/// What runs models. Tests bring their own.
public protocol InferenceEngine: Sendable {
  /// Such as `OpenVINO`.
  var name: String { get }
  /// As the engine says it.
  var version: String { get }
  /// Reads and compiles a model; takes from 10 ms to seconds.
  func open(_ model: ModelSource, _ options: InferenceOptions) throws(InferenceError) -> any InferenceSession
}

/// A compiled model. It is used by one thread at a time.
public protocol InferenceSession: AnyObject {
  /// What has to be fed, in the file's order.
  var inputs: [TensorSpec] { get }
  /// What can be asked for, in the file's order.
  var outputs: [TensorSpec] { get }
  /// One run. - Parameters: `feeds` names every input; `wanted` names outputs. - Returns: what was wanted, copied.
  func run(_ feeds: [String: Tensor], wanted: [String]) throws(InferenceError) -> [String: Tensor]
}

/// Where a model is.
public enum ModelSource: Sendable {
  /// The bytes of the file. Weights beside it cannot be found then.
  case bytes([UInt8])
  /// The bytes, and the path from which the engine itself reads the file with the weights beside it.
  case file(bytes: [UInt8], path: String)
  /// A file that was looked at before, so that gigabytes need not be held until the engine reads it.
  case described(ONNXModel, path: String)

  /// The model without the outputs that nobody asks for, where its bytes are at hand and hold all weights.
  func keeping(_ outputs: [String]?) throws(ONNXError) -> ModelSource {
    guard let outputs, case .bytes(let bytes) = self else { return self }
    return .bytes(try ONNXReader.keeping(outputs, in: bytes))
  }

  /// What the model says about itself. - Throws: for what is no ONNX model.
  public func description() throws(ONNXError) -> ONNXModel {
    switch self {
    case .bytes(let bytes), .file(let bytes, _): try ONNXReader.read(bytes)
    case .described(let model, _): model
    }
  }
}

/// How a model is computed.
public struct InferenceOptions: Equatable, Sendable {
  /// The floating point type that is computed in.
  public enum Precision: String, Sendable {
    case float32 = "f32"
    /// Twice as fast for encoders on some processors, and off by a few percent. Decoders need `float32`: their sizes
    /// are computed in this type, too.
    case bfloat16 = "bf16"
  }

  /// What is computed in.
  public var precision: Precision
  /// 0 leaves the choice to the engine.
  public var threads: Int
  /// The names of all that will be asked for; nil for everything. An engine may compute no more than that: decoders have
  /// masks of the image's size besides those on a coarse grid, and these alone take half of the time.
  public var outputs: [String]?

  /// In `f32`, with as many threads as the engine likes, every output.
  public init(precision: Precision = .float32, threads: Int = 0, outputs: [String]? = nil) {
    (self.precision, self.threads, self.outputs) = (precision, threads, outputs)
  }
}

/// Why a model did not run. The caller knows its file and adds it.
///
/// Names and the engine's words are shown as they are: print the sentence through what makes text fit for a terminal.
public enum InferenceError: Error, Equatable, Sendable, CustomStringConvertible {
  case model(ONNXError)
  case refused(engine: String, reason: String)
  case emptyPrompt
  case notFed(String)
  case noSuchInput(String, nearest: String?)
  case noSuchOutput(String, nearest: String?)
  case wrongInput(TensorSpec, found: String)
  case wrongOutput(name: String, expected: String, found: String)

  /// One sentence: what is wrong, and what to do next.
  public var description: String {
    switch self {
    case .model(let error): "\(error)"
    case .refused(let engine, let reason):
      "\(engine) refuses the model: \(oneLine(reason)); export it again, or see `tessera doctor`"
    case .emptyPrompt: "nothing points at an object; click on it or draw a box around it"
    case .notFed(let name): "the input \(shortened(name)) was not fed; every input needs a tensor"
    case .noSuchInput(let name, let nearest): "no input \(shortened(name)) in the model\(hint(nearest))"
    case .noSuchOutput(let name, let nearest): "no output \(shortened(name)) in the model\(hint(nearest))"
    case .wrongInput(let spec, let found): "the model takes \(spec), \(found) was given; feed what it takes"
    case .wrongOutput(let name, let expected, let found):
      "the model's output \(shortened(name)) is \(found) instead of \(expected); it is of another kind than its names say"
    }
  }

  private func hint(_ nearest: String?) -> String {
    nearest.map { "; did you mean \(shortened($0))?" } ?? "; `tessera models` lists what it has"
  }
}

/// The engine's words in one line of bounded length, without the places of its own sources.
private func oneLine(_ words: String) -> String {
  let lines = words.split(whereSeparator: \.isNewline).map {
    $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
  let noise = ["Exception from ", "Check '", "FrontEnd API failed with "]
  let telling = lines.filter { line in !line.isEmpty && !noise.contains(where: line.hasPrefix) }
  let unknown = telling.filter { $0.hasPrefix("-- No conversion rule found") }
  let line = (unknown.isEmpty ? (telling.isEmpty ? lines : telling) : unknown).joined(separator: " ")
  let ended = line.hasSuffix(".") ? String(line.dropLast()) : line
  return ended.count <= 160 ? ended : ended.prefix(159) + "…"
}
