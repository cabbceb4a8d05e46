import Display

/// The `:` line while it is open: editing, history, completion. It knows no command; it is handed a completer.
struct Prompt: Equatable, Sendable {
  /// What a key made of the line.
  enum Outcome: Equatable { case editing, run(String), closed }

  private(set) var line: LineEditor
  /// Lines that were run before, the oldest first.
  private let history: [String]
  /// The place in the history that is shown; nil while an own line is edited.
  private var recalled: Int?
  private var draft = ""
  /// What the last Tab offers, and which of it stands in the line.
  private(set) var candidates: [String] = []
  private(set) var chosen: Int?

  /// - Parameter behind: what stands behind the caret.
  init(_ text: String, behindCaret behind: String = "", history: [String]) {
    line = LineEditor(text + behind)
    line.moveCaret(by: -LineEditor(behind).characters.count)
    self.history = history
  }

  /// - Parameter complete: the whole lines that a line's beginning may become.
  mutating func handle(_ press: KeyPress, complete: (String) -> [String]) -> Outcome {
    if press == KeyPress(.tab) || press == KeyPress(.tab, .shift) {
      completeLine(backward: press.modifiers.contains(.shift), complete)
      return .editing
    }
    candidates = []
    chosen = nil
    switch press.key {
    case .enter: return .run(line.text)
    case .escape: return .closed
    case .character(let character) where press.modifiers.contains(.control): return control(character)
    case .backspace where line.characters.isEmpty: return .closed
    default: edit(press)
    }
    return .editing
  }

  mutating func paste(_ text: String) {
    candidates = []
    chosen = nil
    line.insert(text)
  }

  private mutating func edit(_ press: KeyPress) {
    switch press.key {
    case .character(let character): line.insert(String(character))
    case .backspace: press.modifiers.contains(.alt) ? line.deleteWord() : line.deleteBackward()
    case .delete: line.deleteForward()
    case .left: line.moveCaret(by: -1)
    case .right: line.moveCaret(by: 1)
    case .home: line.moveToStart()
    case .end: line.moveToEnd()
    case .up: recall(-1)
    case .down: recall(1)
    default: break
    }
  }

  private mutating func control(_ character: Character) -> Outcome {
    switch character {
    case "c", "g", "[": return .closed
    case "j", "m": return .run(line.text)
    case "a": line.moveToStart()
    case "e": line.moveToEnd()
    case "b": line.moveCaret(by: -1)
    case "f": line.moveCaret(by: 1)
    case "d": line.deleteForward()
    case "h": line.deleteBackward()
    case "u": line.deleteToStart()
    case "k": line.deleteToEnd()
    case "w": line.deleteWord()
    case "p": recall(-1)
    case "n": recall(1)
    default: break
    }
    return .editing
  }

  private mutating func recall(_ step: Int) {
    let next = (recalled ?? history.count) + step
    guard (0...history.count).contains(next) else { return }
    if recalled == nil { draft = line.text }
    recalled = next == history.count ? nil : next
    line = LineEditor(recalled.map { history[$0] } ?? draft)
  }

  /// The first Tab writes what all candidates begin with and shows them; the next ones walk through them.
  private mutating func completeLine(backward: Bool, _ complete: (String) -> [String]) {
    let before = line.beforeCaret
    guard candidates.isEmpty else { return choose(after: before, backward: backward) }
    candidates = complete(before)
    guard let first = candidates.first else { return }
    let common = candidates.dropFirst().reduce(first) { $0.sharedPrefix(with: $1) }
    if candidates.count > 1 {
      if common.count > before.count { line.replace(last: before.count, with: common) }
      return
    }
    candidates = []
    line.replace(last: before.count, with: first.hasSuffix(" ") || first.hasSuffix("=") ? first : first + " ")
  }

  private mutating func choose(after before: String, backward: Bool) {
    let step = backward ? candidates.count - 1 : 1
    let next = chosen.map { ($0 + step) % candidates.count } ?? (backward ? candidates.count - 1 : 0)
    line.replace(last: before.count, with: candidates[next])
    chosen = next
  }
}

extension String {
  /// What both begin with.
  fileprivate func sharedPrefix(with other: String) -> String {
    String(zip(self, other).prefix { $0 == $1 }.map(\.0))
  }
}
