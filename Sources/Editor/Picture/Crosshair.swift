import Raster

/// Four arms around an image pixel: bright in the middle, dark at their sides, so that one of them always shows.
struct Crosshair {
  private let target: PixelRect
  private let gap: Int
  private let length: Int
  /// Dark pixels on each side of an arm.
  private let outline: Int

  /// On a coarse canvas, half blocks for example, the arms are short and thin.
  init(_ point: PixelPoint, _ viewport: Viewport) {
    target = viewport.canvasRect(of: point)
    let isCoarse = min(viewport.canvas.width, viewport.canvas.height) < 200
    (gap, length, outline) = isCoarse ? (0, 2, 0) : (2, 7, 1)
  }

  /// Everything that `draw` may touch; may lie beyond the canvas.
  var bounds: PixelRect {
    let reach = gap + length + outline
    return PixelRect(
      x: target.x - reach, y: target.y - reach, width: target.width + 2 * reach, height: target.height + 2 * reach)
  }

  /// Sets the pixels of the arms that lie on the canvas.
  func draw(dark: UInt8, bright: UInt8, in plane: inout IndexPlane) {
    for rect in arms(grownBy: outline) where outline > 0 { fill(rect, in: &plane) { _, _ in dark } }
    for rect in arms(grownBy: 0) {
      // Without an outline the tones alternate along the arm.
      fill(rect, in: &plane) { x, y in outline > 0 || (x + y) % 2 == 0 ? bright : dark }
    }
  }

  private func arms(grownBy extra: Int) -> [PixelRect] {
    let (centreX, centreY) = (target.x + target.width / 2, target.y + target.height / 2)
    let (long, wide) = (length + 2 * extra, 1 + 2 * extra)
    let near = gap - extra
    return [
      PixelRect(x: target.x - near - long, y: centreY - extra, width: long, height: wide),
      PixelRect(x: target.maxX + near, y: centreY - extra, width: long, height: wide),
      PixelRect(x: centreX - extra, y: target.y - near - long, width: wide, height: long),
      PixelRect(x: centreX - extra, y: target.maxY + near, width: wide, height: long),
    ]
  }

  private func fill(_ rect: PixelRect, in plane: inout IndexPlane, _ color: (Int, Int) -> UInt8) {
    let rect = rect.intersection(plane.size.bounds)
    for y in rect.y..<rect.maxY {
      for x in rect.x..<rect.maxX { plane[PixelPoint(x: x, y: y)] = color(x, y) }
    }
  }
}
