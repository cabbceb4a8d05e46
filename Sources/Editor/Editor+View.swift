import Display
import Raster
import Session

extension Editor {
  mutating func performView(_ command: Command) -> [Effect] {
    switch command {
    case .cursor(let point): moveCursor(to: point)
    case .move(let dx, let dy): moveCursor(dx: dx * step, dy: dy * step)
    case .zoom(let zoom, let point): self.zoom(zoom, at: point)
    case .pan(let dx, let dy): pan(dx: dx * screen.cellPixels.width, dy: dy * screen.cellPixels.height)
    case .overlay(let overlay): choose(overlay)
    case .opacity(let percent): chooseOpacity(percent)
    case .stepOpacity(let step): chooseOpacity(state.look.opacity + step)
    case .patterns: togglePatterns()
    case .debugView: stepDebugView()
    case .imageLook(let action): perform(action)
    case .overviewMap: toggleOverview()
    case .center(let point): if let point = point ?? state.cursor { center(on: point) }
    case .blink: state.blinkEnd = state.time + Self.blinkTime
    case .mode(let mode): return choose(mode)
    case .act: return act()
    case .stepClass(let step): stepClass(step)
    case .walk(let steps): walkSegments(steps)
    case .walkObjects(let steps): walkObjects(steps)
    case .hints: toggleHints()
    case .walkOrder(let order): choose(order)
    case .along(let kind): beginAlong(kind)
    case .again: return repeatLast()
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

  mutating func stepClass(_ step: Int) {
    guard let session = labelingSession() else { return }
    let classes = session.state.classes
    let numbers = classes.usable
    let count = numbers.count
    guard count > 0 else {
      refuse(.noClass)
      return
    }
    let current = numbers.firstIndex(of: classes.current) ?? 0
    let place = ((current + step % count) % count + count) % count
    _ = performLabeling(.selectClass(.number(numbers[place])))
  }

  /// Esc takes back the innermost thing that is going on.
  mutating func cancel() -> [Effect] {
    if state.pane != .picture {
      state.pane = .picture
    } else if state.classDialog?.picker != nil {
      state.classDialog?.picker = nil
    } else if state.hasDialog {
      return closeDialog()
    } else if state.fileList != nil {
      return closeFileList()
    } else if let running = open?.resegmentation {
      open?.resegmentation = nil
      open?.segmentsPreview = nil
      state.say(.note, "\(running.spec.name) cancelled")
      return [.cancel(request: running.request)]
    } else if state.corner != nil {
      state.corner = nil
    } else if let question = open?.question {
      state.say(.note, "\(question.command.name) cancelled")
      return dropQuestion()
    } else if let making = open?.granularity.making, making.steps != 0 {
      state.say(.note, "granularity cancelled")
      return dropHierarchy()
    } else if let open, open.session == nil, open.failure == nil {
      return cancelOpening(open)
    } else if !state.chain.isEmpty {
      state.chain = []
    } else if state.grabCut.draft != nil {
      state.grabCut.draft = nil
    } else if state.brush.draft != nil {
      state.brush.draft = nil
    } else if state.wand.seed != nil {
      state.wand.seed = nil
    } else if !state.polygon.vertices.isEmpty {
      state.polygon.drop()
    } else if state.mode != .single {
      return choose(.single)
    } else if state.isWalking {
      state.isWalking = false
    }
    return []
  }

  /// Gives up the segmentation of the open image; it stays on the screen, to be segmented by another method.
  private mutating func cancelOpening(_ opening: OpenImage) -> [Effect] {
    let keys = ["method", "next", "previous"].map { keymap.key(of: $0) ?? ":\($0)" }
    let what = "\((opening.method ?? method).name) cancelled"
    open?.isCancelled = true
    open?.segmentsPreview = nil
    open?.progress = nil
    open?.failure = OpenFailure("\(what): \(keys[0]) chooses another method, \(keys[1]) and \(keys[2]) go on")
    state.say(.note, open?.failure?.message ?? what)
    return [.cancel(request: opening.request)]
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
