import Session

extension Editor {
  /// The state of the open image, the note on it, and how far the folder is; nothing of the folder where it is one image.
  var folderFacts: [Fact] {
    let folder = state.folder
    var facts: [Fact] = []
    if state.files.count > 1 {
      let status = folder.states.status(at: state.place)
      facts.append(Fact(name: "state", value: "\(status.glyph) \(status.rawValue)"))
    }
    facts += noteFacts
    if state.files.count > 1 {
      facts.append(Fact(name: "done", value: "\(folder.states.count(of: .done))/\(state.files.count)"))
      if let rate = folder.rate { facts.append(Fact(name: "rate", value: "\(Int(rate.rounded()))/h")) }
      if let minutes = folder.minutesLeft { facts.append(Fact(name: "left", value: Self.duration(minutes: minutes))) }
    }
    return facts
  }

  /// In at most three lines.
  private var noteFacts: [Fact] {
    let note = state.folder.states.note(at: state.place)
    guard !note.isEmpty else { return [] }
    let room = max(8, (layout.side?.columns ?? 60) - 11)
    let lines = wrapped(note, to: room)
    let shown = lines.count <= 3 ? lines : Array(lines.prefix(2)) + [lines.dropFirst(2).joined(separator: " ")]
    return shown.enumerated().map { Fact(name: $0 == 0 ? "note" : "", value: $1) }
  }

  /// `<1 min`, `12 min`, `1 h 23 min`, `12 h`.
  static func duration(minutes: Double) -> String {
    guard minutes.isFinite, minutes < 6_000_000 else { return "very long" }
    let whole = Int(minutes.rounded(.up))
    if minutes < 1 { return "<1 min" }
    if whole < 60 { return "\(whole) min" }
    return whole < 600 ? "\(whole / 60) h \(whole % 60) min" : "\((whole + 30) / 60) h"
  }
}

extension ImageStatus {
  /// A sign that every terminal has.
  var glyph: String {
    switch self {
    case .todo: "."
    case .doing: "~"
    case .done: "+"
    case .skipped: "-"
    case .rejected: "x"
    }
  }
}
