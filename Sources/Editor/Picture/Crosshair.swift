import Raster

/// Marks an image pixel: four arms around it, bright in the middle, dark at their sides, so that one of them always
/// shows; where image pixels are told apart also a frame.
struct Crosshair: Equatable {
  private let target: PixelRect
  private let gap: Int
  private let length: Int
  /// Dark pixels on each side of an arm.
  private let outline: Int
  private let frame: PixelFrame?

  /// On a coarse canvas, half blocks for example, all is short and thin.
  init(_ point: PixelPoint, _ viewport: Viewport, hasArms: Bool = true) {
    target = viewport.canvasRect(of: point)
    let isCoarse = viewport.isCoarse
    (gap, length, outline) = !hasArms ? (0, 0, 0) : isCoarse ? (0, 2, 0) : (2, 7, 1)
    frame = viewport.showsPixels ? PixelFrame(around: target, isThin: isCoarse) : nil
  }

  /// Everything that `draw` may touch; may lie beyond the canvas.
  var bounds: PixelRect { target.grown(by: gap + length + outline).union(frame?.bounds ?? target) }

  /// Sets the pixels of arms and frame that lie on the canvas.
  func draw(dark: UInt8, bright: UInt8, in plane: inout IndexPlane) {
    for rect in arms(grownBy: outline) where outline > 0 { plane.fill(rect) { _, _ in dark } }
    for rect in arms(grownBy: 0) {
      // Without an outline the tones alternate along the arm.
      plane.fill(rect) { x, y in outline > 0 || (x + y) % 2 == 0 ? bright : dark }
    }
    frame?.draw(dark: dark, bright: bright, in: &plane)
  }

  private func arms(grownBy extra: Int) -> [PixelRect] {
    guard length > 0 else { return [] }
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
}

extension Viewport {
  /// So few canvas pixels that a line of several would hide too much.
  var isCoarse: Bool { min(canvas.width, canvas.height) < 200 }
}
