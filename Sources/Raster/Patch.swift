/// A run of pixels that all had the value `old` and got the value `new`.
public struct RunChange<Value: BitwiseCopyable & Equatable & Sendable>: Equatable, Sendable {
  /// Row-major index of the first pixel.
  public var start: UInt32
  /// Number of pixels; runs may go on into the next row.
  public var length: UInt32
  /// The value before.
  public var old: Value
  /// The value after.
  public var new: Value

  /// A run by its first pixel, its length and both values.
  public init(start: UInt32, length: UInt32, old: Value, new: Value) {
    self.start = start
    self.length = length
    self.old = old
    self.new = new
  }
}

/// The exact difference that an operation makes to label map, paint and object map. Undo applies it backwards.
///
/// Memory is proportional to the runs that changed, never to the image.
public struct Patch: Equatable, Sendable {
  /// Changes of the label map, no pixel twice.
  public var labels: [RunChange<Int32>]
  /// Changes of the paint, no pixel twice.
  public var paint: [RunChange<UInt16>]
  /// Changes of the object map, no pixel twice.
  public var objects: [RunChange<UInt16>]

  /// A patch of the changes of all planes.
  public init(
    labels: [RunChange<Int32>] = [], paint: [RunChange<UInt16>] = [], objects: [RunChange<UInt16>] = []
  ) {
    self.labels = labels
    self.paint = paint
    self.objects = objects
  }

  /// Nothing changes.
  public var isEmpty: Bool { labels.isEmpty && paint.isEmpty && objects.isEmpty }
}
