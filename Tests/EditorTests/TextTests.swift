import Display
import Raster
import Testing

@testable import Editor

@Suite struct TextTests {
  @Test(arguments: [
    ("plain", "plain"), ("a\u{1B}[2Jb", "a\u{FFFD}[2Jb"), ("a\nb\tc", "a\u{FFFD}b\u{FFFD}c"),
    ("\u{9B}31m", "\u{FFFD}31m"),
    ("evil\u{202E}gpj.exe", "evil\u{FFFD}gpj.exe"), ("\u{2066}x\u{2069}", "\u{FFFD}x\u{FFFD}"),
    ("zero\u{200B}width", "zero\u{FFFD}width"), ("\u{E000}", "\u{FFFD}"), ("e\u{301}", "e\u{301}"), ("日本", "日本"),
    ("\u{301}", "\u{FFFD}"), ("a\r\nb", "a\u{FFFD}b"), ("x\u{7F}", "x\u{FFFD}"),
  ])
  func textIsMadeSafe(_ text: String, _ safe: String) { #expect(PlainText.sanitized(text) == safe) }

  @Test func pilesOfMarksAreCutOff() {
    let pile = "z" + String(repeating: "\u{300}", count: 50)
    #expect(PlainText.sanitized(pile) == "z")
  }

  @Test(arguments: [("abc", 3), ("日本", 4), ("e\u{301}", 1), ("☃", 1), ("⌚", 2), ("한", 2), ("", 0), ("🙂", 2)])
  func widthsAreColumns(_ text: String, _ width: Int) { #expect(PlainText.width(text) == width) }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("abc", 0, ""),
    ("abc", 1, "…"),
  ])
  func textIsCut(_ text: String, _ columns: Int, _ cut: String) {
    #expect(PlainText.truncated(text, to: columns) == cut)
  }

  @Test func theEndOfPathsIsKept() { #expect(PlainText.truncatedAtStart("/a/b/c.jpg", to: 6) == "…c.jpg") }

  /// Whatever is written wherever: cells are printable, wide ones are followed by an empty one, nothing is outside.
  @Test(arguments: UInt64(0)..<30)
  func canvasesHoldPrintableCellsOnly(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var canvas = TextCanvas(size: CellSize(columns: 17, rows: 4), style: TextStyle())
    let letters = Array("ab日\u{1B}\u{301}🙂\u{202E} \n👩‍👩‍👧é")
    for _ in 0..<50 {
      let text = String(
        (0..<Int.random(in: 0..<30, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" })
      canvas.write(
        text, column: .random(in: -3..<20, using: &random), row: .random(in: -1..<6, using: &random),
        limit: .random(in: 0..<30, using: &random), style: TextStyle())
    }
    for cell in canvas.grid.cells where !cell.text.isEmpty {
      #expect(cell.text == PlainText.sanitized(cell.text) && cell.text.count == 1)
    }
  }

  @Test func longLinesAreBroken() {
    #expect(wrapped("one two three", to: 8) == ["one two", "three"])
    #expect(wrapped("abcdefghij", to: 4) == ["abcdefghij"])
    #expect(wrapped("", to: 4) == [""])
  }
}

@Suite struct PromptTests {
  private func complete(_ partial: String) -> [String] { ["fill ", "fit", "zoom in"].filter { $0.hasPrefix(partial) } }

  private func typed(_ keys: [KeyPress], history: [String] = []) -> (text: String, outcome: Prompt.Outcome) {
    var prompt = Prompt("", history: history)
    var outcome = Prompt.Outcome.editing
    for key in keys { outcome = prompt.handle(key, complete: complete) }
    return (prompt.line.text, outcome)
  }

  private func letters(_ text: String) -> [KeyPress] { text.map { KeyPress(.character($0)) } }

  @Test func enterRunsTheLine() { #expect(typed(letters("undo") + [KeyPress(.enter)]).outcome == .run("undo")) }

  @Test func tabCompletesTheCommonPart() {
    #expect(typed(letters("f") + [KeyPress(.tab)]).text == "fi")
    #expect(typed(letters("fil") + [KeyPress(.tab)]).text == "fill ")
    #expect(typed(letters("q") + [KeyPress(.tab)]).text == "q")
  }

  @Test func tabWalksThroughCandidatesBothWays() {
    #expect(typed(letters("f") + [KeyPress(.tab), KeyPress(.tab), KeyPress(.tab)]).text == "fit")
    #expect(typed(letters("fi") + [KeyPress(.tab)]).text == "fi")
    #expect(typed(letters("fi") + [KeyPress(.tab), KeyPress(.tab, .shift)]).text == "fit")
  }

  @Test func historyKeepsTheDraft() {
    let history = ["one", "two"]
    #expect(typed(letters("x") + [KeyPress(.up)], history: history).text == "two")
    #expect(typed(letters("x") + [KeyPress(.up), KeyPress(.up), KeyPress(.up)], history: history).text == "one")
    #expect(typed(letters("x") + [KeyPress(.up), KeyPress(.down)], history: history).text == "x")
    #expect(typed([KeyPress(.down)], history: history).text == "")
  }

  @Test func pastedLinesNeverRun() {
    var line = LineEditor("a")
    line.insert("b\r\nquit\n\u{1B}[A")
    #expect(line.text == "ab quit \u{FFFD}[A")
    line.insert(String(repeating: "x", count: 100_000))
    #expect(line.characters.count == LineEditor.limit)
  }
}
