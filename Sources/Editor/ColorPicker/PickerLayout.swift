import Raster

/// A part of the colour picker's picture that answers the pointer.
enum PickerPart: Equatable, Sendable {
  case plane, strip, old, image
  case recent(Int)
}

/// Where what stands in the picture of the colour picker, in its pixels: the plane with the strip at its right, and a
/// row of swatches below.
struct PickerLayout: Equatable, Sendable {
  let plane: PixelRect
  let strip: PixelRect
  /// The chosen colour.
  let chosen: PixelRect
  /// Beside it, the one before.
  let old: PixelRect
  /// The image's colour at the cursor.
  let image: PixelRect
  /// As many as fit.
  let recent: [PixelRect]

  /// Nil where there is no room for a plane.
  ///
  /// - Parameters:
  ///   - pane: its columns and rows are what the picture covers.
  ///   - cell: pixels of a cell.
  init?(_ pane: CellRect, cell: Size, recent count: Int) {
    guard pane.columns >= 20, pane.rows >= 6 else { return nil }
    func rect(_ column: Int, _ row: Int, _ columns: Int, _ rows: Int) -> PixelRect {
      PixelRect(
        x: column * cell.width, y: row * cell.height, width: columns * cell.width, height: rows * cell.height)
    }
    let (stripWidth, swatchRows) = (pane.columns >= 40 ? 4 : 3, pane.rows >= 12 ? 2 : 1)
    let rows = pane.rows - swatchRows - 3
    let swatchRow = pane.rows - swatchRows - 1
    plane = rect(1, 1, pane.columns - stripWidth - 3, rows)
    strip = rect(pane.columns - stripWidth - 1, 1, stripWidth, rows)
    chosen = rect(1, swatchRow, 4, swatchRows)
    old = rect(5, swatchRow, 4, swatchRows)
    image = rect(10, swatchRow, 3, swatchRows)
    let room = max(0, (pane.columns - 14) / 4)
    recent = (0..<min(room, count)).map { rect(14 + 4 * $0, swatchRow, 3, swatchRows) }
  }

  /// The part at a pixel of the picture.
  func part(at point: PixelPoint) -> PickerPart? {
    if plane.contains(point) { return .plane }
    if strip.contains(point) { return .strip }
    if old.contains(point) { return .old }
    if image.contains(point) { return .image }
    return recent.firstIndex { $0.contains(point) }.map { .recent($0) }
  }

  /// The colour of a pixel of the plane; of the nearest one for others.
  func onPlane(_ point: PixelPoint, saturation: Double) -> HSV {
    let column = min(max(point.x - plane.x, 0), plane.width - 1)
    return HSV(
      hue: hue(atColumn: column), saturation: saturation, value: 1 - Self.part(point.y - plane.y, of: plane.height))
  }

  /// The saturation of a pixel of the strip; of the nearest one for others.
  func onStrip(_ point: PixelPoint) -> Double { 1 - Self.part(point.y - strip.y, of: strip.height) }

  /// Where the plane shows a colour.
  func place(onPlane hsv: HSV) -> PixelPoint {
    PixelPoint(
      x: plane.x + min(Int((hsv.hue / 360 * Double(plane.width)).rounded()), plane.width - 1),
      y: plane.y + Self.row(1 - hsv.value, of: plane.height))
  }

  /// The row of the strip that shows a saturation.
  func row(onStrip saturation: Double) -> Int { strip.y + Self.row(1 - saturation, of: strip.height) }

  private func hue(atColumn column: Int) -> Double { 360 * Double(column) / Double(plane.width) }

  private static func part(_ step: Int, of count: Int) -> Double {
    count > 1 ? Double(min(max(step, 0), count - 1)) / Double(count - 1) : 0
  }

  private static func row(_ part: Double, of count: Int) -> Int { Int((part * Double(count - 1)).rounded()) }
}
