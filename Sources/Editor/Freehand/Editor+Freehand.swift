import Display
import Raster
import Session

extension Editor {
  mutating func perform(_ word: FreehandWord) -> [Effect] {
    switch word {
    case .toggleLock: return toggleLock()
    case .take: return takeDraft()
    case .brushDraw, .brushDrag, .brushStep, .brushSize, .brushShape, .brushEraser:
      if isOn(.brush) { performBrush(word) }
    case .reshape, .reshapeStep, .reshapeOther:
      if isOn(.reshape) { performReshape(word) }
    case .wandSeed, .wandAct, .wandStep:
      if isOn(.wand) { return performWand(word) }
    case .polygonVertex, .polygonDrag, .polygonBack, .polygonDelete, .polygonInsert, .polygonSnap:
      if isOn(.polygon) { performPolygon(word) }
    }
    return []
  }

  /// Whether a mode is on; else says how it begins.
  mutating func isOn(_ mode: Mode) -> Bool {
    guard state.mode != mode else { return true }
    let key = keymap.key(of: "mode \(mode.rawValue)") ?? ":mode \(mode.rawValue)"
    state.say(.note, "\(mode.rawValue) mode is not on; \(key) begins it")
    return false
  }

  private mutating func toggleLock() -> [Effect] {
    guard let classes = labelingSession()?.state.classes else { return [] }
    return performLabeling(.lock(nil, isLocked: !classes.isLocked(classes.current)))
  }

  /// Paint that is being drawn; nil while none is.
  var paintDraft: PaintDraft? {
    guard let session = open?.session else { return nil }
    if let planned = open?.planned { return PaintDraft(planned.changes, width: session.image.size.width) }
    guard let draft = state.brush.draft else { return nil }
    return PaintDraft(draft.sweep, number: draft.erases ? 0 : UInt16(session.state.classes.current))
  }

  /// Draws what is being drawn, and what would be, over the picture.
  func drawFreehand(in plane: inout IndexPlane) {
    guard let colors = open?.composer?.colors, let shown = open?.composer?.shown else { return }
    if let draft = paintDraft, let session = open?.session {
      let painter = DraftPainter(samples: shown.samples, base: shown.base, colors: colors)
      painter.draw(draft, over: session.state, isHatched: open?.planned != nil, in: &plane)
    }
    polygonOutline?.draw(dark: colors.dark, bright: colors.bright, in: &plane)
    if state.mode == .brush, state.dialog == nil, let cursor = state.cursor {
      let outline = BrushOutline(brush: state.brush.brush, place: cursor, samples: shown.samples)
      outline.draw(dark: colors.dark, bright: colors.bright, in: &plane)
    }
  }

  // MARK: Text

  /// What the side bar says of tools that paint by hand.
  var freehandFacts: [Fact] {
    switch state.mode {
    case .brush: brushFacts + lockFacts
    case .reshape: reshapeFacts + lockFacts
    case .wand: wandFacts + lockFacts
    case .polygon: polygonFacts + lockFacts
    default: lockFacts
    }
  }

  private var lockFacts: [Fact] {
    guard let classes = open?.session?.state.classes, classes.hasLocks else { return [] }
    let names = classes.locked.compactMap { classes[$0]?.name }
    return [Fact(name: "locked", value: "× " + names.joined(separator: ", "))]
  }

  /// What the status row says while one paints by hand.
  var freehandHints: String? {
    switch state.mode {
    case .brush: brushHints
    case .reshape: reshapeHints
    case .wand: wandHints
    case .polygon: polygonHints
    default: nil
    }
  }
}
