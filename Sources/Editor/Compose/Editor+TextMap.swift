import Display
import Raster
import Session

extension Editor {
  /// Where there are no graphics: a map in characters. `1`…`9`, `0` are painted classes (`#` beyond the tenth), `·` is
  /// unpainted, `+` a border between segments, or between objects of a class, `@` the cursor. The debug view shows
  /// letters for segments.
  mutating func writeMap(of image: Image, _ canvas: inout TextCanvas, _ styles: Styles) {
    guard let command = previewedFill, let session = open?.session else { return drawMap(of: image, &canvas, styles) }
    session.withPreview(of: command) { _ in drawMap(of: image, &canvas, styles) }
  }

  private mutating func drawMap(of image: Image, _ canvas: inout TextCanvas, _ styles: Styles) {
    guard let view = state.view else { return }
    let (pane, cell) = (layout.pane, screen.cellPixels)
    let session = open?.session?.state
    let draft = paintDraft
    let label = shownLabels(of: image.size)
    let isGrabCut = state.mode == .grabcut && state.dialog == nil
    let kinds = isGrabCut ? grabCutKinds(of: image.size) : nil
    for row in 0..<pane.rows {
      for column in 0..<pane.columns {
        let place = PixelPoint(x: column * cell.width + cell.width / 2, y: row * cell.height + cell.height / 2)
        guard let point = view.imagePoint(at: place) else { continue }
        let next = [(cell.width, 0), (0, cell.height)].compactMap {
          view.imagePoint(at: PixelPoint(x: place.x + $0.0, y: place.y + $0.1))
        }
        if isGrabCut {
          let text = grabCutSymbol(point, next: next, kinds)
          let style = text == "·" ? styles.dim : styles.accent
          canvas.write(text, column: pane.column + column, row: pane.row + row, style: style)
          continue
        }
        let (text, style) = mapCell(point, next: next, session, draft, label, styles)
        canvas.write(text, column: pane.column + column, row: pane.row + row, style: style)
      }
    }
    if state.debugView == nil, !isBlinking {
      writeSamMap(&canvas, styles)
      writeTemplateMap(&canvas, styles)
    }
    if state.dialog == nil { writeMapCursor(&canvas, view, styles) }
  }

  /// The segment of every pixel of the image: that of a preview where there is one.
  private func shownLabels(of size: Size) -> ((PixelPoint) -> Int32)? {
    if let labels = shownPreview?.labels {
      return { labels[PixelPoint(x: $0.x * labels.width / size.width, y: $0.y * labels.height / size.height)] }
    }
    return open?.session.map { session in { session.state.labels[$0] } }
  }

  /// - Parameter next: what the cells at the right and below show.
  private func mapCell(
    _ point: PixelPoint, next: [PixelPoint], _ session: SessionState?, _ draft: PaintDraft?,
    _ labels: ((PixelPoint) -> Int32)?, _ styles: Styles
  ) -> (String, TextStyle) {
    guard let labels else { return ("·", styles.dim) }
    if state.debugView == .labels { return (Self.symbol(ofSegment: labels(point)), styles.text) }
    let number = Int(draft?.number(at: point, of: session) ?? session?.paint[point] ?? 0)
    if number > 0, let session, shownOverlay.hasPaint || state.debugView == .paint {
      let style = session.classes[number].map { styles.swatch($0.color) } ?? styles.text
      if session.dividesObjects(point, next) { return ("+", style) }
      return (number <= 10 ? "\(number % 10)" : "#", style)
    }
    guard state.debugView == nil else { return (" ", styles.dim) }
    let hasBorders = shownPreview != nil || (shownOverlay.hasBorders && !isPredicting)
    let label = labels(point)
    let isBorder = label == 0 || next.contains { labels($0) != label }
    return hasBorders && isBorder ? ("+", styles.rule) : ("·", styles.dim)
  }

  /// Letters in the order of the labels, over and over; `+` is edge.
  private static func symbol(ofSegment label: Int32) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return label == 0 ? "+" : String(letters[Int(label - 1) % letters.count])
  }

  private func writeMapCursor(_ canvas: inout TextCanvas, _ view: Viewport, _ styles: Styles) {
    guard let cursor = state.cursor else { return }
    write("@", at: cursor, view, &canvas, styles.cursor)
  }
}
