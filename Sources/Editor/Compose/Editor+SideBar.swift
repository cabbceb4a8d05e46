import Display
import Raster
import Segmentation
import Session

extension Editor {
  /// One line of facts: `mode`, `cut`.
  struct Fact {
    var name: String
    var value: String
  }

  /// Classes above, facts below; where there is little room the classes keep a third of it.
  func writeSide(_ canvas: inout TextCanvas, _ styles: Styles, _ side: CellRect) {
    for row in side.row..<side.row + side.rows {
      canvas.write("│", column: side.column, row: row, style: styles.rule)
    }
    guard !state.hasDialog, state.fileList == nil else { return }
    writeTutorial(&canvas, styles, side)
    let side = sideBelowTutorial(side)
    if let following = sideFollowing { return write(following, &canvas, styles, side) }
    let facts = sideFacts
    for (row, number) in classRows(side, facts: facts.count) { writeClass(number, row: row, side, &canvas, styles) }
    let start = factsRow(side, facts: facts.count)
    for (offset, fact) in facts.enumerated() where start + offset < side.row + side.rows {
      canvas.write(fact.name, column: side.column + 2, row: start + offset, limit: 9, style: styles.dim)
      canvas.write(
        fact.value, column: side.column + 11, row: start + offset, limit: side.columns - 11, style: styles.text)
    }
  }

  /// - Parameter facts: how many there are. Telling them costs more than placing them.
  private func factsRow(_ side: CellRect, facts: Int) -> Int {
    let count = open?.session?.state.classes.usable.count ?? 0
    let wanted = count + 1
    let left = side.rows - facts
    return side.row + min(wanted, max(left, side.rows / 3))
  }

  /// The rows of the class list; it scrolls with the current class.
  private func classRows(_ side: CellRect, facts: Int) -> [(row: Int, number: Int)] {
    guard let classes = open?.session?.state.classes, !classes.classes.isEmpty else { return [] }
    let numbers = classes.usable
    let room = max(0, factsRow(side, facts: facts) - side.row - (numbers.count < side.rows - facts ? 1 : 0))
    let shown = min(room, numbers.count)
    let current = numbers.firstIndex(of: classes.current) ?? -1
    let first = min(max(0, current - shown / 2), numbers.count - shown)
    return (0..<shown).map { (side.row + $0, numbers[first + $0]) }
  }

  /// The class whose row was clicked.
  func classNumber(atRow row: Int) -> Int? {
    layout.side.map(sideBelowTutorial).flatMap { side in
      classRows(side, facts: sideFacts.count).first { $0.row == row }?.number
    }
  }

  private func writeClass(_ number: Int, row: Int, _ side: CellRect, _ canvas: inout TextCanvas, _ styles: Styles) {
    guard let state = open?.session?.state else { return }
    let isCurrent = number == state.classes.current
    let style = isCurrent ? styles.selection : styles.text
    let (start, end) = (side.column + 1, side.column + side.columns)
    canvas.clear(column: start, row: row, columns: side.columns - 1, style: style)
    canvas.write(isCurrent ? "›" : " ", column: start, row: row, style: style)
    let share = share(state.pixels(ofClass: number), of: state.size.area)
    writeClassRow(number, row: row, start..<end, right: share, style, &canvas, styles)
  }

  /// Key, swatch, lock and name of a class behind the sign of its row, and what stands at the right.
  func writeClassRow(
    _ number: Int, row: Int, _ columns: Range<Int>, right: String, _ style: TextStyle, _ canvas: inout TextCanvas,
    _ styles: Styles
  ) {
    guard let classes = open?.session?.state.classes, let shown = classes[number] else { return }
    let (start, end) = (columns.lowerBound, columns.upperBound)
    let key = shown.key.map(String.init) ?? (number <= 10 ? "\(number % 10)" : " ")
    canvas.write(key, column: start + 1, row: row, limit: 2, style: style)
    var swatch = styles.swatch(shown.color)
    swatch.background = style.background
    canvas.write("██", column: start + 3, row: row, style: swatch)
    if state.look.hasPatterns {
      canvas.write(PaintPattern(class: number).symbol, column: start + 4, row: row, style: style)
    }
    if classes.isLocked(number) { canvas.write("×", column: start + 5, row: row, style: style) }
    let indent = 2 * min(classes.ancestors(of: number).count, 3)
    canvas.write(
      shown.name, column: start + 6 + indent, row: row, limit: end - start - 7 - indent - right.count, style: style)
    canvas.writeRight(right, end: end, row: row, limit: max(7, right.count), style: style)
  }

  private func share(_ pixels: Int, of area: Int) -> String {
    guard pixels > 0, area > 0 else { return "" }
    let tenths = Int((Double(pixels) / Double(area) * 1000).rounded())
    return tenths == 0 ? "<0.1%" : "\(tenths / 10).\(tenths % 10)%"
  }

  /// What there is to know now, the most wanted first.
  var sideFacts: [Fact] {
    if state.mode == .grabcut { return grabCutFacts }
    var facts = [Fact(name: "mode", value: state.mode.rawValue)]
    facts += imageLookFacts
    facts += samFacts + smartFillFacts + freehandFacts + templateFacts
    facts += objectFacts
    if let walkText { facts.append(Fact(name: "walk", value: walkText)) }
    if let cursor = state.cursor { facts += cursorFacts(cursor) }
    facts += undoFacts
    facts += folderFacts
    facts.append(Fact(name: "overlay", value: overlayText))
    let shown = open?.session?.method ?? method
    facts.append(Fact(name: "method", value: shown.name))
    facts += shown.settings.map { Fact(name: "", value: "\($0.name)=\($0.value)") }
    return facts
  }

  /// What can be taken back; nothing until there is a session.
  var undoFacts: [Fact] {
    open?.session.map { [Fact(name: "undo", value: "\($0.undoDepth)  redo \($0.redoDepth)")] } ?? []
  }

  private var overlayText: String {
    let overlay = isPredicting ? state.overlay.withoutBorders : state.overlay
    let text = overlay.hasBorders && hidesBorders ? "zoom in for borders" : overlay.rawValue
    return state.look.opacity == PaintLook().opacity ? text : "\(text)  \(state.look.opacity) %"
  }

  private func cursorFacts(_ cursor: PixelPoint) -> [Fact] {
    var facts: [Fact] = []
    if let session = open?.session {
      facts.append(Fact(name: "segment", value: segmentText(session, cursor)))
      facts.append(Fact(name: "paint", value: paintText(session, cursor)))
    }
    facts.append(Fact(name: "cursor", value: "\(cursor.x),\(cursor.y)"))
    return facts + colorFacts(cursor)
  }

  /// The image's own colour under the cursor, however the image is shown.
  func colorFacts(_ cursor: PixelPoint) -> [Fact] {
    guard let image = open?.image, image.size.contains(cursor) else { return [] }
    let color = image[cursor]
    return [Fact(name: "colour", value: "\(color.red) \(color.green) \(color.blue)")]
  }

  private func segmentText(_ session: Session, _ cursor: PixelPoint) -> String {
    let state = session.state
    guard let area = state.area(ofSegmentAt: cursor) else { return "edge" }
    return "\(state.labels[cursor])  \(area) px"
  }

  private func paintText(_ session: Session, _ cursor: PixelPoint) -> String {
    let state = session.state
    let number = Int(state.paint[cursor])
    guard number != 0 else { return "none" }
    let object = state.object(at: cursor)
    return "\(number) \(state.classes[number]?.name ?? "")" + (object == 0 ? "" : "  #\(object)")
  }
}
