/// What a brush covers around its place.
public enum BrushShape: String, CaseIterable, Sendable { case circle, square }

/// A brush of a whole number of pixels.
///
/// A brush of diameter d at pixel (x, y) covers pixels of the columns x - d/2 … x - d/2 + d - 1 (division rounds down)
/// and of the rows alike: a square all of them, a circle those whose centre lies at most d/2 from the brush's own. That
/// is the centre of pixel (x, y) where d is odd, and its top-left corner where d is even. So 1 is a pixel, 2 is 2 x 2,
/// 3 is 3 x 3, 4 is 4 x 4 without its corners.
public struct Brush: Hashable, Sendable {
  /// What it covers.
  public var shape: BrushShape
  /// Pixels from side to side, of `diameters`.
  public var diameter: Int

  /// The diameters that there are.
  public static let diameters = 1...512

  /// - Parameter diameter: held within `diameters`.
  public init(_ shape: BrushShape, diameter: Int) {
    self.shape = shape
    self.diameter = min(max(diameter, Self.diameters.lowerBound), Self.diameters.upperBound)
  }

  /// The rows that it covers, from that of its place.
  public var rows: Range<Int> { -(diameter / 2)..<diameter - diameter / 2 }

  /// The columns that it covers in one of `rows`, from that of its place; never empty.
  public func columns(inRow row: Int) -> Range<Int> {
    guard shape == .circle else { return rows }
    // Twice the distances, which are whole numbers then.
    let shift = diameter.isMultiple(of: 2) ? 1 : 0
    let across = 2 * row + shift
    let reach = Int(Double(diameter * diameter - across * across).squareRoot())
    return -((reach + shift) / 2)..<(reach - shift) / 2 + 1
  }

  /// Whether the pixel at this distance from its place is covered.
  public func covers(dx: Int, dy: Int) -> Bool { rows.contains(dy) && columns(inRow: dy).contains(dx) }
}

/// A brush that was drawn from point to point.
public struct BrushStroke: Hashable, Sendable {
  /// What was drawn with.
  public var brush: Brush
  /// At least one; may lie outside of the image.
  public var points: [PixelPoint]

  /// - Precondition: there is a point.
  public init(_ brush: Brush, _ points: [PixelPoint]) {
    precondition(!points.isEmpty, "a stroke without points")
    (self.brush, self.points) = (brush, points)
  }

  /// What it covers of an image: the brush at every pixel of the lines between the points.
  public func sweep(in size: Size) -> BrushSweep {
    var sweep = BrushSweep(brush, in: size)
    for point in points { sweep.move(to: point) }
    return sweep
  }
}
