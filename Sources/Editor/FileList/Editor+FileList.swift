import Display
import Session

extension Editor {
  mutating func perform(_ action: FileListAction) -> [Effect] {
    if action == .open { return state.fileList == nil ? openFileList() : closeFileList() }
    guard state.fileList != nil else {
      let key = keymap.bindings(running: "images").first?.keys ?? ":images"
      state.say(.note, "the list of images is not open; \(key) opens it")
      return []
    }
    switch action {
    case .chooseRow(let rows): chooseFile(rows)
    case .choosePage(let pages): chooseFile(pages * max(1, (fileListLayout?.shown.count ?? 2) - 1))
    case .goTo: return goToChosen()
    case .filter:
      let text = state.fileList?.filter.text ?? ""
      state.fileList?.edit = LineEditor(text)
    case .mark(let status): markChosen(status)
    case .open: break
    }
    return []
  }

  private mutating func openFileList() -> [Effect] {
    endStroke()
    let effects = closeDialog()
    state.pane = .picture
    state.fileList = FileList(total: state.files.count, place: state.place)
    // Others may label the folder, too.
    state.folder.isRead = false
    return effects + [.readFolder(state.files)]
  }

  mutating func closeFileList() -> [Effect] {
    state.fileList = nil
    return []
  }

  private mutating func chooseFile(_ step: Int) {
    guard let row = state.fileList?.row else { return }
    state.fileList?.choose(row + step)
  }

  private mutating func goToChosen() -> [Effect] {
    guard let place = state.fileList?.place else { return [] }
    state.fileList = nil
    return place == state.place ? [] : openImage(at: place)
  }

  private mutating func markChosen(_ status: ImageStatus) {
    guard let list = state.fileList, let place = list.place, record(.mark(status), at: place, isStep: true) else {
      return
    }
    // A row that does not pass any more leaves its place to the next.
    refilter()
    if state.fileList?.place == place { state.fileList?.choose(list.row + 1) }
  }

  /// Shows what the filter lets pass now.
  mutating func refilter() {
    guard let filter = state.fileList?.filter else { return }
    if names.count != state.files.count { names = FileNames(state.files) }
    state.fileList?.show(filter.places(names, state.folder.states), total: state.files.count)
  }

  // MARK: The filter as it is written

  /// A key while the filter is written: the list follows every letter.
  mutating func typeFilter(_ press: KeyPress) -> [Effect] {
    state.message = nil
    switch press.key {
    case .enter: state.fileList?.edit = nil
    case .escape,
      .character("c") where press.modifiers.contains(.control):
      state.fileList?.edit = nil
      filterFiles("")
    case .up: chooseFile(-1)
    case .down: chooseFile(1)
    default:
      guard var edit = state.fileList?.edit else { return [] }
      edit.handle(press)
      state.fileList?.edit = edit
      filterFiles(edit.text)
    }
    return []
  }

  mutating func paste(intoFilter text: String) {
    state.fileList?.edit?.insert(text)
    filterFiles(state.fileList?.edit?.text ?? "")
  }

  private mutating func filterFiles(_ text: String) {
    guard state.fileList?.filter.text != text else { return }
    state.fileList?.filter = FileFilter(text)
    refilter()
  }

  // MARK: Pointer

  /// A click goes to the image of a row; the list stays.
  mutating func pressFileList(_ button: MouseEvent.Button, row: Int) -> [Effect] {
    guard button == .left, let layout = fileListLayout, let at = layout.listRow(atRow: row) else { return [] }
    state.fileList?.choose(at)
    guard let place = state.fileList?.place, place != state.place else { return [] }
    return openImage(at: place)
  }

  mutating func wheelFileList(_ gesture: PointerGesture) { chooseFile(gesture == .wheelUp ? -3 : 3) }
}

extension LineEditor {
  /// What keys do in a line that is written in a list or a dialog.
  mutating func handle(_ press: KeyPress) {
    switch press.key {
    case .character("u") where press.modifiers.contains(.control): deleteToStart()
    case .character("w") where press.modifiers.contains(.control): deleteWord()
    case .character(let character) where !press.modifiers.contains(.control): insert(String(character))
    case .backspace: deleteBackward()
    case .delete: deleteForward()
    case .left: moveCaret(by: -1)
    case .right: moveCaret(by: 1)
    case .home: moveToStart()
    case .end: moveToEnd()
    default: break
    }
  }
}
