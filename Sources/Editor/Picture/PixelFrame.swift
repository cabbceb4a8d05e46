import Raster

/// A line around a rectangle, bright inside and dark outside, so that one of them shows on every background.
struct PixelFrame: Equatable {
  private let rect: PixelRect
  /// One line whose tones alternate, instead of two.
  private let isThin: Bool

  /// - Parameter rect: stays free.
  init(around rect: PixelRect, isThin: Bool) { (self.rect, self.isThin) = (rect, isThin) }

  /// Everything that `draw` may touch; may lie beyond the canvas.
  var bounds: PixelRect { rect.grown(by: isThin ? 1 : 2) }

  /// Sets the pixels of the lines that lie on the canvas.
  func draw(dark: UInt8, bright: UInt8, in plane: inout IndexPlane) {
    let isThin = isThin
    for side in rect.grown(by: 1).rim { plane.fill(side) { x, y in !isThin || (x + y) % 2 == 0 ? bright : dark } }
    for side in rect.grown(by: 2).rim where !isThin { plane.fill(side) { _, _ in dark } }
  }
}

extension PixelRect {
  /// So many pixels more on each side; fewer where negative.
  func grown(by extra: Int) -> PixelRect {
    PixelRect(x: x - extra, y: y - extra, width: width + 2 * extra, height: height + 2 * extra)
  }

  /// The outermost pixels: top, bottom, left, right.
  var rim: [PixelRect] {
    [
      PixelRect(x: x, y: y, width: width, height: 1), PixelRect(x: x, y: maxY - 1, width: width, height: 1),
      PixelRect(x: x, y: y, width: 1, height: height), PixelRect(x: maxX - 1, y: y, width: 1, height: height),
    ]
  }
}

extension IndexPlane {
  /// Sets what of a rectangle lies inside.
  mutating func fill(_ rect: PixelRect, _ color: (_ x: Int, _ y: Int) -> UInt8) {
    let rect = rect.intersection(size.bounds)
    for y in rect.y..<rect.maxY {
      for x in rect.x..<rect.maxX { self[PixelPoint(x: x, y: y)] = color(x, y) }
    }
  }
}
