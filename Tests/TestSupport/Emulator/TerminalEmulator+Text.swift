import Raster

/// Writing, erasing and scrolling text.
extension TerminalEmulator {
  func write(_ scalar: Unicode.Scalar) {
    let width = columnWidth(of: scalar)
    guard width > 0 else { return combine(scalar) }
    if wrapsBeforeNext, modes.isOn(7) {
      moveCursor(to: 0, cursor.row)
      lineFeed()
    }
    if modes.insertMode { insertCells(width) }
    put(modes.lineDrawing ? lineDrawn(scalar) : scalar, width: width)
    lastPrinted = scalar
  }

  private func put(_ scalar: Unicode.Scalar, width: Int) {
    let column = min(cursor.column, size.columns - width)
    for offset in 0..<width {
      var cell = ScreenCell()
      (cell.text, cell.style) = (offset == 0 ? String(scalar) : "", modes.style)
      cells[cursor.row * size.columns + column + offset] = cell
    }
    erasePixels(row: cursor.row, columns: column..<column + width)
    wrapsBeforeNext = column + width >= size.columns
    cursor.column = min(column + width, size.columns - 1)
  }

  private func combine(_ scalar: Unicode.Scalar) {
    let column = wrapsBeforeNext ? cursor.column : max(cursor.column - 1, 0)
    let at = cursor.row * size.columns + column
    if cells[at].text.isEmpty, column > 0 {
      cells[at - 1].text.unicodeScalars.append(scalar)
    } else {
      cells[at].text.unicodeScalars.append(scalar)
    }
  }

  func repeatLast(_ count: Int) {
    guard let lastPrinted else { return }
    for _ in 0..<min(count, size.columns * size.rows) { write(lastPrinted) }
  }

  func moveCursor(to column: Int, _ row: Int) {
    cursor = CellPoint(column: min(max(column, 0), size.columns - 1), row: min(max(row, 0), size.rows - 1))
    wrapsBeforeNext = false
  }

  /// Rows that scroll.
  var scrollRows: Range<Int> { modes.margins ?? 0..<size.rows }

  func lineFeed() {
    if cursor.row == scrollRows.upperBound - 1 {
      scroll(scrollRows, up: 1)
    } else {
      moveCursor(to: cursor.column, cursor.row + 1)
    }
  }

  func reverseLineFeed() {
    if cursor.row == scrollRows.lowerBound {
      scroll(scrollRows, up: -1)
    } else {
      moveCursor(to: cursor.column, cursor.row - 1)
    }
  }

  /// Moves the rows up, or down by a negative distance; rows that come in are blank, images move along.
  func scroll(_ rows: Range<Int>, up distance: Int) {
    let distance = min(max(distance, -rows.count), rows.count)
    let old = cells
    for row in rows {
      for column in 0..<size.columns {
        let at = row * size.columns + column
        let from = row + distance
        cells[at] = rows.contains(from) ? old[from * size.columns + column] : ScreenCell(erasedWith: modes.style)
      }
    }
    let region = CellRect(column: 0, row: rows.lowerBound, columns: size.columns, rows: rows.count)
    canvas.scroll(pixels(of: region), up: distance * cellPixels.height)
  }

  /// Erases within a row. Seen in xterm: pixels of images go from the glass, but come back at the next expose.
  func erase(row: Int, columns: Range<Int>) { erase(row: row, columns: columns, forGood: false) }

  /// Erases whole rows, with their pixels for good.
  func eraseRows(_ rows: Range<Int>) {
    for row in rows.clamped(to: 0..<size.rows) { erase(row: row, columns: 0..<size.columns, forGood: true) }
  }

  private func erase(row: Int, columns: Range<Int>, forGood: Bool) {
    let columns = columns.clamped(to: 0..<size.columns)
    for column in columns { cells[row * size.columns + column] = ScreenCell(erasedWith: modes.style) }
    erasePixels(row: row, columns: columns, forGood: forGood)
  }

  private func erasePixels(row: Int, columns: Range<Int>, forGood: Bool = true) {
    guard !columns.isEmpty else { return }
    let erased = CellRect(column: columns.lowerBound, row: row, columns: columns.count, rows: 1)
    canvas.erase(pixels(of: erased), forGood: forGood)
  }

  func insertCells(_ count: Int) { shiftRow(by: min(count, size.columns - cursor.column)) }
  func deleteCells(_ count: Int) { shiftRow(by: -min(count, size.columns - cursor.column)) }

  private func shiftRow(by distance: Int) {
    let start = cursor.row * size.columns
    let old = Array(cells[start..<start + size.columns])
    for column in cursor.column..<size.columns {
      let from = column - distance
      let inside = from >= cursor.column && from < size.columns
      cells[start + column] = inside ? old[from] : ScreenCell(erasedWith: modes.style)
    }
    erasePixels(row: cursor.row, columns: cursor.column..<size.columns)
  }

  func insertLines(_ count: Int) {
    guard scrollRows.contains(cursor.row) else { return }
    scroll(cursor.row..<scrollRows.upperBound, up: -count)
  }

  func deleteLines(_ count: Int) {
    guard scrollRows.contains(cursor.row) else { return }
    scroll(cursor.row..<scrollRows.upperBound, up: count)
  }
}

/// Columns that a character takes: 0 for marks and format characters, 2 for East Asian wide ones and emoji.
private func columnWidth(of scalar: Unicode.Scalar) -> Int {
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format: return 0
  default: break
  }
  switch scalar.value {
  case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
    0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
    return 2
  default: return 1
  }
}

/// The DEC special graphics set, for the letters a box is made of.
private func lineDrawn(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
  let drawn: [Unicode.Scalar: Unicode.Scalar] = [
    "j": "┘", "k": "┐", "l": "┌", "m": "└", "n": "┼", "q": "─", "t": "├", "u": "┤", "v": "┴", "w": "┬", "x": "│",
    "a": "▒", "`": "◆", "~": "·", "f": "°", "g": "±", "y": "≤", "z": "≥",
  ]
  return drawn[scalar] ?? scalar
}
