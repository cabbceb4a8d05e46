import Raster

/// Whether a pixel shows a colour, up to `distance` per channel (the rounding of a palette, say).
package func isNear(_ pixel: UInt32, _ color: RGB, within distance: Int = 8) -> Bool {
  abs(Int(pixel >> 16 & 255) - Int(color.red)) <= distance && abs(Int(pixel >> 8 & 255) - Int(color.green)) <= distance
    && abs(Int(pixel & 255) - Int(color.blue)) <= distance
}

extension TerminalEmulator {
  /// Compares with a screenshot of a real terminal at the same place, of black text on white and coloured images.
  /// - Returns: how many pixels differ, and the first of them.
  package func difference(from shot: Image) -> (count: Int, first: PixelPoint?) {
    var (count, first): (Int, PixelPoint?) = (0, nil)
    let size = canvas.size
    for y in 0..<size.height {
      for x in 0..<size.width {
        let shown = shot[PixelPoint(x: x, y: y)]
        let isImage = shown.red != shown.green || shown.green != shown.blue
        let pixel = canvas.pixels[y * size.width + x]
        if pixel.map({ isNear($0, shown, within: 3) && isImage }) ?? !isImage { continue }
        count += 1
        first = first ?? PixelPoint(x: x, y: y)
      }
    }
    return (count, first)
  }

  /// The middle of all image pixels that show a colour; nil if there are none.
  package func middle(of color: RGB) -> PixelPoint? {
    let width = canvas.size.width
    return middlePoint(
      canvas.pixels.indices.lazy.filter { index in
        self.canvas.pixels[index].map { isNear($0, color) } ?? false
      }.map { PixelPoint(x: $0 % width, y: $0 / width) })
  }
}

extension TerminalEmulator {
  /// The middle of the cells whose two halves show nearly this colour: terminals without true colour round to the
  /// nearest of 256.
  package func middleCell(of color: RGB) -> CellPoint? {
    let cells = (0..<size.columns * size.rows).map { CellPoint(column: $0 % size.columns, row: $0 / size.columns) }
    let found = cells.filter { cell in
      guard let halves = self[cell.column, cell.row].halves else { return false }
      return isNear(value(halves.upper), color, within: 36) && isNear(value(halves.lower), color, within: 36)
    }
    return middlePoint(found.map { PixelPoint(x: $0.column, y: $0.row) }).map { CellPoint(column: $0.x, row: $0.y) }
  }
}

private func value(_ color: RGB) -> UInt32 { UInt32(color.red) << 16 | UInt32(color.green) << 8 | UInt32(color.blue) }

extension Image {
  /// The middle of all pixels that show a colour; nil if there are none.
  package func middle(of color: RGB, in area: PixelRect) -> PixelPoint? {
    var found: [PixelPoint] = []
    for y in area.y..<area.maxY {
      for x in area.x..<area.maxX {
        let pixel = self[PixelPoint(x: x, y: y)]
        if isNear(value(pixel), color) { found.append(PixelPoint(x: x, y: y)) }
      }
    }
    return middlePoint(found)
  }
}

/// The point whose coordinates are the medians.
private func middlePoint(_ points: some Sequence<PixelPoint>) -> PixelPoint? {
  let points = Array(points)
  guard !points.isEmpty else { return nil }
  let (xs, ys) = (points.map(\.x).sorted(), points.map(\.y).sorted())
  return PixelPoint(x: xs[xs.count / 2], y: ys[ys.count / 2])
}
