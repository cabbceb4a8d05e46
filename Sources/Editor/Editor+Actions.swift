import Display
import Raster
import Session

extension Editor {
  /// Does what a key, a gesture or the prompt says.
  mutating func perform(_ action: EditorAction) -> [Effect] {
    switch action {
    case .command(let command): return perform(command)
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

  private mutating func performLabeling(_ command: Command) -> [Effect] {
    switch command {
    case .save: return save()
    case .method(let spec): return segment(spec)
    case .strokeBegin, .strokeTo, .strokeEnd: performStroke(command)
    default:
      endStroke()
      let done = label(atCursor(command))
      if done { followUp(command) }
    }
    return []
  }

  /// Points that are left out are the cursor's.
  private func atCursor(_ command: Command) -> Command {
    switch command {
    case .fill(nil, let reference): .fill(state.cursor, reference)
    case .unfill(nil): .unfill(state.cursor)
    case .strokeBegin(let kind, nil): .strokeBegin(kind, state.cursor)
    case .strokeTo(nil): .strokeTo(state.cursor)
    default: command
    }
  }

  private mutating func followUp(_ command: Command) {
    switch command {
    case .undo(let count):
      // The chain of cuts goes back with the cuts; its first point goes last.
      state.chain.removeLast(min(count, max(0, state.chain.count - 1)))
    case .selectClass, .defineClass, .color: break
    case .cut: break
    default: state.chain = []
    }
  }

  private mutating func performStroke(_ command: Command) {
    guard label(atCursor(command)) else { return }
    state.hasStroke = open?.session?.hasOpenStroke ?? false
  }

  // MARK: Modes

  private mutating func choose(_ mode: Mode) {
    guard mode == .single || labelingSession() != nil else { return }
    endStroke()
    state.chain = []
    state.mode = state.mode == mode ? .single : mode
    strokeHere()
  }

  /// In a continuous mode, takes the segment under the cursor into the stroke; begins one where none is open.
  mutating func strokeHere() {
    guard let stroke = Stroke(rawValue: state.mode.rawValue), let cursor = state.cursor else { return }
    guard open?.session != nil else { return }
    if state.hasStroke {
      label(.strokeTo(cursor))
    } else if label(.strokeBegin(stroke, cursor)) {
      state.hasStroke = true
    } else {
      // What cannot be painted once cannot be painted at every step.
      state.mode = .single
    }
  }

  mutating func endStroke() {
    guard state.hasStroke else { return }
    state.hasStroke = false
    if open?.session?.hasOpenStroke == true { label(.strokeEnd) }
  }

  private mutating func act() -> [Effect] {
    if let failure = open?.failure, failure.isHeld { return openImage(at: state.place, readOnly: true) }
    switch state.mode {
    case .single, .fill: return performLabeling(.fill(nil))
    case .unfill: return performLabeling(.unfill(nil))
    case .cut:
      setCutPoint()
      return []
    }
  }

  /// The first point waits, every further one cuts from the one before.
  private mutating func setCutPoint() {
    guard let cursor = state.cursor, labelingSession() != nil else { return }
    endStroke()
    guard let last = state.chain.last else {
      state.chain = [cursor]
      state.say(.note, "cut from \(cursor.x) \(cursor.y): set the next point")
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
    default: return quit()
    }
  }

  // MARK: View

  private mutating func performView(_ command: Command) -> [Effect] {
    switch command {
    case .cursor(let point): moveCursor(to: point)
    case .move(let dx, let dy): moveCursor(dx: dx * step, dy: dy * step)
    case .zoom(let zoom, let point): self.zoom(zoom, at: point)
    case .pan(let dx, let dy): pan(dx: dx * screen.cellPixels.width, dy: dy * screen.cellPixels.height)
    case .overlay(let overlay): choose(overlay)
    case .mode(let mode): choose(mode)
    case .act: return act()
    case .stepClass(let step): stepClass(step)
    case .prompt(let text): state.prompt = Prompt(text, history: state.history)
    case .help: state.pane = isHelp ? .picture : .help(line: 0)
    case .messages: state.pane = isMessages ? .picture : .messages(line: .max)
    case .redraw:
      open?.changed = nil
      return [.redraw]
    case .suspend: return [.suspend]
    default: return cancel()
    }
    if case .messages = state.pane { scroll(by: 0) }
    return []
  }

  private mutating func choose(_ overlay: Overlay?) {
    let all = Overlay.allCases
    let next = all[((all.firstIndex(of: state.overlay) ?? 0) + 1) % all.count]
    state.overlay = overlay ?? next
    state.say(.note, "overlay: \(state.overlay.rawValue)")
  }

  private mutating func stepClass(_ step: Int) {
    guard let session = labelingSession() else { return }
    let classes = session.state.classes
    let count = classes.classes.count
    guard count > 0 else {
      state.say(.error, "\(SessionError.noClass)")
      return
    }
    let place = ((max(classes.current, 1) - 1 + step % count) % count + count) % count
    _ = performLabeling(.selectClass(.number(place + 1)))
  }

  /// Esc takes back the innermost thing that is going on.
  private mutating func cancel() -> [Effect] {
    if state.pane != .picture {
      state.pane = .picture
    } else if let running = open?.resegmentation {
      open?.resegmentation = nil
      state.say(.note, "\(running.spec.name) cancelled")
      return [.cancel(request: running.request)]
    } else if !state.chain.isEmpty {
      state.chain = []
    } else if state.mode != .single {
      choose(.single)
    }
    return []
  }

  // MARK: Cursor and view

  /// Image pixels that a cursor step goes: about a cell, at least one pixel.
  var step: Int {
    guard let view = state.view else { return 1 }
    return max(1, Int((Double(screen.cellPixels.width) / view.zoom).rounded()))
  }

  mutating func moveCursor(dx: Int, dy: Int) {
    guard let cursor = state.cursor else { return }
    moveCursor(to: PixelPoint(x: cursor.x + dx, y: cursor.y + dy))
  }

  mutating func moveCursor(to point: PixelPoint) {
    guard let view = state.view else { return }
    state.cursor = view.image.clamp(point)
    if let cursor = state.cursor { state.view?.reveal(cursor) }
    strokeHere()
  }

  private mutating func zoom(_ zoom: Zoom, at point: PixelPoint?) {
    guard var view = state.view, let point = point.map(view.image.clamp) ?? state.cursor else { return }
    let rect = view.canvasRect(of: point)
    let anchor = view.canvas.clamp(PixelPoint(x: rect.x + rect.width / 2, y: rect.y + rect.height / 2))
    switch zoom {
    case .closer: view.closer(at: anchor)
    case .farther: view.farther(at: anchor)
    case .fit: view.fit()
    case .ratio(let ratio): view.zoom(to: ratio, at: anchor)
    }
    state.view = view
  }

  /// Moves the view over the image; a cursor that would leave it is taken along.
  mutating func pan(dx: Int, dy: Int) {
    guard var view = state.view else { return }
    view.pan(dx: dx, dy: dy)
    state.view = view
    guard let cursor = state.cursor else { return }
    let rect = view.canvasRect(of: cursor)
    let place = PixelPoint(x: rect.x + rect.width / 2, y: rect.y + rect.height / 2)
    if !view.canvas.contains(place) { state.cursor = view.nearestImagePoint(to: view.canvas.clamp(place)) }
  }

  var canvas: Size {
    let pane = layout.pane
    return Size(width: pane.columns * screen.cellPixels.width, height: pane.rows * screen.cellPixels.height)
  }

  mutating func resize(to screen: ScreenSpec) -> [Effect] {
    let hasOtherRegisters = screen.registers != self.screen.registers
    self.screen = screen
    // The first image may be decoded before the terminal has told its colours.
    if hasOtherRegisters, let pyramid = open?.composer?.pyramid { makeComposer(pyramid) }
    state.view = state.view?.resized(to: canvas)
    if let cursor = state.cursor { state.view?.reveal(cursor) }
    return []
  }

  // MARK: Reading

  var isHelp: Bool {
    if case .help = state.pane { return true }
    return false
  }

  var isMessages: Bool {
    if case .messages = state.pane { return true }
    return false
  }

  mutating func scroll(by lines: Int) {
    switch state.pane {
    case .picture: break
    case .help(let line): state.pane = .help(line: scrolled(line, lines))
    case .messages(let line): state.pane = .messages(line: scrolled(line, lines))
    }
  }

  private func scrolled(_ line: Int, _ step: Int) -> Int {
    let last = max(0, readingLines.count - layout.pane.rows)
    return min(max(min(line, last) + step, 0), last)
  }
}
