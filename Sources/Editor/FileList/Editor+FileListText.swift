import Display
import Raster
import Session

/// Which rows of the list of images show what: a title, images, the filter where there is one, and what there is to say
/// about the chosen image.
struct FileListLayout: Equatable, Sendable {
  let area: CellRect
  /// The rows of the list that are shown, the chosen one among them.
  let shown: Range<Int>
  /// The screen's row of the filter; nil where there is none.
  let filterRow: Int?
  var detailRow: Int { area.row + area.rows - 1 }

  init(_ area: CellRect, count: Int, chosen: Int, hasFilter: Bool) {
    self.area = area
    let room = max(1, area.rows - (hasFilter ? 3 : 2))
    let first = min(max(0, chosen - room / 2), max(0, count - room))
    shown = first..<min(count, first + room)
    filterRow = hasFilter ? area.row + area.rows - 2 : nil
  }

  func row(ofListRow row: Int) -> Int { area.row + 1 + row - shown.lowerBound }

  func listRow(atRow row: Int) -> Int? {
    let at = row - area.row - 1 + shown.lowerBound
    return shown.contains(at) ? at : nil
  }
}

extension Editor {
  /// The cells of the list of images: the side bar, or the pane where there is none; nil where it does not show.
  var fileListArea: CellRect? {
    guard state.fileList != nil, state.pane == .picture, !layout.isTooSmall else { return nil }
    return layout.sideArea ?? layout.pane
  }

  var fileListLayout: FileListLayout? {
    guard let area = fileListArea, let list = state.fileList else { return nil }
    return FileListLayout(
      area, count: list.count, chosen: list.row, hasFilter: list.edit != nil || !list.filter.text.isEmpty)
  }

  /// Returns the caret's place where the filter is written. Only rows that show are formatted.
  func writeFileList(_ canvas: inout TextCanvas, _ styles: Styles) -> CellPoint? {
    guard let list = state.fileList, let layout = fileListLayout else { return nil }
    let area = layout.area
    let end = area.column + area.columns
    let right = "\(list.count == 0 ? 0 : list.row + 1)/\(list.count)"
    canvas.write("Images", column: area.column + 1, row: area.row, limit: area.columns - 2, style: styles.accent)
    canvas.writeRight(right, end: end - 1, row: area.row, limit: max(0, area.columns - 10), style: styles.dim)
    for at in layout.shown {
      guard let place = list.place(atRow: at) else { continue }
      write(place, isChosen: at == list.row, layout.row(ofListRow: at), area, &canvas, styles)
    }
    if list.count == 0 {
      canvas.write("none", column: area.column + 2, row: area.row + 1, limit: area.columns - 2, style: styles.dim)
    }
    canvas.write(
      detail(list), column: area.column + 1, row: layout.detailRow, limit: area.columns - 1, style: styles.dim)
    return layout.filterRow.flatMap { writeFilter(list, $0, area, &canvas, styles) }
  }

  private func write(
    _ place: Int, isChosen: Bool, _ row: Int, _ area: CellRect, _ canvas: inout TextCanvas, _ styles: Styles
  ) {
    let style = isChosen ? styles.selection : place == state.place ? styles.bold : styles.text
    canvas.clear(column: area.column, row: row, columns: area.columns, style: style)
    if isChosen { canvas.write("›", column: area.column, row: row, limit: area.columns, style: style) }
    if place == state.place { canvas.write("*", column: area.column + 2, row: row, limit: 1, style: style) }
    let status = state.folder.states.status(at: place)
    var mark = styles.mark(status)
    mark.background = style.background
    canvas.write(status.glyph, column: area.column + 1, row: row, limit: area.columns - 1, style: mark)
    let hasNote = !state.folder.states.note(at: place).isEmpty
    let room = area.columns - 3 - (hasNote ? 2 : 0)
    // The end of a name tells more than its beginning: numbers stand there.
    let name = PlainText.truncatedAtStart(state.files[place].name, to: room)
    canvas.write(name, column: area.column + 3, row: row, limit: room, style: style)
    if hasNote { canvas.write("\"", column: area.column + area.columns - 1, row: row, limit: 1, style: mark) }
  }

  /// The state of the chosen image and its note.
  private func detail(_ list: FileList) -> String {
    guard let place = list.place else { return "" }
    let note = state.folder.states.note(at: place)
    return state.folder.states.status(at: place).rawValue + (note.isEmpty ? "" : ": \(note)")
  }

  private func writeFilter(
    _ list: FileList, _ row: Int, _ area: CellRect, _ canvas: inout TextCanvas, _ styles: Styles
  ) -> CellPoint? {
    canvas.write("/", column: area.column, row: row, limit: 1, style: styles.accent)
    let room = area.columns - 1
    guard let edit = list.edit else {
      canvas.write(list.filter.text, column: area.column + 1, row: row, limit: room, style: styles.text)
      return nil
    }
    let column = canvas.write(edit, column: area.column + 1, row: row, limit: room, style: styles.bold)
    return CellPoint(column: min(column, layout.size.columns - 1), row: row)
  }

  /// What keys do in the list.
  var fileListHints: String? {
    guard let list = state.fileList, state.pane == .picture else { return nil }
    if list.edit != nil { return "Enter keeps it · Esc lists all · part of a name, state:todo, note:" }
    return hints([
      (["images-goto"], "go to it"), (["images-filter"], "filter"), (["cancel"], "leave"),
      (["images-mark skipped"], "skip"), (["images-mark rejected"], "reject"),
    ])
  }
}

extension Layout {
  /// The side bar without its rule; nil where there is none.
  var sideArea: CellRect? {
    side.map { CellRect(column: $0.column + 1, row: $0.row, columns: $0.columns - 1, rows: $0.rows) }
  }
}

extension TextCanvas {
  /// Writes a line that is edited, as much before the caret as there is room for. Returns the caret's column.
  mutating func write(_ edit: LineEditor, column: Int, row: Int, limit: Int, style: TextStyle) -> Int {
    var start = 0
    func width(_ range: Range<Int>) -> Int { edit.characters[range].reduce(0) { $0 + PlainText.width($1) } }
    while start < edit.caret, width(start..<edit.caret) >= limit { start += 1 }
    write(String(edit.characters[start...]), column: column, row: row, limit: limit, style: style)
    return column + width(start..<edit.caret)
  }
}

extension Styles {
  /// Of a state's sign.
  func mark(_ status: ImageStatus) -> TextStyle {
    switch status {
    case .todo: text
    case .doing: message(.warning)
    case .done: accent
    case .skipped: dim
    case .rejected: message(.error)
    }
  }
}
