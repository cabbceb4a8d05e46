import Raster

/// Segments in the order in which a smart fill takes them in as its tolerance rises.
public struct SegmentReach: Equatable, Sendable {
  /// One segment and the tolerance from which on it belongs.
  public struct Step: Equatable, Sendable {
    /// In steps of 8-bit Lab images.
    public let tolerance: Int
    /// Its number in the label map.
    public let label: Int32
    /// Well inside.
    public let point: PixelPoint
  }

  /// By rising tolerance, then by label.
  public let steps: [Step]

  init(_ steps: [Step]) { self.steps = steps }

  /// Points inside the segments that belong at a tolerance.
  public func points(within tolerance: Int) -> [PixelPoint] {
    steps.prefix { $0.tolerance <= tolerance }.map(\.point)
  }

  /// The nearest tolerance above `tolerance` at which more segments belong; nil where all do.
  public func tolerance(above tolerance: Int) -> Int? { steps.first { $0.tolerance > tolerance }?.tolerance }

  /// The largest tolerance at which fewer segments belong than at `tolerance`; nil where only the first one does.
  public func tolerance(below tolerance: Int) -> Int? {
    guard let last = steps.last(where: { $0.tolerance <= tolerance }) else { return nil }
    return steps.last { $0.tolerance < last.tolerance }?.tolerance
  }
}
