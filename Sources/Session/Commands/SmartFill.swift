import Raster

/// A fill of segments that look alike.
public struct SmartFill: Equatable, Sendable {
  /// In the segment that it begins with; nil: the cursor's.
  public var point: PixelPoint?
  /// How unlike the first a segment may be, in steps of 8-bit Lab images.
  public var tolerance: Int
  /// Whether segments count that it cannot reach over touching ones.
  public var everywhere: Bool
  /// Nil: the current class.
  public var reference: ClassReference?

  /// What tolerances may be; 255 steps lie between black and white.
  public static let tolerances = 0...1000
  /// Takes in shades of one colour, and leaves neighbours out that differ at a glance.
  public static let usualTolerance = 16

  /// By default over touching segments, with the current class.
  public init(
    _ point: PixelPoint?, tolerance: Int = usualTolerance, everywhere: Bool = false, _ reference: ClassReference? = nil
  ) {
    self.point = point
    self.tolerance = tolerance
    self.everywhere = everywhere
    self.reference = reference
  }
}
