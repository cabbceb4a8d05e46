import Display
import Raster
import Session

extension Editor {
  /// The layers of the key map that are in force, the strongest first.
  var layers: [KeymapLayer] {
    guard state.pane == .picture else { return [.reading] }
    if state.models != nil { return [.models] }
    if let dialog = state.classDialog { return dialog.picker == nil ? [.classes] : [.picker] }
    if state.fileList != nil { return [.images] }
    if let dialog = state.dialog { return dialog.part == .methods ? [.method] : [.parameters, .method] }
    switch state.mode {
    case .single: return [.normal]
    case .fill: return [.fill, .normal]
    case .unfill: return [.unfill, .normal]
    case .cut: return [.cut, .normal]
    case .smartFill: return [.smartFill, .normal]
    case .sam: return [.sam, .normal]
    case .template: return [.template, .normal]
    // A layer of its own: what paints has no place among marks.
    case .grabcut: return [.grabcut]
    case .brush: return [.brush, .normal]
    case .reshape: return [.reshape, .normal]
    case .wand: return [.wand, .normal]
    case .polygon: return [.polygon, .normal]
    }
  }

  mutating func handle(_ press: KeyPress) -> [Effect] {
    if state.prompt != nil { return type(press) }
    if let effects = answerRelabeling(press) { return effects }
    if state.dialog?.edit != nil, state.pane == .picture { return typeValue(press) }
    if state.fileList?.edit != nil, state.pane == .picture { return typeFilter(press) }
    if shownPicker?.edit != nil { return typeColor(press) }
    if beginsEdit(press) || beginsColor(press) { return [] }
    state.message = nil
    if state.pane == .picture, !state.hasDialog, state.fileList == nil, state.pending.isEmpty,
      let effects = typeHint(press)
    {
      return effects
    }
    let isQuitAsked = state.isQuitAsked
    let effects = resolve(press)
    // The question stands while its answer is typed at the prompt.
    if isQuitAsked, state.prompt == nil { state.isQuitAsked = false }
    return effects
  }

  private mutating func resolve(_ press: KeyPress) -> [Effect] {
    let isSequence = !state.pending.chords.isEmpty
    if press == KeyPress(.escape), !state.pending.isEmpty {
      state.pending = PendingKeys()
      return []
    }
    if !isSequence, let digit = countDigit(press) { return collect(digit) }
    if press == KeyPress(.enter), !state.pending.digits.isEmpty, !isSequence { return flushDigits() }
    if !isSequence, let number = classKey(press) {
      return flushDigits() + perform(classAction(number))
    }
    state.pending.chords.append(.key(press))
    switch keymap.match(state.pending.chords, in: layers) {
    case .prefix: return []
    case .unbound: return refuse()
    case .bound(let binding): return runKeys(binding)
    }
  }

  private mutating func refuse() -> [Effect] {
    let keys = state.pending.chords.map(\.name).joined(separator: " ")
    state.pending.chords = []
    let effects = flushDigits()
    let help = keymap.bindings(running: "help").first?.keys ?? ":help"
    state.say(.note, "\(keys) is not bound; \(help) lists the keys")
    return effects
  }

  /// Runs the row that the pending keys came to, with their digits as a count or in their own right.
  private mutating func runKeys(_ binding: Binding) -> [Effect] {
    let count = state.pending.count
    let areDigitsBound = state.pending.digits.contains { isBound($0) }
    state.pending.chords = []
    // A lone 1 says nothing as a count, and `1n` is what a fast hand types to fill and go on.
    if let count, binding.takesCount, !areDigitsBound || count != 1 {
      state.pending = PendingKeys()
      return run(binding, count: count)
    }
    let effects = areDigitsBound ? flushDigits() : []
    state.pending = PendingKeys()
    return effects + run(binding, count: 1)
  }

  mutating func run(_ binding: Binding, count: Int) -> [Effect] {
    var effects: [Effect] = []
    for line in binding.run {
      do {
        effects += perform(try EditorAction.parse(line).repeated(count))
      } catch {
        state.say(.error, error.description)
      }
    }
    return effects
  }

  // MARK: Digits

  /// The digit if it is or may be the beginning or the next place of a count.
  private func countDigit(_ press: KeyPress) -> Character? {
    guard case .character(let digit) = press.key, press.modifiers.isEmpty, ("0"..."9").contains(digit),
      !state.hasDialog
    else { return nil }
    if isBound(digit) {
      // Without a timeout digits never wait; a leading 0 is no count.
      // Nor do they on a walk: each fills where it has come.
      return keymap.countTimeout == 0 || state.isWalking || (digit == "0" && state.pending.digits.isEmpty) ? nil : digit
    }
    return digit == "0" && state.pending.digits.isEmpty ? nil : digit
  }

  private func isBound(_ digit: Character) -> Bool {
    let press = KeyPress(.character(digit))
    return classKey(press) != nil || keymap.binding(of: .key(press), in: layers) != nil
  }

  private mutating func collect(_ digit: Character) -> [Effect] {
    var effects: [Effect] = []
    if state.pending.digits.count >= 5 { effects = flushDigits() }
    if state.pending.digits.isEmpty { state.pending.point = state.cursor }
    state.pending.digits.append(digit)
    if isBound(digit) { state.pending.deadline = state.time + keymap.countTimeout }
    return effects
  }

  /// The pending digits are no count: each does what it is bound to, where the cursor stood when they were typed.
  mutating func flushDigits() -> [Effect] {
    let pending = state.pending
    state.pending.digits = []
    state.pending.deadline = nil
    state.pending.point = nil
    guard !pending.digits.isEmpty else { return [] }
    let cursor = state.cursor
    state.cursor = pending.point ?? cursor
    defer { if pending.point != nil { state.cursor = cursor } }
    return pending.digits.flatMap { digit in
      let press = KeyPress(.character(digit))
      if let number = classKey(press) { return perform(classAction(number)) }
      return keymap.binding(of: .key(press), in: layers).map { run($0, count: 1) } ?? []
    }
  }

  /// The fill that a single pending digit will do unless it becomes a count.
  var pendingFill: Command? {
    guard state.pending.digits.count == 1, let digit = state.pending.digits.first else { return nil }
    let press = KeyPress(.character(digit))
    if let number = classKey(press) {
      return classAction(number) == .command(.fill(nil, .number(number)))
        ? .fill(state.pending.point, .number(number)) : nil
    }
    guard let line = keymap.binding(of: .key(press), in: layers)?.run.first,
      case .command(.fill(nil, let reference))? = try? EditorAction.parse(line)
    else { return nil }
    return .fill(state.pending.point, reference)
  }

  /// What a key of classes.toml does.
  private func classAction(_ number: Int) -> EditorAction {
    switch state.mode {
    case .sam: .command(.sam(.paint(.number(number))))
    case .brush, .reshape, .wand, .polygon: .command(.selectClass(.number(number)))
    default: .command(.fill(nil, .number(number)))
    }
  }

  /// The class that a key of classes.toml fills with; such keys go before the key map.
  private func classKey(_ press: KeyPress) -> Int? {
    guard case .character(let key) = press.key, press.modifiers.isEmpty, state.pane == .picture, !state.hasDialog,
      state.mode != .grabcut, state.fileList == nil
    else { return nil }
    return open?.session?.state.classes.classes.firstIndex { $0.key == key }.map { $0 + 1 }
  }
}

extension EditorAction {
  /// The action done `count` times, where that means something.
  func repeated(_ count: Int) -> EditorAction {
    guard count != 1 else { return self }
    switch self {
    case .command(.next(let step)): return .command(.next(step.times(count)))
    case .command(.previous(let step)): return .command(.previous(step.times(count)))
    case .command(.nextUnfinished(let step)): return .command(.nextUnfinished(step.times(count)))
    case .command(.previousUnfinished(let step)): return .command(.previousUnfinished(step.times(count)))
    case .command(.undo(let step)): return .command(.undo(step.times(count)))
    case .command(.redo(let step)): return .command(.redo(step.times(count)))
    case .command(.granularity(let steps)): return .command(.granularity(steps.times(count)))
    case .command(.walk(let steps)): return .command(.walk(steps.times(count)))
    case .command(.walkObjects(let steps)): return .command(.walkObjects(steps.times(count)))
    case .command(.imageLook(.stepGamma(let steps))): return .command(.imageLook(.stepGamma(steps.times(count))))
    case .command(.stepClass(let step)): return .command(.stepClass(step.times(count)))
    case .command(.move(let dx, let dy)): return .command(.move(dx: dx.times(count), dy: dy.times(count)))
    case .command(.pan(let dx, let dy)): return .command(.pan(dx: dx.times(count), dy: dy.times(count)))
    case .nudge(let dx, let dy): return .nudge(dx: dx.times(count), dy: dy.times(count))
    case .scroll(let lines): return .scroll(lines.times(count))
    case .scrollPage(let pages): return .scrollPage(pages.times(count))
    case .dialog(.choose(let step)): return .dialog(.choose(step.times(count)))
    case .dialog(.step(let steps)): return .dialog(.step(steps.times(count)))
    case .model(.step(let step)): return .model(.step(step.times(count)))
    case .classes(.chooseClass(let step)): return .classes(.chooseClass(step.times(count)))
    case .files(.chooseRow(let rows)): return .files(.chooseRow(rows.times(count)))
    case .files(.choosePage(let pages)): return .files(.choosePage(pages.times(count)))
    case .sam(.stepCandidate(let step)): return .sam(.stepCandidate(step.times(count)))
    case .template(.choose(let steps?)): return .template(.choose(steps.times(count)))
    case .template(.threshold(let steps)): return .template(.threshold(steps.times(count)))
    case .grabCut(.brush(let step)): return .grabCut(.brush(step.times(count)))
    case .smartFill(.tolerance(let step)): return .smartFill(.tolerance(step.times(count)))
    case .freehand(.brushStep(let step)): return .freehand(.brushStep(step.times(count)))
    case .freehand(.wandStep(let step)): return .freehand(.wandStep(step.times(count)))
    case .freehand(.reshapeStep(let step)): return .freehand(.reshapeStep(step.times(count)))
    default: return self
    }
  }
}

extension Int {
  /// The product, held within a million either way: no count may overflow.
  fileprivate func times(_ count: Int) -> Int {
    let product = multipliedReportingOverflow(by: count)
    return product.overflow
      ? (self < 0 ? -1_000_000 : 1_000_000) : Swift.min(Swift.max(product.partialValue, -1_000_000), 1_000_000)
  }
}
