import Raster

/// What is painted by hand, whatever the segments are.
public enum FreehandAction: Equatable, Sendable {
  /// Paints with the current class, or unpaints.
  case brush(BrushStroke, erases: Bool)
}
