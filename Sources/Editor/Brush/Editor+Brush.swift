import Raster
import Session

extension Editor {
  mutating func performBrush(_ word: FreehandWord) {
    switch word {
    case .brushDraw: toggleBrush()
    case .brushStep(let step): changeBrush { $0.changeSize(by: step) }
    case .brushSize(let diameter): changeBrush { $0.brush.diameter = diameter }
    case .brushShape(let shape):
      changeBrush { $0.brush.shape = shape ?? ($0.brush.shape == .circle ? .square : .circle) }
    case .brushEraser: changeBrush { $0.erases.toggle() }
    // A drag is begun by the press of a button, see Editor+Pointer.
    default: break
    }
  }

  /// What is drawn already stays as it is.
  private mutating func changeBrush(_ change: (inout BrushMode) -> Void) {
    let isDown = state.brush.draft != nil
    commitBrush()
    change(&state.brush)
    if isDown { beginBrush(erases: state.brush.erases) }
  }

  private mutating func toggleBrush() {
    if state.brush.draft != nil { return commitBrush() }
    beginBrush(erases: state.brush.erases)
  }

  /// - Returns: false where nothing can be drawn.
  @discardableResult
  mutating func beginBrush(erases: Bool) -> Bool {
    endStroke()
    guard let cursor = state.cursor, let session = changeableSession() else { return false }
    guard erases || session.state.classes.current > 0 else {
      refuse(.noClass)
      return false
    }
    state.brush.draft = BrushMode.Draft(state.brush.brush, erases: erases, at: cursor, in: session.image.size)
    return true
  }

  /// The stroke that is being drawn follows the cursor.
  mutating func extendBrush() {
    guard let cursor = state.cursor, state.brush.draft != nil, cursor != state.brush.draft?.sweep.last else { return }
    state.brush.draft?.extend(to: cursor)
  }

  mutating func commitBrush() {
    guard let draft = state.brush.draft else { return }
    state.brush.draft = nil
    label(draft.command)
  }

  // MARK: Text

  var brushFacts: [Fact] {
    let brush = state.brush.brush
    let erases = state.brush.draft?.erases ?? state.brush.erases
    return [Fact(name: erases ? "eraser" : "brush", value: "\(brush.shape.rawValue) \(brush.diameter) px")]
  }

  var brushHints: String {
    if state.brush.draft != nil { return "stroke: " + hints([(["brush-draw"], "ends it"), (["cancel"], "drops it")]) }
    return hints([
      (["brush-draw"], "draw"), (["brush-step -1", "brush-step 1"], "size"), (["brush-shape"], "shape"),
      (["brush-eraser"], state.brush.erases ? "paint" : "erase"), (["toggle-lock"], "lock class"),
      (["mode brush"], "leave"), (["help"], "all keys"),
    ])
  }
}
