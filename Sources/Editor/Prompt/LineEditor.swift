/// One line of text with a caret: what the command line is edited with.
struct LineEditor: Equatable, Sendable {
  /// Printable characters only.
  private(set) var characters: [Character]
  /// 0…`characters.count`: the caret stands before this character.
  private(set) var caret: Int
  /// A command line longer than this was pasted by mistake.
  static let limit = 2000

  init(_ text: String = "") {
    characters = Array(PlainText.characters(of: text).prefix(Self.limit))
    caret = characters.count
  }

  var text: String { String(characters) }
  var beforeCaret: String { String(characters[..<caret]) }

  /// Inserts `text` at the caret; line breaks and tabs become spaces, so that pasted text never runs by itself.
  mutating func insert(_ text: String) {
    let flat = text.map { $0.isNewline || $0 == "\t" ? " " : $0 }
    let safe = PlainText.characters(of: String(flat)).prefix(Self.limit - characters.count)
    characters.insert(contentsOf: safe, at: caret)
    caret += safe.count
  }

  /// Replaces the `count` characters before the caret.
  mutating func replace(last count: Int, with text: String) {
    let start = max(0, caret - count)
    characters.removeSubrange(start..<caret)
    caret = start
    insert(text)
  }

  mutating func moveCaret(by step: Int) { caret = min(max(caret + step, 0), characters.count) }
  mutating func moveToStart() { caret = 0 }
  mutating func moveToEnd() { caret = characters.count }

  mutating func deleteBackward() {
    guard caret > 0 else { return }
    caret -= 1
    characters.remove(at: caret)
  }

  mutating func deleteForward() {
    if caret < characters.count { characters.remove(at: caret) }
  }

  mutating func deleteToStart() {
    characters.removeSubrange(..<caret)
    caret = 0
  }

  mutating func deleteToEnd() { characters.removeSubrange(caret...) }

  mutating func deleteWord() {
    var start = caret
    while start > 0, characters[start - 1] == " " { start -= 1 }
    while start > 0, characters[start - 1] != " " { start -= 1 }
    characters.removeSubrange(start..<caret)
    caret = start
  }
}
