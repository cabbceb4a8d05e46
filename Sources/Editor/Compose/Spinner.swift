import Segmentation

/// A sign that turns while something is computed.
enum Spinner {
  /// Milliseconds that one frame stands.
  static let period = 125
  private static let frames: [Character] = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]

  static func frame(at time: Int) -> Character { frames[max(0, time) / period % frames.count] }
  static func time(after time: Int) -> Int { (time / period + 1) * period }
}

/// A method that runs, as the status row tells it.
struct Activity {
  let what: String
  let progress: Double?
  /// When it began, on the app's clock.
  let since: Int?
  /// How many segments it has found so far, where that is known.
  var found: Int?
  /// One that comes at once is not told: it would only flicker.
  var isBrief = false

  func text(at time: Int) -> String {
    let share = progress.map { " \(Int($0 * 100)) %" } ?? ""
    let tenths = since.map { max(0, time - $0) / 100 } ?? 0
    let found = found.map { " · \($0) so far" } ?? ""
    return "\(Spinner.frame(at: time)) \(what)\(share) \(tenths / 10).\(tenths % 10) s" + found
  }
}

extension Editor {
  /// The method that the person waits for; nil while none runs.
  var activity: Activity? {
    if let work = state.relabeling?.work {
      return Activity(
        what: work.what, progress: work.progress, since: work.since, isBrief: state.time - work.since < Spinner.period)
    }
    if let open, open.session == nil, open.failure == nil {
      return Activity(
        what: "segmenting…", progress: open.progress, since: open.since, found: segmentsPreview?.count)
    }
    if let running = open?.resegmentation {
      return Activity(
        what: running.spec.name, progress: running.progress, since: running.since, found: segmentsPreview?.count)
    }
    if let question = open?.question {
      let isBrief = state.time - question.since < Spinner.period
      return Activity(
        what: questionTitle ?? "", progress: question.progress, since: question.since, isBrief: isBrief)
    }
    if let making = open?.granularity.making, making.steps != 0 {
      return Activity(what: "granularity", progress: making.progress, since: making.since)
    }
    guard let dialog = state.dialog, case .running(_, let since, let progress) = dialog.preview.work else { return nil }
    let isBrief = state.time - since < Spinner.period
    return Activity(what: "preview", progress: progress, since: since, isBrief: isBrief)
  }

  /// What the status row says of it, and how to stop it.
  var activityText: String? {
    guard let activity, !activity.isBrief else { return nil }
    let text = activity.text(at: state.time)
    guard !state.hasDialog, let key = keymap.key(of: "cancel") else { return text }
    return text + " · \(key) cancels"
  }

  /// What keys do in the method dialog.
  var dialogHints: String? {
    guard let dialog = state.dialog, state.pane == .picture else { return nil }
    if dialog.edit != nil, let parameter = dialog.draft.parameter {
      return "Enter takes it · Esc leaves it · \(parameter.allowed)"
    }
    let hints: [(lines: [String], text: String)] =
      dialog.part == .methods
      ? [
        (["method-parameters"], "parameters"), (["method-choose -1", "method-choose 1"], "choose"),
        (["cancel"], "leave"), (["help"], "all keys"),
      ]
      : [
        (["method-apply"], "apply"), (["method-value -1", "method-value 1"], "change"), (["method-list"], "methods"),
        (["cancel"], "leave"), (["method-default"], "default"), (["method-edit"], "write"),
      ]
    return self.hints(hints)
  }

  /// The keys that run lines, and what they do; without those that have no key.
  func hints(_ hints: [(lines: [String], text: String)]) -> String {
    hints.compactMap { lines, text in
      let keys = lines.compactMap { line in layers.lazy.compactMap { keymap.key(of: line, in: $0) }.first }
      return keys.isEmpty ? nil : "\(keys.joined(separator: " ")) \(text)"
    }.joined(separator: " · ")
  }
}
