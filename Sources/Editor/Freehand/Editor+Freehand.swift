import Display
import Raster
import Session

extension Editor {
  mutating func perform(_ word: FreehandWord) -> [Effect] {
    if word == .toggleLock { return toggleLock() }
    guard state.mode == .brush else {
      let key = keymap.key(of: "mode brush") ?? ":mode brush"
      state.say(.note, "brush mode is not on; \(key) begins it")
      return []
    }
    performBrush(word)
    return []
  }

  private mutating func toggleLock() -> [Effect] {
    guard let classes = labelingSession()?.state.classes else { return [] }
    return performLabeling(.lock(nil, isLocked: !classes.isLocked(classes.current)))
  }

  /// Paint that is being drawn; nil while none is.
  var paintDraft: PaintDraft? {
    guard let classes = open?.session?.state.classes, let draft = state.brush.draft else { return nil }
    return PaintDraft(draft.sweep, number: draft.erases ? 0 : UInt16(classes.current))
  }

  /// Draws what is being drawn, and what would be, over the picture.
  func drawFreehand(in plane: inout IndexPlane) {
    guard let colors = open?.composer?.colors, let shown = open?.composer?.shown else { return }
    if let draft = paintDraft, let session = open?.session {
      let painter = DraftPainter(samples: shown.samples, base: shown.base, colors: colors)
      painter.draw(draft, over: session.state, in: &plane)
    }
    if state.mode == .brush, state.dialog == nil, let cursor = state.cursor {
      let outline = BrushOutline(brush: state.brush.brush, place: cursor, samples: shown.samples)
      outline.draw(dark: colors.dark, bright: colors.bright, in: &plane)
    }
  }

  // MARK: Text

  /// What the side bar says of tools that paint by hand.
  var freehandFacts: [Fact] { (state.mode == .brush ? brushFacts : []) + lockFacts }

  private var lockFacts: [Fact] {
    guard let classes = open?.session?.state.classes, classes.hasLocks else { return [] }
    let names = classes.locked.compactMap { classes[$0]?.name }
    return [Fact(name: "locked", value: "× " + names.joined(separator: ", "))]
  }

  /// What the status row says while one paints by hand.
  var freehandHints: String? { state.mode == .brush ? brushHints : nil }
}
