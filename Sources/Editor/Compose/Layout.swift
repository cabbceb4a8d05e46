import Raster

/// Where things stand on the screen: title, pane with the side bar at its right, status, and the last row, which no
/// picture ever covers (a sixel image that ends on it scrolls the screen in many terminals).
struct Layout: Equatable, Sendable {
  /// Below this nothing can be shown in a useful way.
  static let minimum = CellSize(columns: 20, rows: 5)
  private static let columnsForSide = 60

  let size: CellSize
  let pane: CellRect
  /// Nil on narrow screens.
  let side: CellRect?
  let titleRow = 0
  var statusRow: Int { size.rows - 2 }
  var lastRow: Int { size.rows - 1 }

  init(_ size: CellSize) {
    self.size = size
    let rows = max(1, size.rows - 3)
    let wide = size.columns >= Self.columnsForSide
    let sideColumns = wide ? min(32, max(24, size.columns * 3 / 10)) : 0
    pane = CellRect(column: 0, row: 1, columns: max(1, size.columns - sideColumns), rows: rows)
    side = wide ? CellRect(column: size.columns - sideColumns, row: 1, columns: sideColumns, rows: rows) : nil
  }

  var isTooSmall: Bool { size.columns < Self.minimum.columns || size.rows < Self.minimum.rows }
}

extension Editor {
  var layout: Layout { Layout(screen.cells) }
}
