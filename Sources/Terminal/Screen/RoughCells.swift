import Raster

/// Which cells of the picture are shown roughly and wait to be drawn as they are.
struct RoughCells: Equatable {
  private let columns: Int
  private let rows: Int
  private var flags: [Bool]

  init(columns: Int, rows: Int) {
    (self.columns, self.rows) = (max(0, columns), max(0, rows))
    flags = [Bool](repeating: false, count: self.columns * self.rows)
  }

  var isEmpty: Bool { !flags.contains(true) }

  mutating func mark(_ rects: [CellRect], isRough: Bool) {
    for rect in rects {
      let columns = max(0, rect.column)..<max(0, rect.column, min(columns, rect.column + rect.columns))
      for row in max(0, rect.row)..<max(0, rect.row, min(rows, rect.row + rect.rows)) {
        for column in columns { flags[row * self.columns + column] = isRough }
      }
    }
  }

  /// The topmost band that holds rough cells, at most `height` rows of it; nil if there are none.
  func band(height: Int) -> CellRect? {
    guard let first = flags.firstIndex(of: true) else { return nil }
    let top = first / columns
    let bottom = min(rows, top + max(1, height))
    var (left, right, end) = (columns, 0, top + 1)
    for row in top..<bottom {
      for column in 0..<columns where flags[row * columns + column] {
        (left, right, end) = (min(left, column), max(right, column + 1), row + 1)
      }
    }
    return CellRect(column: left, row: top, columns: right - left, rows: end - top)
  }
}
