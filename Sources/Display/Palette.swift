import Raster

/// The colours of one picture, constant while an image is shown.
///
/// Registers 0…15 are the interface's, 16…31 the first sixteen classes', the next hold tints of the classes for
/// translucent paint, the rest adapts to the image. Every colour lies on sixel's 101-step grid, so that all back
/// ends show equal pixels.
public struct Palette: Equatable, Sendable {
  /// 2…256 colours.
  public let colors: [RGB]

  /// - Precondition: 1…256 colours.
  public init(colors: [RGB]) {
    precondition((1...256).contains(colors.count), "\(colors.count) colours in a palette")
    self.colors = colors
  }
}
