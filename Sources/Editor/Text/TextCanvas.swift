import Display
import Raster

/// A text grid with a pen that cannot write outside it, nor anything unsafe.
struct TextCanvas {
  private(set) var grid: TextGrid

  init(size: CellSize, style: TextStyle) { grid = TextGrid(size: size, filledWith: TextCell(" ", style: style)) }

  /// Writes `text` from `column` on, cut with `…` at `limit` columns or the right edge. Returns the columns written.
  @discardableResult
  mutating func write(_ text: String, column: Int, row: Int, limit: Int = .max, style: TextStyle) -> Int {
    guard (0..<grid.size.rows).contains(row), (0..<grid.size.columns).contains(column), limit > 0 else { return 0 }
    let room = min(limit, grid.size.columns - column)
    var at = column
    for character in PlainText.truncated(text, to: room) {
      grid[at, row] = TextCell(String(character), style: style)
      at += 1
      if PlainText.width(character) == 2 {
        grid[at, row] = TextCell("", style: style)
        at += 1
      }
    }
    return at - column
  }

  /// Writes `text` so that it ends before `end`.
  mutating func writeRight(_ text: String, end: Int, row: Int, limit: Int, style: TextStyle) {
    let shown = PlainText.truncated(text, to: max(0, limit))
    write(shown, column: end - PlainText.width(shown), row: row, style: style)
  }

  /// Blanks a row of cells.
  mutating func clear(column: Int, row: Int, columns: Int, style: TextStyle) {
    guard (0..<grid.size.rows).contains(row) else { return }
    for at in max(0, column)..<max(0, column, min(grid.size.columns, column + columns)) {
      grid[at, row] = TextCell(" ", style: style)
    }
  }
}
