import Display
import Session

extension Editor {
  // MARK: States and notes

  mutating func mark(_ status: ImageStatus) {
    if status == .done, labelingSession() == nil { return }
    // What is saved is done; undo goes across it, as it goes across the save.
    let isStep = status != .done
    if record(.mark(status), at: state.place, isStep: isStep) { sayState(at: state.place) }
  }

  /// - Parameter text: nil opens the command line with the note in it.
  mutating func note(_ text: String?) {
    guard let text else {
      let note = state.folder.states.note(at: state.place)
      state.prompt = Prompt(note.isEmpty ? "note " : "\(Command.note(note))", history: state.history)
      return
    }
    guard record(.note(text), at: state.place, isStep: true) else { return }
    state.say(.note, (text.isEmpty ? "the note is gone" : "noted") + "; \(keyOrLine("undo")) takes that back")
  }

  private mutating func sayState(at place: Int) {
    let status = state.folder.states.status(at: place)
    let isDoubtful = status == .skipped || status == .rejected
    let back = isDoubtful && state.fileList == nil ? "; \(keyOrLine("undo")) takes that back" : ""
    state.say(.note, "\(state.files[place].name): \(status.rawValue)" + back)
  }

  /// Writes a change to the folder's log and only then makes it. False where it could not be written.
  mutating func record(_ change: FolderProgress.Change, at place: Int, isStep: Bool) -> Bool {
    guard !isReadOnly else {
      refuse(.readOnly)
      return false
    }
    let before = state.folder.current(change, at: place)
    do {
      switch change {
      case .mark(let status): try folderLog?.write(status, of: state.files[place])
      case .note(let text): try folderLog?.write(note: text, on: state.files[place])
      }
    } catch {
      state.say(.error, "not kept: \(error)")
      return false
    }
    state.folder.apply(change, at: place)
    if isStep, before != change {
      let depth = place == state.place ? open?.session?.undoDepth ?? 0 : 0
      state.folder.steps[place, default: []].append(.init(before: before, after: change, depth: depth))
      state.folder.undone[place] = nil
    }
    return true
  }

  /// The open image was labeled: what was done is to be saved again.
  mutating func noteLabeled() {
    let place = state.place
    guard state.folder.isRead else {
      state.folder.earlyLabeled.insert(place)
      state.folder.states.set(.doing, at: place, isMark: false)
      return
    }
    noteDoing(at: place)
  }

  private mutating func noteDoing(at place: Int) {
    guard state.folder.states.status(at: place) != .doing else { return }
    if state.folder.states.isMarked(at: place) {
      _ = record(.mark(.doing), at: place, isStep: false)
    } else {
      // The journal says it, and it has just begun.
      state.folder.states.set(.doing, at: place, isMark: false)
    }
  }

  /// Masks of an image that was done could not be written after all.
  mutating func noteUnsaved(_ file: ImageFile) {
    guard let place = state.files.firstIndex(of: file), state.folder.states.status(at: place) == .done else { return }
    _ = record(.mark(.doing), at: place, isStep: false)
  }

  mutating func take(_ reading: FolderReading) {
    state.folder.take(reading.states)
    for place in state.folder.earlyLabeled.sorted() { noteDoing(at: place) }
    state.folder.earlyLabeled = []
    for notice in reading.notices { state.say(.warning, notice) }
    refilter()
  }

  /// A window that comes to the front is nobody at work.
  mutating func noteWork(_ input: InputEvent) {
    if case .focus = input { return }
    state.folder.work.note(state.time)
  }

  // MARK: Undo

  /// Takes back, or brings back, a state or note that was given to the open image since it was labeled last.
  /// Nil where the command means something else.
  mutating func stepFolder(_ command: Command) -> [Effect]? {
    let place = state.place
    let depth = open?.session?.undoDepth ?? 0
    switch command {
    case .undo(let count):
      guard let step = state.folder.steps[place]?.last, step.depth == depth else { return nil }
      guard record(step.before, at: place, isStep: false) else { return [] }
      state.folder.steps[place]?.removeLast()
      state.folder.undone[place, default: []].append(step)
      sayState(at: place)
      return count > 1 ? performLabeling(.undo(count - 1)) : []
    case .redo(let count):
      guard let step = state.folder.undone[place]?.last, step.depth == depth else { return nil }
      guard record(step.after, at: place, isStep: false) else { return [] }
      state.folder.undone[place]?.removeLast()
      state.folder.steps[place, default: []].append(step)
      sayState(at: place)
      return count > 1 ? performLabeling(.redo(count - 1)) : []
    default: return nil
    }
  }

  // MARK: Going on

  /// To the image that is not finished, so many of them further on, or back.
  mutating func walkUnfinished(_ count: Int, step: Int) -> [Effect] {
    var place = state.place
    for _ in 0..<min(count, max(1, state.folder.states.unfinishedCount)) {
      place = state.folder.states.unfinished(from: place, step: step) ?? place
    }
    guard place != state.place else {
      let isLast = !state.folder.states.status(at: place).isFinished
      let what = isLast ? "this is the only image that is not finished" : "all images are finished"
      state.say(.note, "\(what); \(keyOrLine("images")) lists them, \(keyOrLine("quit")) leaves")
      return []
    }
    state.heading = step < 0 ? .backwards : .forwards
    state.fileList?.choose(place: place)
    return openImage(at: place)
  }
}
