import Display
import Raster

extension Editor {
  var modelLayout: DialogLayout? {
    guard let area = dialogArea, let dialog = state.models else { return nil }
    return DialogLayout(
      area, count: dialog.count, chosen: dialog.row, details: modelDetails(dialog, area).count,
      preview: modelVerdict(dialog, area).count)
  }

  func writeModels(_ canvas: inout TextCanvas, _ styles: Styles) {
    guard let dialog = state.models, let layout = modelLayout else { return }
    writeDialogTitle("Models", row: dialog.row, count: dialog.count, layout, &canvas, styles)
    for place in layout.shown {
      guard let entry = dialog.entries?[place] else { continue }
      write(entry, isChosen: place == dialog.row, layout.row(ofPlace: place), layout.area, &canvas, styles)
    }
    writeDialogLines(modelDetails(dialog, layout.area), layout.details, layout.area, styles.text, &canvas)
    let style = dialog.entry?.problem == nil ? styles.bold : styles.message(.error)
    writeDialogLines(modelVerdict(dialog, layout.area), layout.preview, layout.area, style, &canvas)
  }

  private func write(
    _ entry: ModelEntry, isChosen: Bool, _ row: Int, _ area: CellRect, _ canvas: inout TextCanvas, _ styles: Styles
  ) {
    let style = beginDialogRow(row, isChosen: isChosen, area, &canvas, styles)
    var faint = styles.dim
    faint.background = style.background
    let (start, end) = (area.column + 1, area.column + area.columns)
    let kind = PlainText.width(entry.kind)
    // Long names of files say more than the kind, which stands below as well.
    let room = kind > 0 && area.columns >= kind + 14 ? area.columns - kind - 3 : area.columns - 1
    if room < area.columns - 1 { canvas.writeRight(entry.kind, end: end, row: row, limit: kind, style: faint) }
    let name = PlainText.truncated(entry.name, to: room)
    canvas.write(name, column: start, row: row, limit: room, style: entry.problem == nil ? style : faint)
  }

  private func modelDetails(_ dialog: ModelDialog, _ area: CellRect) -> [String] {
    guard let entry = dialog.entry else { return [] }
    let head = [entry.name] + [entry.kind, entry.size].filter { !$0.isEmpty }
    return (["\(head[0])", head.dropFirst().joined(separator: ", ")] + entry.details).flatMap {
      wrapped($0, to: max(8, area.columns - 2))
    }
  }

  private func modelVerdict(_ dialog: ModelDialog, _ area: CellRect) -> [String] {
    wrapped(modelVerdict(dialog), to: max(8, area.columns - 2))
  }

  private func modelVerdict(_ dialog: ModelDialog) -> String {
    guard let entry = dialog.entry else { return "looking at the files…" }
    if let problem = entry.problem { return problem }
    return entry.name == state.predictor.name ? "answers now" : "can be chosen"
  }

  /// What keys do in the model dialog.
  var modelHints: String? {
    guard state.models != nil, state.pane == .picture else { return nil }
    return hints([
      (["model-apply"], "takes it"), (["model-choose -1", "model-choose 1"], "choose"), (["cancel"], "leave"),
      (["help"], "all keys"),
    ])
  }
}
