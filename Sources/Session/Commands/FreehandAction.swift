import Raster

/// What is painted by hand, whatever the segments are.
public enum FreehandAction: Equatable, Sendable {
  /// Paints with the current class, or unpaints.
  case brush(BrushStroke, erases: Bool)
  /// Paints the 4-connected region around a point in which no channel of the colour differs by more than the tolerance
  /// from that of the point.
  case wand(PixelPoint?, tolerance: Int)
  /// Paints what a polygon covers with the current class.
  case polygon(Polygon)
  /// Changes all that is painted with a class; the current one where nil.
  case reshape(Reshaping, ClassReference?)
  /// Makes the first class what comes of both.
  case combine(Combination, ClassReference, ClassReference)
}

extension FreehandAction {
  /// How far the colours of a wand's region may differ, per channel.
  public static let tolerances = 0...255
}

/// What all pixels of a class become together. What they are taken from or given to is unpainted, or was: other paint
/// is painted over, unless its class is locked.
public enum Reshaping: Equatable, Sendable {
  /// 4-connected regions of other pixels that it encloses are painted, too.
  case holes
  /// 4-connected regions of it with fewer pixels are unpainted.
  case islands(Int)
  /// All pixels within that many pixels of it, from centre to centre, are painted.
  case grow(Int)
  /// All of its pixels within that many pixels of others are unpainted; nothing happens where the image ends.
  case shrink(Int)
  /// What a disc of that radius does not fit into is unpainted, then gaps that it does not fit into are painted.
  case smooth(Int)

  /// The radii of discs, in pixels.
  public static let radii = 1...256
  /// How small an island may have to be.
  public static let sizes = 1...1_000_000_000
}

/// How one class is changed by another. What a class encloses are its pixels and its holes.
public enum Combination: String, CaseIterable, Sendable {
  /// All pixels of the other class become pixels of the first.
  case union
  /// The first class is unpainted within what the other encloses.
  case minus
  /// The first class is unpainted but for what the other encloses.
  case intersect
}
