import Display
import Raster
import Session

extension Editor {
  /// Does what a key, a gesture or the prompt says.
  mutating func perform(_ action: EditorAction) -> [Effect] {
    state.tutorial?.asked.append(action)
    if let kind = takeAlong(action) { return perform(action, along: kind) }
    switch action {
    case .command(let command): return perform(command)
    case .dialog(let action): return perform(action)
    case .classes(let action): return perform(action)
    case .picker(let action): return perform(action)
    case .files(let action): return perform(action)
    case .sam(let word): return perform(word)
    case .model(let action): return perform(action)
    case .grabCut(let word): return perform(word)
    case .smartFill(let word): perform(word)
    case .freehand(let word): return perform(word)
    case .template(let word): return perform(word)
    case .tutorial(let word): return perform(word)
    case .cutPoint: setCutPoint()
    case .nudge(let dx, let dy): moveCursor(dx: dx, dy: dy)
    case .scroll(let lines): scroll(by: lines)
    case .scrollPage(let pages): scroll(by: pages * max(1, layout.pane.rows - 1))
    // Begun by the press of a button, see Editor+Pointer.
    case .dragView, .dragStroke: break
    }
    return []
  }

  private mutating func perform(_ command: Command) -> [Effect] {
    switch command.scope {
    case .labeling: performLabeling(command)
    case .folder: performFolder(command)
    case .view: performView(command)
    }
  }

  // MARK: Labeling

  mutating func performLabeling(_ command: Command) -> [Effect] {
    if let effects = stepFolder(command) { return effects }
    guard prepareGrabCut(for: command) else { return [] }
    switch command {
    case .save: return save()
    case .method(let spec): return segment(spec)
    case .granularity(let steps): return changeGranularity(by: steps)
    case .strokeBegin, .strokeTo, .strokeEnd: performStroke(command)
    case .template(let order): return perform(order)
    case .sam(.predict(let prediction)): return predict(prediction)
    case .sam(let action):
      endStroke()
      return performSam(action)
    case .fill(nil, let reference) where state.mode == .smartFill: return fillAlike(reference)
    case .undo(let count) where state.mode == .sam: return stepSamHistory(count, isUndo: true)
    case .redo(let count) where state.mode == .sam: return stepSamHistory(count, isUndo: false)
    default:
      if command.wantsAnswer { return ask(command) }
      endStroke()
      guard label(atCursor(command)) else { return [] }
      remember(command)
      followUp(command)
      walkOn(after: command)
      if command == .grabCut(.finish) { return finishGrabCut() }
    }
    return []
  }

  /// Points that are left out are the cursor's.
  private func atCursor(_ command: Command) -> Command {
    switch command {
    case .fill(nil, let reference): .fill(state.cursor, reference)
    case .unfill(nil): .unfill(state.cursor)
    case .smartFill(let fill) where fill.point == nil:
      .smartFill(SmartFill(state.cursor, tolerance: fill.tolerance, everywhere: fill.everywhere, fill.reference))
    case .strokeBegin(let kind, nil): .strokeBegin(kind, state.cursor)
    case .strokeTo(nil): .strokeTo(state.cursor)
    case .freehand(.wand(nil, let tolerance)): .freehand(.wand(state.cursor, tolerance: tolerance))
    default: command
    }
  }

  private mutating func followUp(_ command: Command) {
    switch command {
    case .undo(let count):
      // The chain of cuts goes back with the cuts; its first point goes last.
      state.chain.removeLast(min(count, max(0, state.chain.count - 1)))
    case .selectClass, .defineClass, .color, .recolorClass, .object: break
    case .cut: break
    default: state.chain = []
    }
  }

  private mutating func performStroke(_ command: Command) {
    let command = atCursor(command)
    guard label(command) else { return }
    switch command {
    case .strokeBegin(_, let point?), .strokeTo(let point?): state.trail = StrokeTrail(point)
    default: state.trail = nil
    }
  }

  // MARK: Modes

  mutating func choose(_ mode: Mode) -> [Effect] {
    guard mode == .single || labelingSession() != nil else { return [] }
    endStroke()
    state.chain = []
    state.corner = nil
    state.isWalking = false
    state.hints = nil
    state.wand.seed = nil
    state.polygon.drop()
    let old = state.mode
    state.mode = old == mode ? .single : mode
    if state.mode == .grabcut { beginGrabCut() }
    if state.mode == .sam { state.say(.note, samGreeting) }
    if state.mode == .smartFill { state.say(.note, smartFillGreeting) }
    strokeHere()
    let left = old == .grabcut ? endGrabCut() : old == .template ? endTemplates() : []
    return left + readyPredictor() + followMarks() + (state.mode == .template ? beginTemplates() : [])
  }

  mutating func act() -> [Effect] {
    if let failure = open?.failure, failure.isHeld { return openImage(at: state.place, readOnly: true) }
    switch state.mode {
    case .single, .fill, .smartFill: return performLabeling(.fill(nil))
    case .unfill: return performLabeling(.unfill(nil))
    case .sam: return performLabeling(.sam(.paint(nil)))
    case .grabcut: return perform(GrabCutWord.draw)
    case .brush: return perform(FreehandWord.brushDraw)
    case .reshape: return takeDraft()
    case .wand: return perform(FreehandWord.wandAct)
    case .polygon: return perform(FreehandWord.polygonVertex)
    case .template: return perform(TemplateWord.paint)
    case .cut:
      setCutPoint()
      return []
    }
  }

  /// The first point waits, every further one cuts from the one before.
  mutating func setCutPoint() {
    guard let cursor = state.cursor, labelingSession() != nil else { return }
    endStroke()
    guard let last = state.chain.last else {
      state.chain = [cursor]
      state.say(
        .note,
        "cut from \(cursor.x) \(cursor.y): \(keyOrLine(state.mode == .cut ? "act" : "cut-point")) sets the next point")
      return
    }
    // A point set twice in haste is no cut of one pixel.
    guard cursor != last else { return }
    if label(.cut(last, cursor)) { state.chain.append(cursor) }
  }

  // MARK: Folder

  private mutating func performFolder(_ command: Command) -> [Effect] {
    switch command {
    case .open(let path, let spec): return open(ImageFile(path: path), spec)
    case .next(let count): return walk(count)
    case .previous(let count): return walk(-count)
    case .goto(let reference): return go(to: reference)
    case .nextUnfinished(let count): return walkUnfinished(count, step: 1)
    case .previousUnfinished(let count): return walkUnfinished(count, step: -1)
    case .mark(let status): mark(status)
    case .note(let text): note(text)
    case .relabelFolder(let from, let to): return countRelabeling(from, to)
    case .relabelFolderUndo: return takeRelabelingBack()
    default: return quit()
    }
    return []
  }
}
