import Raster

/// A way to divide an image into segments. A method sees pixels and validated parameters, nothing else.
public protocol SegmentationMethod: Sendable {
  /// The method in words and data.
  var description: MethodDescription { get }

  /// The parameters that a spec with these settings has: those of the description, unless one decides what others
  /// there are.
  func parameters(given settings: [MethodSpec.Setting]) -> [Parameter]

  /// Labels every pixel: 0 = edge, 1…n = segments. Same image and parameters give the same labels.
  /// - Parameter run: progress and cancellation; checked at least every 100 ms where the engine allows.
  func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap
}

extension SegmentationMethod {
  /// The parameters of the description.
  public func parameters(given settings: [MethodSpec.Setting]) -> [Parameter] { description.parameters }
}

/// What the command line, the method dialog, the journal and the manual say about a method.
public struct MethodDescription: Sendable {
  /// As written in scripts and on the command line.
  public let name: String
  /// Other names that are understood.
  public let aliases: [String]
  /// One sentence, no full stop.
  public let summary: String
  /// In the order in which they are listed.
  public let parameters: [Parameter]

  /// What a method says about itself.
  public init(name: String, aliases: [String] = [], summary: String, parameters: [Parameter]) {
    self.name = name
    self.aliases = aliases
    self.summary = summary
    self.parameters = parameters
  }
}

/// How a method tells its progress and learns that nobody wants its result any more.
public struct MethodRun: Sendable {
  /// Called with 0…1, from any thread.
  public let progress: @Sendable (Double) -> Void
  /// True once the result is not wanted.
  public let isCancelled: @Sendable () -> Bool

  /// Neither watched nor cancelled, unless said otherwise.
  public init(
    progress: @escaping @Sendable (Double) -> Void = { _ in }, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.progress = progress
    self.isCancelled = isCancelled
  }

  /// - Throws: `.cancelled` once the run is cancelled.
  public func checkCancelled() throws(SegmentationError) {
    if isCancelled() { throw .cancelled }
  }
}

/// Why a segmentation could not be made; the description is the sentence that people read.
public enum SegmentationError: Error, Equatable, Sendable, CustomStringConvertible {
  case cancelled
  case unknownMethod(String, nearest: String?)
  case unknownParameter(method: String, name: String, nearest: String?)
  case value(method: String, parameter: String, value: String, allowed: String)
  /// There is no finer level of granularity.
  case finest(method: String)
  case engine(method: String, message: String)

  /// What was wrong with which value, and what to do next.
  public var description: String {
    switch self {
    case .cancelled: "cancelled"
    case .unknownMethod(let name, let nearest):
      "no method '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "; `tessera methods` lists them")
    case .unknownParameter(let method, let name, let nearest):
      "\(method): no parameter '\(name)'"
        + (nearest.map { "; did you mean '\($0)'?" } ?? "; `tessera methods \(method)` lists them")
    case .value(let method, let parameter, let value, let allowed):
      "\(method): \(parameter)=\(value) is out of range; expected \(allowed)"
    case .finest(let method):
      "\(method) has no finer segments; choose other parameters or another method"
    case .engine(let method, let message): "\(method): \(message)"
    }
  }
}
