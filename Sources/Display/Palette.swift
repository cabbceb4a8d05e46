import Raster

/// The colours of one picture, constant while an image is shown.
///
/// Of 256 registers 0…15 are the interface's, 16…31 the first sixteen classes', the next 64 or 96 hold tints of the
/// classes for translucent paint, the rest adapts to the image; `PictureColors` chooses them and tells which is which,
/// also where there are 16. Every colour lies on sixel's 101-step grid, so that all back ends show equal pixels.
public struct Palette: Equatable, Sendable {
  /// 1…256 colours.
  public let colors: [RGB]

  /// - Precondition: 1…256 colours.
  public init(colors: [RGB]) {
    precondition((1...256).contains(colors.count), "\(colors.count) colours in a palette")
    self.colors = colors
  }
}
