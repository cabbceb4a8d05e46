import CTerminal
import Display
import Raster

/// The text cells of the screen, drawn by ncurses into memory.
final class TextLayer {
  private let text: OpaquePointer
  private let colors: ColorTable
  private var size: CellSize
  /// What ncurses was told, row by row; nil where it must be told again.
  private var told: [TextCell?]

  init(terminal: String, size: CellSize) throws(ScreenError) {
    var failure = CT_TEXT_SYSTEM
    guard !terminal.isEmpty else { throw .unknownType("") }
    // ncurses gives plain `xterm` 8 colours; whatever calls itself so has had 256 for decades.
    let names = terminal == "xterm" ? ["xterm-256color", terminal] : [terminal]
    let opened = names.lazy.compactMap { ct_text_open($0, Int32(size.rows), Int32(size.columns), &failure) }.first
    guard let text = opened else {
      switch failure {
      case CT_TEXT_UNKNOWN_TERMINAL: throw .unknownType(shown(terminal))
      case CT_TEXT_NO_CURSOR_ADDRESS: throw .noCursorAddress(shown(terminal))
      default: throw .system("no memory for the text cells")
      }
    }
    self.text = text
    self.size = size
    colors = ColorTable(count: Int(ct_text_colors(text)))
    told = [TextCell?](repeating: nil, count: size.rows * size.columns)
  }

  deinit { ct_text_close(text) }

  /// A string of the terminal's description, such as "smcup"; empty if it has none.
  func capability(_ name: String) -> String { ct_text_capability(text, name).map { String(cString: $0) } ?? "" }

  func resize(_ size: CellSize) {
    guard size != self.size else { return }
    self.size = size
    ct_text_resize(text, Int32(size.rows), Int32(size.columns))
    told = [TextCell?](repeating: nil, count: size.rows * size.columns)
  }

  /// Nothing is known about the screen any more: the next render clears and draws everything.
  func invalidate() { ct_text_invalidate(text) }

  /// The next render draws these rows in full.
  func invalidateRows(_ row: Int, _ count: Int) { ct_text_invalidate_rows(text, Int32(row), Int32(count)) }

  /// Takes over the cells that changed. Those under a picture become no-break spaces: ncurses believes them full and
  /// never erases them in passing.
  func draw(_ grid: TextGrid, under picture: CellRect?) {
    for row in 0..<min(size.rows, grid.size.rows) {
      var column = 0
      while column < min(size.columns, grid.size.columns) {
        let cell = effective(grid, column, row, under: picture)
        put(cell, column, row)
        column += cell.isWide ? 2 : 1
      }
    }
  }

  /// The bytes that bring the terminal up to date, and where the caret then stands.
  func render(caret: CellPoint?) -> [UInt8] {
    var count = 0
    let isVisible = caret.map { $0.row >= 0 && $0.row < size.rows && $0.column >= 0 && $0.column < size.columns }
    let (row, column) = isVisible == true ? (Int32(caret?.row ?? -1), Int32(caret?.column ?? 0)) : (-1, 0)
    guard let bytes = ct_text_render(text, row, column, &count) else { return [] }
    return Array(UnsafeBufferPointer(start: bytes, count: count))
  }

  private struct Effective {
    var cell: TextCell
    var isWide: Bool
  }

  /// A full block as a space on its colour: bitmap fonts lack the character.
  private static func block(_ style: TextStyle) -> TextCell {
    var style = style
    (style.background, style.foreground) = (style.foreground, nil)
    return TextCell(" ", style: style)
  }

  /// What can be shown of a cell: a wide character needs an empty cell behind it that no picture covers.
  private func effective(_ grid: TextGrid, _ column: Int, _ row: Int, under picture: CellRect?) -> Effective {
    if picture?.contains(CellPoint(column: column, row: row)) == true {
      return Effective(cell: TextCell("\u{A0}"), isWide: false)
    }
    var cell = grid[column, row]
    if cell.text == "█" { cell = Self.block(cell.style) }
    switch columns(of: cell.text) {
    case 1: return Effective(cell: cell, isWide: false)
    case 2:
      let next = column + 1
      let hasRoom =
        next < min(size.columns, grid.size.columns) && grid[next, row].text.isEmpty
        && picture?.contains(CellPoint(column: next, row: row)) != true
      if hasRoom { return Effective(cell: cell, isWide: true) }
      cell.text = "?"
    default: cell.text = cell.text.isEmpty || cell.text == "\u{A0}" ? " " : "\u{FFFD}"
    }
    return Effective(cell: cell, isWide: false)
  }

  /// Columns of a grapheme; 0 for what must not reach the terminal.
  private func columns(of text: String) -> Int {
    let bytes = text.utf8
    guard let first = bytes.first else { return 0 }
    if bytes.count == 1 { return (0x20...0x7E).contains(first) ? 1 : 0 }
    guard let scalar = text.unicodeScalars.first, scalar != "\u{A0}" else { return 0 }
    return max(0, Int(ct_text_width(scalar.value)))
  }

  private func put(_ cell: Effective, _ column: Int, _ row: Int) {
    let index = row * size.columns + column
    guard told[index] != cell.cell else { return }
    told[index] = cell.cell
    if cell.isWide { told[index + 1] = nil }
    let style = cell.cell.style
    let scalars = shownScalars(cell.cell.text)
    ct_text_put(
      text, Int32(row), Int32(column), scalars, Int32(scalars.count), style.bits, colors.number(style.foreground),
      colors.number(style.background))
  }

  /// The base and up to three marks on it; what joins emoji is left out, as terminals disagree on its width.
  private func shownScalars(_ text: String) -> [UInt32] {
    let scalars = text.unicodeScalars.map(\.value)
    guard scalars.count > 1 else { return scalars }
    let marks = text.unicodeScalars.dropFirst().filter {
      [.nonspacingMark, .enclosingMark].contains($0.properties.generalCategory) && !$0.properties.isVariationSelector
    }
    return scalars.prefix(1) + marks.prefix(3).map(\.value)
  }
}

extension TextStyle {
  fileprivate var bits: UInt32 {
    (bold ? UInt32(CT_BOLD) : 0) | (reverse ? UInt32(CT_REVERSE) : 0) | (underline ? UInt32(CT_UNDERLINE) : 0)
  }
}

private func shown(_ name: String) -> String {
  String(name.unicodeScalars.prefix(40).map { (0x20...0x7E).contains($0.value) ? Character($0) : "?" })
}
