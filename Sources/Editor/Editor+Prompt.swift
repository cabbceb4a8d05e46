import Display
import Session

extension Editor {
  /// A key while the command line is open.
  mutating func type(_ press: KeyPress) -> [Effect] {
    guard var prompt = state.prompt else { return [] }
    let completer = Completer(editor: self)
    let outcome = prompt.handle(press, complete: completer.candidates)
    state.prompt = prompt
    switch outcome {
    case .editing: return []
    case .closed:
      state.prompt = nil
      return []
    case .run(let line):
      state.prompt = nil
      return runLine(line)
    }
  }

  private mutating func runLine(_ line: String) -> [Effect] {
    let line = line.trimmingSpaces
    state.message = nil
    guard !line.isEmpty else { return [] }
    state.history.removeAll { $0 == line }
    state.history.append(line)
    let isQuitAsked = state.isQuitAsked
    defer { if isQuitAsked { state.isQuitAsked = false } }
    do {
      return perform(try EditorAction.parse(line))
    } catch {
      state.say(.error, error.description)
      return []
    }
  }

  mutating func paste(_ text: String) -> [Effect] {
    if state.prompt != nil {
      state.prompt?.paste(text)
    } else if state.fileList?.edit != nil, state.pane == .picture {
      paste(intoFilter: text)
    } else if shownPicker != nil {
      paste(intoColor: text)
    } else if state.dialog?.edit != nil, state.pane == .picture {
      state.dialog?.edit?.insert(text)
    } else {
      let key = keymap.bindings(running: "prompt").first?.keys ?? ":"
      state.say(.note, "pasted text goes to the command line; open it with \(key) first")
    }
    return []
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    var rest = self[...]
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}
