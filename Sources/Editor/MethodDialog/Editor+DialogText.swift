import Display
import Raster
import Segmentation

extension Editor {
  /// The cells of a dialog: the side bar, or the pane where there is none; nil where none shows.
  var dialogArea: CellRect? {
    guard state.hasDialog, state.pane == .picture, !layout.isTooSmall else { return nil }
    return layout.sideArea ?? layout.pane
  }

  var dialogLayout: DialogLayout? {
    guard let area = dialogArea, let dialog = state.dialog else { return nil }
    return DialogLayout(
      area, count: dialog.count, chosen: dialog.row, details: details(dialog, area).count,
      preview: previewLines(dialog, area).count)
  }

  /// Returns the caret's place where a value is written.
  func writeDialog(_ canvas: inout TextCanvas, _ styles: Styles) -> CellPoint? {
    guard let dialog = state.dialog, let layout = dialogLayout else { return nil }
    let area = layout.area
    let title = dialog.part == .methods ? "Methods" : dialog.draft.method.name
    writeDialogTitle(title, row: dialog.row, count: dialog.count, layout, &canvas, styles)
    var caret: CellPoint?
    for place in layout.shown {
      let row = layout.row(ofPlace: place)
      switch dialog.part {
      case .methods: write(dialog.drafts[place].method, isChosen: place == dialog.row, row, area, &canvas, styles)
      case .parameters: caret = writeParameter(place, dialog, row, area, &canvas, styles) ?? caret
      }
    }
    writeDialogLines(details(dialog, area), layout.details, area, styles.text, &canvas)
    let style = dialog.preview.failure == nil ? styles.bold : styles.message(.error)
    writeDialogLines(previewLines(dialog, area), layout.preview, area, style, &canvas)
    return caret
  }

  /// A dialog's first row, with the chosen row's number where not all rows show.
  func writeDialogTitle(
    _ title: String, row: Int, count: Int, _ layout: DialogLayout, _ canvas: inout TextCanvas, _ styles: Styles
  ) {
    let area = layout.area
    canvas.write(title, column: area.column + 1, row: area.row, limit: area.columns - 2, style: styles.accent)
    guard layout.shown.count < count else { return }
    let right = "\(row + 1)/\(count)"
    canvas.writeRight(right, end: area.column + area.columns - 1, row: area.row, limit: 7, style: styles.dim)
  }

  func writeDialogLines(
    _ lines: [String], _ rows: Range<Int>, _ area: CellRect, _ style: TextStyle, _ canvas: inout TextCanvas
  ) {
    for (row, line) in zip(rows, lines) {
      canvas.write(line, column: area.column + 1, row: row, limit: area.columns - 1, style: style)
    }
  }

  // MARK: Rows

  private func write(
    _ method: MethodDescription, isChosen: Bool, _ row: Int, _ area: CellRect, _ canvas: inout TextCanvas,
    _ styles: Styles
  ) {
    let style = beginDialogRow(row, isChosen: isChosen, area, &canvas, styles)
    let names = registry.methods.map { PlainText.width($0.description.name) }.max() ?? 0
    canvas.write(method.name, column: area.column + 1, row: row, limit: area.columns - 1, style: style)
    let (column, end) = (area.column + names + 3, area.column + area.columns)
    // A few letters of a summary say nothing.
    guard end - column >= 20 else { return }
    var faint = styles.dim
    faint.background = style.background
    canvas.write(method.summary, column: column, row: row, limit: end - column, style: faint)
  }

  private func writeParameter(
    _ place: Int, _ dialog: MethodDialog, _ row: Int, _ area: CellRect, _ canvas: inout TextCanvas, _ styles: Styles
  ) -> CellPoint? {
    let draft = dialog.draft
    let style = beginDialogRow(row, isChosen: place == dialog.row, area, &canvas, styles)
    let names = draft.method.parameters.map { PlainText.width($0.name) }.max() ?? 0
    let column = area.column + min(names + 3, max(3, area.columns - 9))
    let room = area.column + area.columns - column
    let name = draft.method.parameters[place].name
    canvas.write(name, column: area.column + 1, row: row, limit: column - area.column - 2, style: style)
    if place == dialog.row, let edit = dialog.edit {
      return write(edit, CellPoint(column: column, row: row), room, &canvas, styles)
    }
    var value = style
    if !draft.isDefault(place) { value.foreground = styles.accent.foreground }
    canvas.write("\(draft.values[place])", column: column, row: row, limit: room, style: value)
    return nil
  }

  /// The background and the sign of a row of a dialog's list; returns the style of its text.
  func beginDialogRow(
    _ row: Int, isChosen: Bool, _ area: CellRect, _ canvas: inout TextCanvas, _ styles: Styles
  ) -> TextStyle {
    let style = isChosen ? styles.selection : styles.text
    canvas.clear(column: area.column, row: row, columns: area.columns, style: style)
    if isChosen { canvas.write("›", column: area.column, row: row, style: style) }
    return style
  }

  /// The value that is written, as much before the caret as there is room for.
  private func write(
    _ edit: LineEditor, _ start: CellPoint, _ room: Int, _ canvas: inout TextCanvas, _ styles: Styles
  ) -> CellPoint {
    canvas.clear(column: start.column, row: start.row, columns: room, style: styles.text)
    let skipped = max(0, edit.caret - room + 1)
    let shown = String(edit.characters.dropFirst(skipped))
    canvas.write(shown, column: start.column, row: start.row, limit: room, style: styles.bold)
    let width = edit.characters[skipped..<edit.caret].reduce(0) { $0 + PlainText.width($1) }
    return CellPoint(column: min(start.column + width, layout.size.columns - 1), row: start.row)
  }

  // MARK: What there is to know

  private func details(_ dialog: MethodDialog, _ area: CellRect) -> [String] {
    let columns = max(8, area.columns - 2)
    guard dialog.part == .parameters, let parameter = dialog.draft.parameter else {
      return wrapped(dialog.draft.method.summary, to: columns) + [""] + settingLines(dialog.draft)
    }
    return wrapped(parameter.help, to: columns) + [""]
      + wrapped("\(parameter.allowed); default \(parameter.standard)", to: columns)
  }

  private func settingLines(_ draft: MethodDraft) -> [String] {
    let width = draft.method.parameters.map(\.name.count).max() ?? 0
    return zip(draft.method.parameters, draft.values).map { parameter, value in
      parameter.name + String(repeating: " ", count: width + 2 - parameter.name.count) + "\(value)"
    }
  }

  private func previewLines(_ dialog: MethodDialog, _ area: CellRect) -> [String] {
    wrapped(previewText(dialog), to: max(8, area.columns - 2))
  }

  private func previewText(_ dialog: MethodDialog) -> String {
    let preview = dialog.preview
    if let failure = preview.failure { return failure }
    if preview.work != .none { return open?.composer == nil ? "no preview before the image is read" : "preview…" }
    guard let segments = preview.segments else {
      return open?.session.map { "as it is: \($0.state.segments) segments" } ?? ""
    }
    let scale = previewLevel == 0 ? "preview" : "preview at 1/\(1 << previewLevel)"
    let borders = state.view.map { hidesBorders(segments.count, of: $0.image) } ?? false
    let equivalents = dialog.draft.equivalents(shrunkBy: 1 << previewLevel)
    return "\(scale): \(segments.count) segments"
      + (equivalents.isEmpty ? "" : ", as with " + equivalents.joined(separator: ", "))
      + (borders ? "; zoom in for borders" : "")
  }
}
