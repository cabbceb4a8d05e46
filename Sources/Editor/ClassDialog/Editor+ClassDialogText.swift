import Display
import Raster
import Session

extension Editor {
  var classDialogLayout: DialogLayout? {
    guard let area = dialogArea, let dialog = state.classDialog, let shown = open?.session?.state else { return nil }
    let row = dialog.row(in: shown.classes)
    return DialogLayout(
      area, count: shown.classes.usable.count, chosen: row, details: classDetails(shown, row, area).count,
      preview: classVerdict(shown, row, area).count)
  }

  /// Returns the caret's place where a colour is typed.
  func writeClasses(_ canvas: inout TextCanvas, _ styles: Styles) -> CellPoint? {
    if let picker = shownPicker { return writePicker(picker, &canvas, styles) }
    guard let dialog = state.classDialog, let layout = classDialogLayout, let shown = open?.session?.state else {
      return nil
    }
    let (area, usable, chosen) = (layout.area, shown.classes.usable, dialog.row(in: shown.classes))
    writeDialogTitle("Classes", row: chosen, count: usable.count, layout, &canvas, styles)
    for place in layout.shown {
      let row = layout.row(ofPlace: place)
      let style = beginDialogRow(row, isChosen: place == chosen, area, &canvas, styles)
      let pixels = shown.pixels(ofClass: usable[place])
      writeClassRow(
        usable[place], row: row, area.column..<area.column + area.columns, right: pixels == 0 ? "" : "\(pixels)",
        style, &canvas, styles)
    }
    writeDialogLines(classDetails(shown, chosen, area), layout.details, area, styles.text, &canvas)
    writeDialogLines(classVerdict(shown, chosen, area), layout.preview, area, styles.bold, &canvas)
    return nil
  }

  private func classDetails(_ shown: SessionState, _ row: Int, _ area: CellRect) -> [String] {
    guard let number = shown.classes.usable.dropFirst(row).first, let chosen = shown.classes[number] else { return [] }
    let key = chosen.key.map { ", key \($0)" } ?? ""
    let lines = [
      shown.classes.path(of: number), chosen.description, "class \(number)\(key)",
      "\(chosen.color.channels)  \(chosen.color.hex)", "\(shown.pixels(ofClass: number)) px here",
    ]
    return lines.filter { !$0.isEmpty }.flatMap { wrapped($0, to: max(8, area.columns - 2)) }
  }

  private func classVerdict(_ shown: SessionState, _ row: Int, _ area: CellRect) -> [String] {
    var text = "no class; add one"
    if let number = shown.classes.usable.dropFirst(row).first {
      text = number == shown.classes.current ? "selected" : "not selected"
      if shown.classes.isLocked(number) { text += ", locked" }
    }
    return wrapped(text, to: max(8, area.columns - 2))
  }

  /// What keys do in the dialog.
  var classDialogHints: String? {
    if let pickerHints { return pickerHints }
    guard state.classDialog != nil, state.pane == .picture else { return nil }
    return hints([
      (["classes-select"], "selects"), (["classes-add"], "add"), (["classes-rename"], "rename"),
      (["classes-recolor"], "recolour"), (["classes-merge"], "merge"), (["classes-lock"], "lock"),
      (["classes-relabel"], "relabel all"),
      (["cancel"], "leave"), (["help"], "all keys"),
    ])
  }
}

extension RGB {
  /// Such as `#cc0000`.
  var hex: String {
    "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
