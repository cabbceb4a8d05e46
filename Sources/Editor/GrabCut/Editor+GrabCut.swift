import Display
import Raster
import Segmentation
import Session

extension Editor {
  mutating func perform(_ word: GrabCutWord) -> [Effect] {
    guard state.mode == .grabcut else {
      let key = keymap.key(of: "mode grabcut") ?? ":mode grabcut"
      state.say(.note, "GrabCut mode is not on; \(key) begins it")
      return []
    }
    switch word {
    case .draw: toggleStroke()
    case .corner: toggleRectangle()
    case .kind(let kind): state.grabCut.kind = kind
    case .brush(let step): state.grabCut.changeBrush(by: step)
    case .view: state.grabCut.showsAnswer.toggle()
    // Begun by the press of a button, see Editor+Pointer.
    case .drag: break
    }
    return []
  }

  // MARK: On and off

  mutating func beginGrabCut() {
    state.grabCut.draft = nil
    state.grabCut.showsAnswer = false
    state.grabCut.firstStep = open?.session?.undoDepth ?? 0
    state.view = state.view?.resized(to: canvas)
    if marks == GrabCutMarks() {
      let key = keymap.key(of: "grabcut-run", in: .grabcut) ?? ":grabcut-run"
      state.say(.note, "mark foreground and background, or draw a box around the foreground; \(key) divides")
    }
  }

  /// To be called once another mode is on.
  mutating func endGrabCut() -> [Effect] {
    state.grabCut.draft = nil
    state.view = state.view?.resized(to: canvas)
    if marks != GrabCutMarks() {
      let key = keymap.key(of: "mode grabcut") ?? ":mode grabcut"
      state.say(.note, "the marks stay; \(key) comes back to them")
    }
    return dropQuestion()
  }

  /// Marks and answer of the open image.
  var marks: GrabCutMarks { open?.session?.state.annotations.grabCut ?? GrabCutMarks() }

  // MARK: Drawing

  private mutating func toggleStroke() {
    if case .stroke = state.grabCut.draft { return commitDraft() }
    beginDraft(.stroke(state.grabCut.kind))
  }

  private mutating func toggleRectangle() {
    if case .rectangle = state.grabCut.draft { return commitDraft() }
    beginDraft(.rectangle)
  }

  /// - Returns: false where nothing can be drawn.
  @discardableResult
  mutating func beginDraft(_ drag: GrabCutWord.Drag) -> Bool {
    commitDraft()
    guard let cursor = state.cursor, labelingSession() != nil else { return false }
    switch drag {
    case .stroke(let kind): state.grabCut.draft = .stroke(GrabCutStroke(kind, radius: state.grabCut.radius, [cursor]))
    case .rectangle: state.grabCut.draft = .rectangle(cursor, cursor)
    }
    return true
  }

  /// The mark that is being drawn follows the cursor.
  mutating func extendDraft() {
    guard let cursor = state.cursor else { return }
    state.grabCut.draft = state.grabCut.draft?.extended(to: cursor)
  }

  mutating func commitDraft() {
    guard let draft = state.grabCut.draft else { return }
    state.grabCut.draft = nil
    label(draft.command)
  }

  // MARK: Commands of the mode

  /// What a labeling command means in the mode before it is performed; false where it is not to be.
  mutating func prepareGrabCut(for command: Command) -> Bool {
    guard state.mode == .grabcut else { return true }
    if case .undo = command {
      if state.grabCut.draft != nil {
        state.grabCut.draft = nil
        return false
      }
      guard (open?.session?.undoDepth ?? 0) > state.grabCut.firstStep else {
        state.say(.note, "nothing more to undo in this mode; \(keyOrLine("mode single")) leaves it")
        return false
      }
    }
    commitDraft()
    return true
  }

  /// The segments are made: they are what is looked at next.
  mutating func finishGrabCut() -> [Effect] { state.mode == .grabcut ? choose(.single) : [] }
}
