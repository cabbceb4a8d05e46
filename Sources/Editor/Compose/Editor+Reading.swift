import Display
import Raster

/// A line of help or of the message log.
enum ReadingLine: Equatable {
  case title(String)
  case row(keys: String, text: String)
  case text(String)
  case message(Message)
}

extension Editor {
  func write(_ lines: [ReadingLine], from first: Int, _ canvas: inout TextCanvas, _ styles: Styles) {
    let pane = layout.pane
    let start = min(first, max(0, lines.count - pane.rows))
    for (offset, line) in lines.dropFirst(start).prefix(pane.rows).enumerated() {
      write(line, row: pane.row + offset, pane, &canvas, styles)
    }
  }

  private func write(_ line: ReadingLine, row: Int, _ pane: CellRect, _ canvas: inout TextCanvas, _ styles: Styles) {
    let limit = pane.columns - 2
    switch line {
    case .title(let text): canvas.write(text, column: 1, row: row, limit: limit, style: styles.accent)
    case .text(let text): canvas.write(text, column: 1, row: row, limit: limit, style: styles.text)
    case .message(let message):
      canvas.write(message.text, column: 1, row: row, limit: limit, style: styles.message(message.level))
    case .row(let keys, let text):
      let column = min(18, pane.columns / 3)
      canvas.write(keys, column: 2, row: row, limit: column - 1, style: styles.bold)
      canvas.write(text, column: 2 + column, row: row, limit: limit - column - 1, style: styles.text)
    }
  }

  /// Help: what the key map says, then the command language.
  var helpLines: [ReadingLine] {
    var lines: [ReadingLine] = []
    for group in keymap.helpGroups {
      lines.append(.title(group.title))
      lines += group.rows.map { .row(keys: $0.keys, text: $0.description) }
      lines.append(.text(""))
    }
    if keymap.bindsDigits {
      lines.append(.title("Digits and counts"))
      lines += Keymap.digitRules(timeout: keymap.countTimeout).map { .text("  " + $0) }
      lines.append(.text(""))
    }
    lines.append(.title("Commands of the : line"))
    lines += EditorAction.commandRows.map { .row(keys: $0.usage, text: $0.help) }
    return lines
  }
}
