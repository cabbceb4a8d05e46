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
  /// What is read: help or the message log, in lines that fit the screen's width.
  var readingLines: [ReadingLine] {
    switch state.pane {
    case .picture: []
    case .help: helpLines.flatMap(fitted)
    case .messages: state.log.map { ReadingLine.message($0) }.flatMap(fitted)
    }
  }

  /// Reading takes the whole width.
  private var keyColumns: Int { min(20, layout.size.columns / 3) }

  func write(_ lines: [ReadingLine], from first: Int, _ canvas: inout TextCanvas, _ styles: Styles) {
    let pane = layout.pane
    let start = min(first, max(0, lines.count - pane.rows))
    for (offset, line) in lines.dropFirst(start).prefix(pane.rows).enumerated() {
      write(line, row: pane.row + offset, &canvas, styles)
    }
  }

  private func write(_ line: ReadingLine, row: Int, _ canvas: inout TextCanvas, _ styles: Styles) {
    switch line {
    case .title(let text): canvas.write(text, column: 1, row: row, style: styles.accent)
    case .text(let text): canvas.write(text, column: 2, row: row, style: styles.text)
    case .message(let message): canvas.write(message.text, column: 1, row: row, style: styles.message(message.level))
    case .row(let keys, let text):
      canvas.write(keys, column: 2, row: row, limit: keyColumns - 1, style: styles.bold)
      canvas.write(text, column: 2 + keyColumns, row: row, style: styles.text)
    }
  }

  /// The line broken where it is too long.
  private func fitted(_ line: ReadingLine) -> [ReadingLine] {
    let columns = max(8, layout.size.columns - 3)
    switch line {
    case .title: return [line]
    case .text(let text): return wrapped(text, to: columns).map { .text($0) }
    case .message(let message): return wrapped(message.text, to: columns).map { .message(Message(message.level, $0)) }
    case .row(let keys, let text):
      // Keys that fill their column stand in a line of their own.
      let isLong = PlainText.width(keys) >= keyColumns
      let lines = wrapped(text, to: max(8, columns - keyColumns))
      let rows = lines.enumerated().map { ReadingLine.row(keys: $0 == 0 && !isLong ? keys : "", text: $1) }
      return isLong ? [.text(keys)] + rows : rows
    }
  }

  /// Help: what the key map says, then the command language.
  private var helpLines: [ReadingLine] {
    var lines: [ReadingLine] = []
    for group in keymap.helpGroups {
      lines.append(.title(group.title))
      lines += group.rows.map { .row(keys: $0.keys, text: $0.description) }
      lines.append(.text(""))
    }
    if keymap.bindsDigits {
      lines.append(.title("Digits and counts"))
      lines += keymap.digitRules.map { .text($0) }
      lines.append(.text(""))
    }
    lines.append(.title("Commands of the : line"))
    return lines + EditorAction.commandRows.map { .row(keys: $0.usage, text: $0.help) }
  }
}
