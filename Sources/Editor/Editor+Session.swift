import Raster
import Session

extension Editor {
  /// The session if labeling can begin; else says why not.
  mutating func labelingSession() -> Session? {
    if let session = open?.session { return session }
    if let failure = open?.failure {
      state.say(.error, failure.message)
    } else {
      state.say(
        .note,
        "segmenting…" + (open?.progress.map { " \(Int($0 * 100)) %" } ?? "")
          + " labeling waits for it; \(keyOrLine("cancel")) stops it")
    }
    return nil
  }

  /// The session if anything in it can be changed; else says why not.
  mutating func changeableSession() -> Session? {
    guard let session = labelingSession() else { return nil }
    guard !session.isReadOnly else {
      refuse(.readOnly)
      return nil
    }
    return session
  }

  /// Performs a labeling command; what was refused is said. True where it was performed.
  @discardableResult
  mutating func label(_ command: Command, _ work: Work = .none) -> Bool {
    guard let session = labelingSession() else { return false }
    do {
      let depth = session.undoDepth
      let outcome = try session.perform(command, work)
      if session.undoDepth != depth || outcome.changed.area > 0 {
        noteLabeled()
        state.tutorial?.done.append(command)
      }
      if let message = outcome.message {
        let isNothing = session.undoDepth == depth && outcome.changed.area == 0
        state.say(.note, advised(message, isNothing ? advice(after: command) : nil))
      }
      noteChange(outcome.changed)
      syncTime = syncTime ?? state.time
      return true
    } catch {
      refuse(error)
      return false
    }
  }

  /// Says why something was not done, and what would help.
  mutating func refuse(_ error: SessionError) { state.say(.error, advised("\(error)", advice(on: error))) }

  private mutating func noteChange(_ rect: PixelRect) {
    if let changed = open?.changed { open?.changed = changed.union(rect) }
  }

  mutating func tick(_ time: Int) -> [Effect] {
    state.time = max(state.time, time)
    if !isBlinking { state.blinkEnd = nil }
    syncTime = nil
    if open?.since == nil { open?.since = state.time }
    if let session = open?.session {
      do { syncTime = try session.syncIfDue(now: state.time).map { state.time + $0 } } catch {
        // Every tick tries again; one complaint is enough.
        if state.log.last?.text != Message(.error, "\(error)").text { state.say(.error, "\(error)") }
      }
    }
    guard let deadline = state.pending.deadline, state.time >= deadline, state.pending.chords.isEmpty else { return [] }
    return flushDigits()
  }
}
