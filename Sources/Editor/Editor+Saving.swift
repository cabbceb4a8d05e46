import Session

extension Editor {
  mutating func save() -> [Effect] {
    guard let session = labelingSession() else { return [] }
    endStroke()
    guard label(.save) else { return [] }
    let request = nextRequest()
    saves.append((request, session.file))
    return [.save(request: request, session.maskSnapshot())]
  }

  /// The key that saves and goes on, or what is typed instead.
  var saveKey: String {
    [["save", "mark done", "next"], ["save", "next"], ["save"]].lazy.compactMap { keymap.key(ofRun: $0, in: .normal) }
      .first ?? ":save"
  }

  mutating func saved(_ request: Int, _ failure: String?) -> [Effect] {
    guard let at = saves.firstIndex(where: { $0.request == request }) else { return [] }
    let file = saves.remove(at: at).file
    state.failedSaves.removeAll { $0 == file }
    if let failure {
      state.failedSaves.append(file)
      state.isQuitting = false
      noteUnsaved(file)
      state.say(.error, "\(file.name) is not saved: \(failure)")
    } else {
      state.say(.note, "saved the masks of \(file.name)")
    }
    return state.isQuitting && saves.isEmpty ? leave() : []
  }

  /// Leaves at once, after the running saves, or, where a save failed, when asked a second time.
  mutating func quit() -> [Effect] {
    if let failed = state.failedSaves.first, !state.isQuitAsked {
      state.isQuitAsked = true
      let others = state.failedSaves.count > 1 ? " and \(state.failedSaves.count - 1) more" : ""
      let key = keymap.bindings(running: "quit").first?.keys ?? ":quit"
      state.say(
        .warning, "the masks of \(failed.name)\(others) could not be saved; \(key) again quits, the journal keeps all")
      return []
    }
    guard saves.isEmpty else {
      state.isQuitting = true
      state.say(.note, "saving…")
      return []
    }
    return leave()
  }

  private mutating func leave() -> [Effect] { keepView() + closeImage() + [.quit] }
}
