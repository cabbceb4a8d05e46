import Display
import Raster
import Segmentation
import Session

extension Editor {
  mutating func perform(_ action: DialogAction) -> [Effect] {
    if action == .open { return state.dialog == nil ? openDialog() : closeDialog() }
    guard let dialog = state.dialog else {
      let key = keymap.bindings(running: "method").first?.keys ?? ":method"
      state.say(.note, "the method dialog is not open; \(key) opens it")
      return []
    }
    switch action {
    case .choose(let step): return changeDialog { $0.choose($0.row + step) }
    case .goToParameters: return dialog.draft.parameter == nil ? applyDialog() : changeDialog { $0.part = .parameters }
    case .goToMethods: return changeDialog { $0.part = .methods }
    case .step(let steps): return dialog.part == .methods ? [] : changeDialog { $0.change { $0.step(steps) } }
    case .edit: beginEdit()
    case .setDefault(let all): return changeDialog { $0.change { $0.setDefault(all: all) } }
    case .apply: return applyDialog()
    case .open: break
    }
    return []
  }

  private mutating func openDialog() -> [Effect] {
    guard let open, !registry.methods.isEmpty else { return [] }
    if let failure = open.failure, failure.isHeld {
      state.say(.error, failure.message)
      return []
    }
    endStroke()
    let effects = closeDialog()
    state.fileList = nil
    state.pane = .picture
    let current = open.session?.method
    state.dialog = MethodDialog(
      registry.methods.map(\.description), spec: current ?? method,
      current: current.flatMap { try? registry.resolved($0) })
    return effects + askForPreview(now: true)
  }

  /// Leaves whichever dialog is open; what was tried is forgotten.
  mutating func closeDialog() -> [Effect] {
    let effects = cancelPreview()
    state.dialog = nil
    state.models = nil
    state.classDialog = nil
    return effects
  }

  /// Runs the method of the dialog on the whole image, as the command does.
  private mutating func applyDialog() -> [Effect] {
    guard let spec = state.dialog?.draft.spec else { return [] }
    let effects = segment(spec)
    // What was refused stays on the screen, to be changed or left.
    return effects.isEmpty ? [] : closeDialog() + effects
  }

  /// Changes what is chosen or tried, and has a preview made where that makes other segments.
  mutating func changeDialog(_ body: (inout MethodDialog) -> Void) -> [Effect] {
    guard var dialog = state.dialog else { return [] }
    let before = dialog.draft.spec
    body(&dialog)
    state.dialog = dialog
    return dialog.draft.spec == before ? [] : askForPreview(now: false)
  }

  // MARK: Values as they are written

  private mutating func beginEdit() {
    guard let dialog = state.dialog, dialog.part == .parameters, dialog.draft.parameter != nil else { return }
    state.dialog?.edit = LineEditor("\(dialog.draft.values[dialog.draft.chosen])")
  }

  /// A digit begins to write a number where keys do nothing else.
  mutating func beginsEdit(_ press: KeyPress) -> Bool {
    guard let dialog = state.dialog, state.pane == .picture, dialog.part == .parameters,
      case .character(let character) = press.key, press.modifiers.isEmpty, "0123456789.-".contains(character),
      keymap.match([.key(press)], in: layers) == .unbound
    else { return false }
    state.message = nil
    state.dialog?.edit = LineEditor(String(character))
    return true
  }

  /// A key while a value is written.
  mutating func typeValue(_ press: KeyPress) -> [Effect] {
    state.message = nil
    switch press.key {
    case .enter: return takeEdit()
    case .escape,
      .character("c") where press.modifiers.contains(.control):
      state.dialog?.edit = nil
    case .tab, .up, .down:
      // Only what was taken is left behind.
      let effects = takeEdit()
      guard state.dialog?.edit == nil else { return effects }
      return effects + handle(press)
    case .character(let character) where !press.modifiers.contains(.control):
      state.dialog?.edit?.insert(String(character))
    case .character("u"): state.dialog?.edit?.deleteToStart()
    case .backspace: state.dialog?.edit?.deleteBackward()
    case .delete: state.dialog?.edit?.deleteForward()
    case .left: state.dialog?.edit?.moveCaret(by: -1)
    case .right: state.dialog?.edit?.moveCaret(by: 1)
    case .home: state.dialog?.edit?.moveToStart()
    case .end: state.dialog?.edit?.moveToEnd()
    default: break
    }
    return []
  }

  /// Takes what was written; where it is not allowed it stays to be mended.
  mutating func takeEdit() -> [Effect] {
    guard let text = state.dialog?.edit?.text else { return [] }
    var problem: SegmentationError?
    let effects = changeDialog { dialog in
      do throws(SegmentationError) {
        try dialog.change { draft throws(SegmentationError) in try draft.set(text) }
        dialog.edit = nil
      } catch {
        problem = error
      }
    }
    if let problem { state.say(.error, problem.description) }
    return effects
  }
}
