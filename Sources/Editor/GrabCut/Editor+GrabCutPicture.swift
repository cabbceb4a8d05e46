import Display
import Raster
import Segmentation
import Session

extension Editor {
  private static let columnsForTwo = 80

  /// Marks stand at the left and the answer at the right.
  var isSplit: Bool {
    state.mode == .grabcut && screen.graphics != .none && layout.pane.columns >= Self.columnsForTwo
  }

  /// What is shown of the answer: the one that is on its way, else the last one.
  var shownAnswer: RunLengthPlane<Int32>? { open?.question?.preview ?? marks.answer }

  /// The picture of GrabCut mode.
  mutating func grabCutPicture() -> Picture? {
    guard let view = state.view, open?.composer != nil else { return nil }
    let classes = open?.session?.state.classes.classes.map(\.color) ?? []
    let cursor = markCursor(view)
    open?.composer?.imageLook = state.imageLook
    let plane = open?.composer?.compose(
      labels: nil, paint: nil, classes: classes, viewport: view, overlay: .plain, cursor: cursor,
      changed: PixelRect(x: 0, y: 0, width: 0, height: 0))
    guard let plane, let colors = open?.composer?.colors else { return nil }
    guard isSplit else {
      let shown = state.grabCut.showsAnswer ? answered(plane, view) : marked(plane, view)
      return Picture(cells: layout.pane, plane: shown, palette: colors.palette)
    }
    let both = joined([marked(plane, view), answered(plane, view)], between: colors.letterbox)
    return Picture(cells: layout.pane, plane: both, palette: colors.palette)
  }

  private mutating func marked(_ plane: IndexPlane, _ view: Viewport) -> IndexPlane {
    guard let colors = open?.composer?.colors, !isBlinking else { return plane }
    var plane = plane
    let painter = MarkPainter(view: view, colors: colors)
    var layer = open?.markLayer ?? MarkLayer(view: view)
    layer.follow(marks.strokes, view)
    for stroke in layer.strokes { painter.draw(stroke.kind, stroke.runs, in: &plane) }
    open?.markLayer = layer
    for rectangle in marks.rectangles { painter.draw(rectangle, in: &plane) }
    switch state.grabCut.draft {
    case .stroke(let stroke): painter.draw(stroke.kind, stroke.runs(in: view), in: &plane)
    case .rectangle(let one, let other): painter.draw(PixelRect(corner: one, corner: other), in: &plane)
    case nil: break
    }
    return plane
  }

  private mutating func answered(_ plane: IndexPlane, _ view: Viewport) -> IndexPlane {
    guard let runs = shownAnswer, runs.size == view.image, let colors = open?.composer?.colors, !isBlinking else {
      return plane
    }
    // Reading it anew for every picture would take as long as the picture.
    if open?.answerLayer?.runs != runs { open?.answerLayer = (runs, runs.bytes) }
    guard let answer = open?.answerLayer?.kinds else { return plane }
    var plane = plane
    MarkPainter(view: view, colors: colors).dimBackground(of: answer, in: &plane)
    return plane
  }
}
