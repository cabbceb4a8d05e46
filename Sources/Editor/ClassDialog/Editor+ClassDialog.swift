import Display
import Raster
import Session

extension Editor {
  mutating func perform(_ action: ClassDialogAction) -> [Effect] {
    if action == .open { return state.classDialog == nil ? openClasses() : closeDialog() }
    guard let dialog = state.classDialog, let classes = open?.session?.state.classes else {
      let key = keymap.bindings(running: "classes").first?.keys ?? ":classes"
      state.say(.note, "the classes dialog is not open; \(key) opens it")
      return []
    }
    let row = dialog.row(in: classes)
    if case .chooseClass(let step) = action { state.classDialog?.choose(row + step, in: classes) }
    if action == .add { openPicker(nil, from: classes.unusedColor) }
    guard let number = classes.usable.dropFirst(row).first, let chosen = classes[number] else { return [] }
    let name = chosen.quotedName
    switch action {
    case .select: return performLabeling(.selectClass(.number(number))) + closeDialog()
    case .rename: ask("class " + name.dropLast(), "\" \(chosen.color.channels)")
    case .recolor: openPicker(number, from: chosen.color)
    case .merge: ask("merge-classes \(name) ")
    case .relabelFolder: ask("relabel-folder \(name) ")
    case .lock: return performLabeling(.lock(.number(number), isLocked: !classes.isLocked(number)))
    case .open, .chooseClass, .add: break
    }
    return []
  }

  private mutating func openClasses() -> [Effect] {
    guard let classes = labelingSession()?.state.classes else { return [] }
    endStroke()
    let effects = closeDialog()
    state.fileList = nil
    state.pane = .picture
    state.classDialog = ClassDialog(max(1, classes.current))
    return effects
  }

  /// Opens the command line with the caret between two texts.
  mutating func ask(_ before: String, _ behind: String = "") {
    guard changeableSession() != nil else { return }
    state.prompt = Prompt(before, behindCaret: behind, history: state.history)
  }

  // MARK: Pointer

  /// A click chooses a class; one on the chosen class selects it.
  mutating func pressClasses(_ button: MouseEvent.Button, row: Int) -> [Effect] {
    guard button == .left, let place = classDialogLayout?.place(atRow: row), let dialog = state.classDialog,
      let classes = open?.session?.state.classes
    else { return [] }
    if place == dialog.row(in: classes) { return perform(ClassDialogAction.select) }
    state.classDialog?.choose(place, in: classes)
    return []
  }

  mutating func wheelClasses(_ gesture: PointerGesture) -> [Effect] {
    perform(ClassDialogAction.chooseClass(gesture == .wheelUp ? -1 : 1))
  }
}

extension PaintClass {
  /// The name between quotes, as commands read it.
  fileprivate var quotedName: String {
    let word = "\(Command.selectClass(.name(name)))".dropFirst("class ".count)
    return word.hasPrefix("\"") ? String(word) : "\"\(word)\""
  }
}

extension RGB {
  /// As commands write it.
  var channels: String { "\(red) \(green) \(blue)" }
}
