import Raster

/// The cut that the next point would make: from the last point of the chain to the cursor, in dashes of two tones so
/// that one of them shows on every background.
struct CutPreview {
  private let pixels: [PixelPoint]
  private static let dash = 4

  /// Nil where no chain is open.
  init?(_ state: EditorState) {
    guard let view = state.view, let last = state.chain.last else { return nil }
    let (from, to) = (view.middle(of: last), view.middle(of: state.cursor ?? last))
    let marks = (-2...2).flatMap { step in
      [PixelPoint(x: from.x + step, y: from.y + step), PixelPoint(x: from.x + step, y: from.y - step)]
    }
    pixels = pixelLine(from: from, to: to, in: view.canvas) + marks.filter(view.canvas.contains)
  }

  func draw(dark: UInt8, bright: UInt8, in plane: inout IndexPlane) {
    for (step, point) in pixels.enumerated() { plane[point] = step / Self.dash % 2 == 0 ? bright : dark }
  }
}
