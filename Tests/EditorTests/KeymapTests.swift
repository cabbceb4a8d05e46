import Display
import Session
import Testing

@testable import Editor

@Suite struct KeymapTests {
  @Test(arguments: [
    ("u", KeyPress(.character("u"))), ("Z", KeyPress(.character("Z"))), ("<", KeyPress(.character("<"))),
    ("<C-x>", KeyPress(.character("x"), .control)), ("<C-L>", KeyPress(.character("l"), .control)),
    ("<A-x>", KeyPress(.character("x"), .alt)), ("<S-Up>", KeyPress(.up, .shift)), ("<Esc>", KeyPress(.escape)),
    ("<Enter>", KeyPress(.enter)), ("<Space>", KeyPress(.character(" "))), ("<Tab>", KeyPress(.tab)),
    ("<S-Tab>", KeyPress(.tab, .shift)), ("<C-A-Left>", KeyPress(.left, [.control, .alt])),
    ("<F12>", KeyPress(.function(12))), ("<A-->", KeyPress(.character("-"), .alt)),
    ("<A->>", KeyPress(.character(">"), .alt)), ("ä", KeyPress(.character("ä"))),
  ])
  func keyNamesAreRead(_ name: String, _ press: KeyPress) throws { #expect(try Chord(name: name) == .key(press)) }

  @Test(arguments: ["", "gs", "<Foo>", "<S-a>", " ", "\u{1B}", "<>", "<C->", "\u{202E}"])
  func whatIsNoKeyNameIsRefused(_ name: String) {
    #expect(throws: Chord.NameError.self) { _ = try Chord(name: name) }
  }

  /// Whatever is bound: its name reads back as the same chord.
  @Test(arguments: Keymap.presetNames)
  func namesReadBack(_ name: String) throws {
    let keymap = try #require(try Keymap.preset(name))
    for chord in KeymapLayer.allCases.flatMap({ keymap.bindings(in: $0) }).flatMap(\.chords) {
      #expect(try Chord(name: chord.name) == chord)
    }
  }

  /// The keys that the paint mode promises, whichever way they came into the file.
  @Test(arguments: [
    ("q", "quit"), ("n", "next"), ("p", "previous"), ("<Space>", "save, mark done, next"), ("z", "undo"), ("Z", "redo"),
    ("r", "reset"), ("f", "mode fill"), ("u", "mode unfill"), ("c", "mode cut"), ("v", "overlay"), ("1", "fill 1"),
    ("0", "fill 10"), ("+", "zoom in"), ("-", "zoom out"), ("=", "zoom fit"), ("<Enter>", "act"),
    ("<", "step-class -1"), (">", "step-class 1"), (":", "prompt"), ("?", "help"), ("<C-l>", "redraw"),
    ("<C-z>", "suspend"), ("<Esc>", "cancel"), ("<LeftClick>", "fill"), ("<RightClick>", "unfill"),
    ("<MiddleClick>", "cut-point"), ("<DoubleLeftClick>", "mode fill"), ("<DoubleRightClick>", "mode unfill"),
    ("<WheelUp>", "zoom in"), ("<WheelDown>", "zoom out"), ("<S-LeftDrag>", "drag-view"), ("h", "move -1 0"),
    ("<S-Right>", "move 10 0"), ("M", "messages"),
  ])
  func thePaintModeHasItsKeys(_ key: String, _ run: String) throws {
    let match = Keymap.standard.match([try Chord(name: key)], in: [.normal])
    guard case .bound(let binding) = match else {
      Issue.record("\(key) is \(match)")
      return
    }
    #expect(binding.run.joined(separator: ", ") == run)
  }

  @Test(arguments: Keymap.presetNames)
  func everyRowRunsCommandsAndIsInHelpAndManual(_ name: String) throws {
    let keymap = try #require(try Keymap.preset(name))
    let shown = keymap.helpGroups.flatMap(\.rows).map { " " + $0.keys + " " }
    for binding in KeymapLayer.allCases.flatMap({ keymap.bindings(in: $0) }) {
      for line in binding.run { #expect(EditorAction.problem(line) == nil, "\(line)") }
      #expect(shown.contains { $0.contains(" \(binding.keys) ") }, "\(binding.keys)")
      #expect(keymap.manualGroups.contains { $0.rows.contains { $0.help == binding.description } })
    }
  }

  @Test func markdownIsAWellFormedTable() {
    let lines = Keymap.standard.markdown.split(separator: "\n")
    let rows = lines.filter { $0.hasPrefix("|") }
    #expect(rows.allSatisfy { $0.replacing("\\|", with: "").split(separator: "|").count == 3 })
    #expect(lines.contains("| `q` or `<C-c>` | `quit` | Quit; asks only if a save failed |"))
    #expect(lines.contains("| `<Space>` | `save, mark done, next` | Save the masks: done; next image |"))
  }

  @Test func wordsOfTheEditorAreChecked() {
    #expect(EditorAction.problem("nudge 1 0") == nil)
    #expect(EditorAction.problem("nudge 1") == "nudge: '1' given; expected DX DY")
    #expect(EditorAction.problem("cut-point 3") == "cut-point: '3' given; expected no arguments")
    #expect(EditorAction.problem("scroll \(Int.max)") == "scroll: '\(Int.max)' given; expected LINES")
  }

  @Test func countsNeverOverflow() throws {
    #expect(EditorAction.nudge(dx: 1, dy: -1).repeated(.max) == .nudge(dx: 1_000_000, dy: -1_000_000))
    #expect(EditorAction.command(.undo(3)).repeated(4) == .command(.undo(12)))
    #expect(EditorAction.command(.save).repeated(9) == .command(.save))
  }
}
