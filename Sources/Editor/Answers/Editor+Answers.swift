import Raster
import Segmentation
import Session

/// A command that asks about the annotations, while a worker answers it.
struct Question {
  let request: Int
  let command: Command
  /// What it asks about.
  let annotations: Annotations
  /// To be done with the answer.
  var then: Command?
  /// What the answer will be about, once the worker knows.
  var preview: RunLengthPlane<Int32>?
  var progress: Double
  /// When it was asked, on the app's clock.
  let since: Int
}

extension Editor {
  /// Has a worker answer a command; one question at a time, the newest wins.
  mutating func ask(_ command: Command) -> [Effect] {
    guard let session = changeableSession() else { return [] }
    endStroke()
    let effects = dropQuestion()
    let request = nextRequest()
    let annotations = session.state.annotations
    open?.question = Question(
      request: request, command: command, annotations: annotations, progress: 0, since: state.time)
    return effects + [.answer(request: request, session.image, annotations, command)]
  }

  /// Nobody waits for the answer any more.
  mutating func dropQuestion() -> [Effect] {
    guard let question = open?.question else { return [] }
    open?.question = nil
    return [.cancel(request: question.request)]
  }

  /// An answer to other annotations than there are now would be none.
  mutating func dropStaleQuestion() -> [Effect] {
    guard let question = open?.question, let now = open?.session?.state.annotations, now != question.annotations
    else { return [] }
    state.say(.note, "\(question.command.name) stopped: what it was asked about has changed; ask again")
    return dropQuestion()
  }

  // MARK: What the worker answers

  mutating func show(preview: RunLengthPlane<Int32>, _ request: Int) {
    guard open?.question?.request == request else { return }
    open?.question?.preview = preview
  }

  mutating func take(_ answer: PreparedAnswer, _ request: Int) -> [Effect] {
    guard let question = open?.question, question.request == request else { return [] }
    open?.question = nil
    guard label(question.command, .answer(answer)), let then = question.then else { return [] }
    return performLabeling(then)
  }

  mutating func failQuestion(_ reason: String, _ request: Int) {
    guard open?.question?.request == request else { return }
    open?.question = nil
    state.say(.error, reason)
  }
}
