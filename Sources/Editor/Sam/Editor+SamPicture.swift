import Display
import Raster
import Session

/// The chosen mask of an answer, as pictures are made of it.
struct ShownMask {
  let answer: SamAnswer
  let mask: Mask
}

extension Editor {
  /// Draws marks and mask over the picture while the mode is on.
  mutating func drawSam(_ colors: PictureColors, in plane: inout IndexPlane) {
    guard state.mode == .sam, let view = state.view, let session = open?.session else { return }
    let overlay = SamOverlay(view, session.state.annotations.sam, mask: shownMask(), draft: draftBox)
    overlay.draw(colors, classNumber: session.state.classes.current, in: &plane)
  }

  /// Lines between segments would hide where a mask ends, and every mask would have all of them drawn again.
  var isPredicting: Bool { state.mode == .sam && state.dialog == nil }

  /// A mask is shown.
  var showsCandidate: Bool { isPredicting && samMarks?.answer != nil }

  /// The mask that is shown; made anew where the answer is another one.
  private mutating func shownMask() -> Mask? {
    guard let answer = samMarks?.answer else {
      open?.shownMask = nil
      return nil
    }
    if let shown = open?.shownMask, shown.answer == answer { return shown.mask }
    let mask = answer.mask(answer.chosen)
    open?.shownMask = ShownMask(answer: answer, mask: mask)
    return mask
  }

  private var draftBox: PixelRect? {
    guard let corner = state.corner, let cursor = state.cursor else { return nil }
    return PixelRect(corner: corner, corner: cursor)
  }

  // MARK: Without graphics

  /// `▒` is the mask, `●` and `○` are points, corners are those of boxes.
  mutating func writeSamMap(_ canvas: inout TextCanvas, _ styles: Styles) {
    guard state.mode == .sam, let view = state.view, let marks = samMarks else { return }
    if let mask = shownMask() { write(mask, view, &canvas, styles) }
    for box in marks.boxes + (draftBox.map { [$0] } ?? []) {
      let (right, bottom) = (box.maxX - 1, box.maxY - 1)
      for (x, y, text) in [(box.x, box.y, "┌"), (right, box.y, "┐"), (box.x, bottom, "└"), (right, bottom, "┘")] {
        write(text, at: PixelPoint(x: x, y: y), view, &canvas, styles.bold)
      }
    }
    for point in marks.points {
      write(point.isForeground ? "●" : "○", at: point.position, view, &canvas, styles.bold)
    }
  }

  private func write(_ mask: Mask, _ view: Viewport, _ canvas: inout TextCanvas, _ styles: Styles) {
    let (pane, cell) = (layout.pane, screen.cellPixels)
    for row in 0..<pane.rows {
      for column in 0..<pane.columns {
        let place = PixelPoint(x: column * cell.width + cell.width / 2, y: row * cell.height + cell.height / 2)
        guard let point = view.imagePoint(at: place), mask[point] != 0 else { continue }
        canvas.write("▒", column: pane.column + column, row: pane.row + row, style: styles.accent)
      }
    }
  }

  /// Writes a sign into the cell that shows an image pixel, where there is one.
  func write(
    _ text: String, at point: PixelPoint, _ view: Viewport, _ canvas: inout TextCanvas, _ style: TextStyle
  ) {
    let (pane, cell) = (layout.pane, screen.cellPixels)
    let middle = view.middle(of: point)
    let (column, row) = (middle.x / cell.width, middle.y / cell.height)
    guard (0..<pane.columns).contains(column), (0..<pane.rows).contains(row) else { return }
    canvas.write(text, column: pane.column + column, row: pane.row + row, style: style)
  }
}
