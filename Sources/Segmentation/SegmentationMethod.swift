import Raster

/// A way to divide an image into segments. A method sees pixels and validated parameters, nothing else.
public protocol SegmentationMethod: Sendable {
  /// The method in words and data.
  var description: MethodDescription { get }

  /// The parameters that a spec with these settings has: those of the description, unless one decides what others
  /// there are.
  func parameters(given settings: [MethodSpec.Setting]) -> [Parameter]

  /// Settings in the words that journals pin, as far as they can be told without `prepare`.
  func settled(_ settings: [MethodSpec.Setting]) -> [MethodSpec.Setting]

  /// Reads what `settled` and `segment` need beside the image; on a worker, it may take seconds.
  func prepare() throws(SegmentationError)

  /// The most bytes that are held per pixel while it runs on `threads` threads, result included, the image not:
  /// measured at 10 to 100 megapixels and rounded up.
  func bytesPerPixel(_ parameters: Parameters, threads: Int) -> Int

  /// Labels every pixel: 0 = edge, 1…n = segments. Same image and parameters give the same labels.
  /// - Parameter run: progress and cancellation; checked at least every 100 ms where the engine allows.
  func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap
}

extension SegmentationMethod {
  /// The parameters of the description.
  public func parameters(given settings: [MethodSpec.Setting]) -> [Parameter] { description.parameters }

  /// The settings as they are.
  public func settled(_ settings: [MethodSpec.Setting]) -> [MethodSpec.Setting] { settings }

  /// Nothing: most methods need only the image.
  public func prepare() throws(SegmentationError) {}

  /// The labels alone.
  public func bytesPerPixel(_ parameters: Parameters, threads: Int) -> Int { MemoryLayout<Int32>.size }
}

/// What the command line, the method dialog, the journal and the manual say about a method.
public struct MethodDescription: Equatable, Sendable {
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
