import Raster

/// The outline of the brush at a place, in dashes of two tones so that one of them shows on every background.
struct BrushOutline {
  let brush: Brush
  let place: PixelPoint
  let samples: CanvasSamples
  private static let dash = 3

  /// - Parameter plane: of the canvas that `samples` are of.
  /// - Complexity: O(canvas rows + length of the outline).
  func draw(dark: UInt8, bright: UInt8, in plane: inout IndexPlane) {
    let visible = samples.visible
    var above = 0..<0
    var row = span(ofCanvasRow: 0)
    for y in 0..<visible.height {
      let below = span(ofCanvasRow: y + 1)
      for x in edge(of: row, above, below) {
        let point = PixelPoint(x: x + visible.x, y: y + visible.y)
        plane[point] = (point.x + point.y) / Self.dash % 2 == 0 ? bright : dark
      }
      (above, row) = (row, below)
    }
  }

  /// The canvas columns, from 0, that the brush covers in a visible canvas row.
  private func span(ofCanvasRow y: Int) -> Range<Int> {
    guard samples.rows.indices.contains(y), brush.rows.contains(samples.rows[y] - place.y) else { return 0..<0 }
    let columns = brush.columns(inRow: samples.rows[y] - place.y)
    return samples.canvasColumns(of: place.x + columns.lowerBound..<place.x + columns.upperBound)
  }

  /// What of a row's span has a neighbour outside of the brush.
  private func edge(of row: Range<Int>, _ above: Range<Int>, _ below: Range<Int>) -> [Int] {
    guard !row.isEmpty else { return [] }
    let inner = (row.lowerBound + 1..<max(row.lowerBound + 1, row.upperBound - 1)).clamped(to: above).clamped(to: below)
    return inner.isEmpty
      ? Array(row) : Array(row.lowerBound..<inner.lowerBound) + Array(inner.upperBound..<row.upperBound)
  }
}
