import Display
import Raster
import Session

extension Editor {
  // MARK: Beginning

  /// Has the pixels counted that would be relabeled, and then asks.
  mutating func countRelabeling(_ from: ClassReference, _ to: ClassReference) -> [Effect] {
    guard mayRelabel(), let from = className(from), let to = className(to) else { return [] }
    let request = begin("counting \(from)") { .counting($0) }
    return [.countRelabeling(request: request, state.files, from: from, to: to)]
  }

  /// Takes the last relabeling of the folder back.
  mutating func takeRelabelingBack() -> [Effect] {
    guard mayRelabel() else { return [] }
    let effects = leaveForRelabeling()
    let request = begin("taking back") { .running($0) }
    return effects + [.takeRelabelingBack(request: request, state.files, method)]
  }

  private mutating func relabel(_ plan: RelabelPlan) -> [Effect] {
    let effects = leaveForRelabeling()
    let request = begin("relabeling \(plan.from.name)") { .running($0) }
    return effects + [.relabelFolder(request: request, state.files, plan, method)]
  }

  private mutating func begin(_ what: String, _ kind: (FolderRelabeling.Work) -> FolderRelabeling) -> Int {
    let request = nextRequest()
    state.relabeling = kind(
      FolderRelabeling.Work(request: request, what: PlainText.sanitized(what), progress: 0, since: state.time))
    return request
  }

  private mutating func mayRelabel() -> Bool {
    if isReadOnly {
      state.say(.error, "\(SessionError.readOnly)")
    } else if state.relabeling?.work != nil || !saves.isEmpty {
      let what = saves.isEmpty ? "a relabeling is under way" : "masks are being saved"
      state.say(.note, "\(what); wait for its end")
    } else {
      return true
    }
    return false
  }

  /// Numbers are those of the open image; in others they may mean other classes.
  private mutating func className(_ reference: ClassReference) -> String? {
    if case .name(let name) = reference { return name }
    guard let classes = labelingSession()?.state.classes else { return nil }
    do { return classes[try classes.number(reference)]?.name } catch {
      state.say(.error, "\(error)")
      return nil
    }
  }

  /// Gives the open image free: it is one of those that are relabeled. It is opened again as it is left.
  private mutating func leaveForRelabeling() -> [Effect] {
    if case .keepView(let view)? = keepView().first { leftView = view }
    state.fileList = nil
    state.pane = .picture
    state.pending = PendingKeys()
    return closeImage()
  }

  // MARK: Keys

  /// What a key means while there is a question, or while images are relabeled; nil where it means what it always does.
  mutating func answerRelabeling(_ press: KeyPress) -> [Effect]? {
    switch state.relabeling {
    case .asked(let plan):
      state.message = nil
      switch press {
      case KeyPress(.enter):
        state.relabeling = nil
        guard saves.isEmpty else {
          state.say(.note, "masks are being saved; try again")
          return []
        }
        return relabel(plan)
      case KeyPress(.escape):
        state.relabeling = nil
        state.say(.note, "nothing was relabeled")
      default: sayQuestion(plan)
      }
      return []
    case .counting(let work) where press == KeyPress(.escape) && !state.hasDialog && state.pane == .picture:
      state.relabeling = nil
      state.say(.note, "\(work.what) cancelled")
      return [.cancel(request: work.request)]
    case .running(let work):
      guard press == KeyPress(.escape) else {
        state.say(.note, "\(work.what): Esc stops it, then everything works again")
        return []
      }
      state.say(.note, "stopping behind the image that it is at…")
      return [.cancel(request: work.request)]
    case .counting, .ended, nil: return nil
    }
  }

  private mutating func sayQuestion(_ plan: RelabelPlan) {
    state.say(
      .warning, "\(plan.from.name) to \(plan.to.name): \(plan.summary); Enter does it, Esc leaves it")
  }

  // MARK: What workers answer

  mutating func take(_ plan: RelabelPlan, _ request: Int) {
    guard state.relabeling?.work?.request == request else { return }
    state.relabeling = nil
    for image in plan.skipped { sayLeft(image) }
    guard !plan.images.isEmpty else {
      state.say(.note, "nothing is painted with \(plan.from.name) in any image")
      return
    }
    state.relabeling = .asked(plan)
    sayQuestion(plan)
  }

  mutating func take(_ report: RelabelReport, isTakingBack: Bool, _ request: Int) -> [Effect] {
    guard state.relabeling?.work?.request == request else { return [] }
    for image in report.images { sayLeft(image) }
    let stopped = report.isCancelled ? "stopped: " : ""
    let key = keymap.bindings(running: "messages").first?.keys ?? ":messages"
    let left = report.left == 0 ? "" : ", \(report.left) left out; \(key) says why"
    let done = isTakingBack ? "taken back" : "relabeled"
    let text = "\(stopped)\(report.from) to \(report.to): \(report.summary) \(done)\(left)"
    return openAgain(Message(report.left == 0 ? .note : .warning, text))
  }

  mutating func fail(relabeling reason: String, _ request: Int) -> [Effect] {
    guard let relabeling = state.relabeling, relabeling.work?.request == request else { return [] }
    guard relabeling.isRunning else {
      state.relabeling = nil
      state.say(.error, reason)
      return []
    }
    return openAgain(Message(.error, reason))
  }

  private mutating func sayLeft(_ image: RelabeledImage) {
    switch image.outcome {
    case .skipped(let reason): state.say(.warning, "\(image.file.name): \(reason)")
    case .changedSince: state.say(.warning, "\(image.file.name): something was labeled since; take it back there")
    case .relabeled, .takenBack, .masksWritten: break
    }
  }

  private mutating func openAgain(_ message: Message) -> [Effect] {
    let effects = openImage(at: state.place)
    state.relabeling = .ended(message)
    return effects
  }

  /// What became of it, once the image is there again and has said what it has to say.
  mutating func sayRelabelingEnd() {
    guard case .ended(let message) = state.relabeling else { return }
    state.relabeling = nil
    state.say(message.level, message.text)
  }
}
