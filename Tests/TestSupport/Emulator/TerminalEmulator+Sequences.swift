import Raster

/// Escape and control sequences.
extension TerminalEmulator {
  func escape(_ intermediates: String, _ final: Character) {
    switch intermediates + String(final) {
    case "7": savedCursor = (cursor, modes.style)
    case "8": restoreCursor()
    case "D": lineFeed()
    case "E":
      moveCursor(to: 0, cursor.row)
      lineFeed()
    case "M": reverseLineFeed()
    case "c": reset()
    case "=": modes.keypadApplication = true
    case ">": modes.keypadApplication = false
    case "(0": modes.lineDrawing = true
    case "(B": modes.lineDrawing = false
    case ")0", ")B", "H", "\\", "%G", "%@": break
    default: unknownSequences.append("^[" + intermediates + String(final))
    }
  }

  private func restoreCursor() {
    moveCursor(to: savedCursor.0.column, savedCursor.0.row)
    modes.style = savedCursor.1
  }

  private func reset() {
    (modes, mainScreen) = (TerminalModes(), nil)
    moveCursor(to: 0, 0)
    eraseRows(0..<size.rows)
  }

  func csi(_ sequence: ControlSequence) {
    if moves(sequence) || edits(sequence) || answers(sequence) { return }
    switch sequence.kind {
    case "m": setStyle(sequence.parameters)
    case "?h": setPrivateModes(sequence, true)
    case "?l": setPrivateModes(sequence, false)
    case "?s": privateModes(sequence).forEach { savedModes[$0] = modes.isOn($0) }
    case "?r": privateModes(sequence).forEach { mode in savedModes[mode].map { modes.set(mode, $0) } }
    case "h", "l": if sequence.value(0) == 4 { modes.insertMode = sequence.final == "h" }
    case "r": setMargins(sequence)
    case "s": savedCursor = (cursor, modes.style)
    case "u": restoreCursor()
    case "!p": (modes.insertMode, modes.margins, modes.style) = (false, nil, CellStyle())
    case "t", "g", " q", ">m", ">p", ">u", "<u", "=u": break
    default: unknownSequences.append(printed(sequence))
    }
  }

  private func printed(_ sequence: ControlSequence) -> String {
    let numbers = sequence.parameters.map { $0.map { $0.map(String.init) ?? "" }.joined(separator: ":") }
    return "^[[" + sequence.prefix + numbers.joined(separator: ";") + sequence.intermediates + String(sequence.final)
  }

  private func moves(_ sequence: ControlSequence) -> Bool {
    let count = sequence.value(0)
    switch sequence.kind {
    case "A": moveCursor(to: cursor.column, cursor.row - count)
    case "B", "e": moveCursor(to: cursor.column, cursor.row + count)
    case "C", "a": moveCursor(to: cursor.column + count, cursor.row)
    case "D": moveCursor(to: cursor.column - count, cursor.row)
    case "E": moveCursor(to: 0, cursor.row + count)
    case "F": moveCursor(to: 0, cursor.row - count)
    case "G", "`": moveCursor(to: count - 1, cursor.row)
    case "d": moveCursor(to: cursor.column, count - 1)
    case "H", "f": moveCursor(to: sequence.value(1) - 1, count - 1)
    case "I": moveCursor(to: (cursor.column / 8 + count) * 8, cursor.row)
    case "Z": moveCursor(to: ((cursor.column + 7) / 8 - count) * 8, cursor.row)
    default: return false
    }
    return true
  }

  private func edits(_ sequence: ControlSequence) -> Bool {
    let count = sequence.value(0)
    switch sequence.kind {
    case "J": eraseInDisplay(sequence.value(0, default: 0))
    case "K": eraseInLine(sequence.value(0, default: 0))
    case "X": erase(row: cursor.row, columns: cursor.column..<min(cursor.column + count, size.columns))
    case "@": insertCells(count)
    case "P": deleteCells(count)
    case "L": insertLines(count)
    case "M": deleteLines(count)
    case "S": scroll(scrollRows, up: count)
    case "T": scroll(scrollRows, up: -count)
    case "b": repeatLast(count)
    default: return false
    }
    return true
  }

  private func eraseInDisplay(_ what: Int) {
    if what != 1 { eraseRows((what == 0 ? cursor.row + 1 : 0)..<size.rows) }
    if what == 1 { eraseRows(0..<cursor.row) }
    if what < 2 { eraseInLine(what) }
  }

  private func eraseInLine(_ what: Int) {
    switch what {
    case 0: erase(row: cursor.row, columns: cursor.column..<size.columns)
    case 1: erase(row: cursor.row, columns: 0..<cursor.column + 1)
    default: erase(row: cursor.row, columns: 0..<size.columns)
    }
  }

  private func setMargins(_ sequence: ControlSequence) {
    let top = sequence.value(0) - 1
    let bottom = min(sequence.value(1, default: size.rows), size.rows)
    guard top < bottom - 1 else { return }
    modes.margins = top == 0 && bottom == size.rows ? nil : top..<bottom
    moveCursor(to: 0, 0)
  }

  private func privateModes(_ sequence: ControlSequence) -> [Int] { sequence.parameters.compactMap { $0.first ?? nil } }

  private func setPrivateModes(_ sequence: ControlSequence, _ value: Bool) {
    for mode in privateModes(sequence) {
      switch mode {
      case 47, 1047, 1049: switchScreen(alternate: value)
      default: modes.set(mode, value)
      }
    }
  }

  private func switchScreen(alternate: Bool) {
    guard alternate != modes.isAlternateScreen else { return }
    modes.isAlternateScreen = alternate
    if alternate {
      (mainScreen, savedCursor) = ((cells, canvas), (cursor, modes.style))
      eraseRows(0..<size.rows)
    } else {
      eraseRows(0..<size.rows)
      if let mainScreen, mainScreen.cells.count == cells.count { (cells, canvas) = mainScreen }
      mainScreen = nil
      restoreCursor()
    }
  }
}
