/// A run of pixels that all had the value `old` and got the value `new`.
public struct RunChange<Value: BitwiseCopyable & Equatable & Sendable>: Equatable, Sendable {
  /// Row-major index of the first pixel.
  public var start: UInt32
  public var length: UInt32
  public var old: Value
  public var new: Value

  public init(start: UInt32, length: UInt32, old: Value, new: Value) {
    self.start = start
    self.length = length
    self.old = old
    self.new = new
  }
}

/// The exact difference that an operation makes to label map and paint. Undo applies it backwards.
///
/// Memory is proportional to the runs that changed, never to the image.
public struct Patch: Equatable, Sendable {
  public var labels: [RunChange<Int32>]
  public var paint: [RunChange<UInt16>]

  public init(labels: [RunChange<Int32>] = [], paint: [RunChange<UInt16>] = []) {
    self.labels = labels
    self.paint = paint
  }

  public var isEmpty: Bool { labels.isEmpty && paint.isEmpty }
}
