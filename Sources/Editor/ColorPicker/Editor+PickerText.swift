import Display
import Raster

extension Editor {
  /// A row of the colour picker's text: a name, a swatch, what stands behind it.
  private struct Row {
    var name: String
    var colors: [RGB] = []
    var text = ""
    var isChosen = false
  }

  /// Returns the caret's place where the colour is typed.
  func writePicker(_ picker: ColorPicker, _ canvas: inout TextCanvas, _ styles: Styles) -> CellPoint? {
    guard let area = dialogArea else { return nil }
    let name = picker.number.flatMap { open?.session?.state.classes[$0]?.name }
    let title = name.map { "Colour of \($0)" } ?? "Colour of a new class"
    canvas.write(title, column: area.column + 1, row: area.row, limit: area.columns - 2, style: styles.accent)
    let (verdict, isRefused) = verdict(picker, area)
    let end = area.row + area.rows
    let rows = rows(picker).prefix(max(1, area.rows - 1 - verdict.count))
    for (at, row) in rows.enumerated() { write(row, area.row + 1 + at, area, &canvas, styles) }
    writeDialogLines(
      verdict, max(area.row + 2, end - verdict.count)..<end, area, isRefused ? styles.message(.error) : styles.text,
      &canvas)
    return picker.edit.map { edit in
      let (column, row) = (area.column + Self.valueColumn + 3, area.row + 1)
      let room = area.column + area.columns - column
      canvas.clear(column: column, row: row, columns: room, style: styles.text)
      return CellPoint(
        column: min(
          canvas.write(edit, column: column, row: row, limit: room, style: styles.bold), layout.size.columns - 1),
        row: row)
    }
  }

  private static let valueColumn = 8

  private func rows(_ picker: ColorPicker) -> [Row] {
    let (color, hsv) = (picker.color, picker.hsv)
    var rows = [Row(name: "now", colors: [color], text: color.channels), Row(name: "", text: "   \(color.hex)")]
    if picker.number != nil { rows.append(Row(name: "before", colors: [picker.old], text: picker.old.channels)) }
    if pickerLayout == nil {
      let channels = [("red", color.red), ("green", color.green), ("blue", color.blue)]
      rows += channels.enumerated().map { at, channel in
        Row(name: channel.0, text: "\(channel.1)", isChosen: at == picker.channel)
      }
    } else {
      rows.append(Row(name: "hue", text: "\(Int(hsv.hue.rounded()) % 360)°"))
      rows.append(Row(name: "satur.", text: "\(Int((hsv.saturation * 100).rounded())) %"))
      rows.append(Row(name: "value", text: "\(Int((hsv.value * 100).rounded())) %"))
    }
    if let image = colorAtCursor { rows.append(Row(name: "image", colors: [image], text: image.channels)) }
    return rows + [Row(name: "recent", colors: picker.recent)]
  }

  private func write(_ row: Row, _ at: Int, _ area: CellRect, _ canvas: inout TextCanvas, _ styles: Styles) {
    let style = beginDialogRow(at, isChosen: row.isChosen, area, &canvas, styles)
    canvas.write(row.name, column: area.column + 1, row: at, style: row.isChosen ? style : styles.dim)
    var column = area.column + Self.valueColumn
    for color in row.colors where column + 2 <= area.column + area.columns {
      canvas.write("██", column: column, row: at, style: styles.swatch(color))
      column += 3
    }
    canvas.write(row.text, column: column, row: at, limit: area.column + area.columns - column, style: style)
  }

  /// Why the colour cannot be had, or how one is typed.
  private func verdict(_ picker: ColorPicker, _ area: CellRect) -> (lines: [String], isRefused: Bool) {
    let columns = max(8, area.columns - 2)
    if picker.isUnfinished { return (wrapped(Self.colorForm, to: columns), false) }
    return (refusal(picker).map { wrapped("\($0)", to: columns) } ?? [], true)
  }

  /// What keys do in the colour picker.
  var pickerHints: String? {
    guard let picker = shownPicker else { return nil }
    if picker.edit != nil { return "Enter takes it · Esc drops it · \(Self.colorForm)" }
    let keys = hints([
      (["picker-take"], "takes it"), (["cancel"], "leave"), (["picker-recent 1"], "recent"),
      (["picker-image"], "image"), (["picker-saturation 4", "picker-saturation -4"], "saturation"),
      (["help"], "all keys"),
    ])
    return keys + " · # types"
  }
}
