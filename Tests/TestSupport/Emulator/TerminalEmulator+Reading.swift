import Raster

/// What a person sees.
extension TerminalEmulator {
  package subscript(column: Int, row: Int) -> ScreenCell { cells[row * size.columns + column] }

  /// The text of a row, trailing spaces cut; no-break spaces come out as spaces.
  package func rowText(_ row: Int) -> String {
    let text = (0..<size.columns).map { self[$0, row].text }.joined()
    return trimmed(text.replacing("\u{A0}", with: " "))
  }

  /// All rows, joined by line feeds.
  package var screenText: String { (0..<size.rows).map(rowText).joined(separator: "\n") }

  /// The first cell of the first occurrence of `text` within a row.
  package func find(_ text: String) -> CellPoint? {
    for row in 0..<size.rows {
      let line = (0..<size.columns).map { self[$0, row].text }
      for column in 0..<size.columns where line[column...].joined().hasPrefix(text) {
        return CellPoint(column: column, row: row)
      }
    }
    return nil
  }

  /// The whole text area in pixels.
  package var pixelSize: Size { canvas.size }

  /// The colour of an image's pixel; nil where text shows.
  package func imageColor(at point: PixelPoint) -> RGB? {
    guard canvas.size.contains(point), let color = canvas.pixels[point.y * canvas.size.width + point.x]
    else { return nil }
    return RGB(UInt8(color >> 16 & 255), UInt8(color >> 8 & 255), UInt8(color & 255))
  }

  /// The pixels of images inside `rect`, row by row: 0xRRGGBB, nil where text shows.
  package func imagePixels(in rect: PixelRect) -> [UInt32?] {
    let rect = rect.intersection(canvas.size.bounds)
    return (rect.y..<rect.maxY).flatMap { y in
      canvas.pixels[y * canvas.size.width + rect.x..<y * canvas.size.width + rect.maxX]
    }
  }

  /// The smallest rectangle that holds all image pixels on the screen; nil if there are none.
  package var imageBounds: PixelRect? {
    var bounds = PixelRect(x: 0, y: 0, width: 0, height: 0)
    let width = canvas.size.width
    for y in 0..<canvas.size.height {
      let row = canvas.pixels[y * width..<(y + 1) * width]
      guard let first = row.firstIndex(where: { $0 != nil }), let last = row.lastIndex(where: { $0 != nil })
      else { continue }
      bounds = bounds.union(PixelRect(x: first - y * width, y: y, width: last - first + 1, height: 1))
    }
    return bounds.isEmpty ? nil : bounds
  }

  /// The pixels of some cells.
  package func pixels(of cells: CellRect) -> PixelRect {
    PixelRect(
      x: cells.column * cellPixels.width, y: cells.row * cellPixels.height, width: cells.columns * cellPixels.width,
      height: cells.rows * cellPixels.height)
  }
}

private func trimmed(_ text: String) -> String {
  guard let last = text.lastIndex(where: { $0 != " " }) else { return "" }
  return String(text[...last])
}
