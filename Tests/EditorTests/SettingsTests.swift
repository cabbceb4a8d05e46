import Display
import Foundation
import Raster
import Session
import Testing

@testable import Editor

/// Every complaint names the file, the line, the column, what is wrong and what was expected.
@Suite struct SettingsTests {
  private func complaint(_ text: String, over base: Keymap = Keymap(name: "empty")) -> String? {
    do {
      _ = try Keymap.read(text, file: "my.toml", over: base)
      return nil
    } catch {
      return error.description
    }
  }

  private func row(_ fields: String) -> String { "[normal]\nbind = [\n  { \(fields) },\n]\n" }

  @Test func presetsAreRead() throws {
    for name in Keymap.presetNames { #expect(try Keymap.preset(name) != nil, "\(name)") }
    for name in Theme.presetNames { #expect(try Theme.preset(name)?.colors.count == Theme.Role.allCases.count) }
    #expect(try ClassesFile.standard().count == 10)
    #expect(try Keymap.preset("emacs") == nil)
  }

  @Test func unknownKeyNamesAreToldTheNearest() {
    #expect(
      complaint(row("on = \"<Entr>\", run = \"undo\", desc = \"Undo\""))
        == "my.toml:3:10: unknown key name '<Entr>'; did you mean '<Enter>'?")
    #expect(
      complaint(row("on = \"<S-Upp>\", run = \"undo\", desc = \"Undo\""))
        == "my.toml:3:10: unknown key name '<S-Upp>'; did you mean '<S-Up>'?")
  }

  @Test func wordsInsteadOfKeysAreShownAsASequence() {
    #expect(
      complaint(row("on = \"gs\", run = \"undo\", desc = \"Undo\""))
        == "my.toml:3:10: 'gs' is no key name; a sequence is a list of keys: on = [\"g\", \"s\"]")
  }

  @Test func unknownCommandsAreToldTheNearest() {
    #expect(
      complaint(row("on = \"x\", run = \"unde\", desc = \"Undo\""))
        == "my.toml:3:21: no command 'unde'; did you mean 'undo'?")
  }

  @Test func rowsNeedOnRunAndDesc() {
    #expect(
      complaint(row("run = \"undo\", desc = \"Undo\""))
        == "my.toml:3:3: this row has no 'on'; expected for example on = \"u\"")
    #expect(
      complaint(row("on = \"u\", desc = \"Undo\""))
        == "my.toml:3:3: this row has no 'run'; expected for example run = \"undo\"")
    #expect(
      complaint(row("on = \"u\", run = \"undo\""))
        == "my.toml:3:3: this row has no 'desc'; expected for example desc = \"Undo\"")
    #expect(
      complaint(row("on = \"u\", run = \"undo\", desc = \" \""))
        == "my.toml:3:36: desc is empty; help shows it")
  }

  @Test func unknownSettingsAreToldTheNearest() {
    #expect(complaint("[norml]\n") == "my.toml:1:2: a key map has no 'norml'; did you mean 'normal'?")
    #expect(
      complaint(row("on = \"u\", runs = \"undo\", desc = \"Undo\""))
        == "my.toml:3:15: a row of bind has no 'runs'; did you mean 'run'?")
    #expect(complaint("extends = \"vin\"") == "my.toml:1:11: no built-in key map 'vin'; did you mean 'vim'?")
    #expect(
      complaint("count-timeout = 20000") == "my.toml:1:17: count-timeout is an integer; expected an integer, 0…10000")
  }

  @Test func keysThatBeginAlikeAreRefused() {
    let text = "[normal]\nunbind = []\nbind = [{ on = [\"q\", \"q\"], run = \"quit\", desc = \"Quit\" }]"
    #expect(
      complaint(text, over: .standard) == "my.toml:3:9: 'q q' and 'q' begin alike; unbind one: unbind = [\"q\"]")
    #expect(complaint(text.replacing("[]", with: "[\"q\"]"), over: .standard) == nil)
  }

  @Test func ownRowsAreLaidOverThePresetKeyByKey() throws {
    let text = """
      [normal]
      unbind = ["r"]
      bind = [{ on = "u", run = "undo", desc = "Undo like vim" }, { on = ["Q", "n"], run = "next", desc = "Next" }]
      """
    let keymap = try Keymap.read(text, file: "my.toml", over: .standard)
    let keys = { (name: String) throws in keymap.match([try Chord(name: name)], in: [.normal]) }
    #expect(try keys("r") == .unbound)
    guard case .bound(let undo) = try keys("u"), case .bound(let quit) = try keys("q") else {
      Issue.record("u and q are bound")
      return
    }
    #expect(undo.run == ["undo"])
    #expect(quit.run == ["quit"])
    guard case .prefix(let rows) = try keys("Q") else {
      Issue.record("Q begins a sequence")
      return
    }
    #expect(rows.map(\.keys) == ["Q n"])
    #expect(keymap.bindings(in: .normal).count == Keymap.standard.bindings(in: .normal).count)
  }

  @Test func ownMapsExtendThePresetTheyName() throws {
    let keymap = try Keymap.read("extends = \"vim\"\ncount-timeout = 0", file: "my.toml", over: .standard)
    #expect(keymap.bindings(in: .normal).contains { $0.keys == "Z Z" })
    #expect(keymap.countTimeout == 0)
  }

  @Test func unbindingWhatIsNotBoundIsAMistake() {
    #expect(
      complaint("[normal]\nunbind = [\"ä\"]", over: .standard)
        == "my.toml:2:11: 'ä' is not bound in [normal]; take it out")
  }

  @Test(arguments: [
    ("a = ", "1:5: expected a value"), ("a = 1 2", "1:7: expected the end of the line"),
    ("a = \"x", "1:5: the string that begins here has no end"),
    ("a = [1, 2", "1:5: the list that begins here has no ']'"),
    ("a = { b = 1", "1:5: the table that begins here has no '}'"), ("a = 1\na = 2", "2:1: 'a' is set twice"),
    ("[a]\n[a]", "2:2: [a] stands twice; join the two"), ("= 1", "1:1: expected the name of a setting"),
    ("a = yes", "1:5: 'yes' is no value; text stands in quotes"),
    ("a = \"\\q\"", "1:7: no escape '\\q'; a backslash itself is '\\\\'"),
    ("a = \"\\ud800\"", "1:7: 'd800' is no Unicode number of 4 hexadecimal digits"),
    ("a = \"\"\"x\"\"\"", "1:5: multi-line strings are not supported"), ("[a", "1:3: a header ends with ']'"),
    ("a = 1\n[a.b]", "2:2: 'a' is an integer already, not a table"),
    ("[[a]]\n[[a]]\n[a", "3:3: a header ends with ']'"),
  ])
  func damagedTOMLIsRefusedAtItsPlace(_ text: String, _ expected: String) {
    #expect(throws: SettingsError.self) { _ = try TOMLDocument(file: "f", text: text) }
    do { _ = try TOMLDocument(file: "f", text: text) } catch { #expect(error.description == "f:" + expected) }
  }

  @Test func deepNestingIsRefused() {
    let text = "a = " + String(repeating: "[", count: 100_000)
    #expect(throws: SettingsError.self) { _ = try TOMLDocument(file: "f", text: text) }
  }

  @Test func valuesOfEveryKindAreRead() throws {
    let text = """
      a.b = 'c:\\d'  # literal
      "quoted key" = "tab\\t\\u00e4"
      n = [1, 0x10, 1_000, -4.5, true,
           [ "x", ],  # trailing comma
      ]
      [t.u]
      k = { x = 1, y.z = 2 }
      """
    let root = try TOMLDocument(file: "f", text: text).root
    #expect(root.entries.map(\.key) == ["a", "quoted key", "n", "t"])
    guard case .string("tab\tä")? = root["quoted key"]?.content else {
      Issue.record("escapes")
      return
    }
    guard case .array(let values)? = root["n"]?.content, case .integer(1000) = values[2].content,
      case .real(-4.5) = values[3].content
    else {
      Issue.record("numbers")
      return
    }
    #expect(values[5].position == TOMLPosition(line: 4, column: 6))
  }

  /// Bytes from anywhere: an error or a document, never a trap.
  @Test(arguments: UInt64(0)..<40)
  func anyTextIsReadOrRefused(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let letters = Array("[]{}=\"'\\.,#\n\r\t abz019-_<>ä\u{202E}\u{0}")
    for _ in 0..<200 {
      let text = String(
        (0..<Int.random(in: 0..<60, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" })
      _ = try? TOMLDocument(file: "f", text: text)
      _ = try? Keymap.read(text, file: "f", over: .standard)
      _ = try? ClassesFile.read(text, file: "f")
    }
  }

  // MARK: Themes and classes

  @Test func themesAreReadOverTheirBase() throws {
    let theme = try Theme.read("[colors]\naccent = \"#102030\"\nbackground = \"\"", file: "t.toml", over: .standard)
    #expect(theme.colors[.accent] == RGB(16, 32, 48))
    #expect(theme.colors[.background] == nil)
    #expect(theme.colors[.text] == Theme.standard.colors[.text])
  }

  @Test(arguments: [
    ("[colors]\naccnt = \"#102030\"", "t:2:1: [colors] has no 'accnt'; did you mean 'accent'?"),
    ("[colors]\naccent = \"red\"", "t:2:10: 'red' is no colour; expected \"#rrggbb\", or \"\" for the terminal's own"),
    ("[colors]\naccent = 7", "t:2:10: a colour is an integer; expected a string"),
  ])
  func mistakesInThemesAreTold(_ text: String, _ expected: String) {
    do {
      _ = try Theme.read(text, file: "t", over: .standard)
      Issue.record("no complaint")
    } catch { #expect(error.description == expected) }
  }

  /// WCAG: small text needs 4.5:1, in the high-contrast theme 7:1.
  @Test(arguments: Theme.presetNames)
  func textIsLegible(_ name: String) throws {
    let theme = try #require(try Theme.preset(name))
    let pairs: [(Theme.Role, Theme.Role)] = [
      (.text, .background), (.dim, .background), (.accent, .background), (.warning, .background),
      (.error, .background), (.text, .selection), (.statusText, .statusBackground),
    ]
    for (text, background) in pairs {
      let (one, other) = (try #require(theme.colors[text]), try #require(theme.colors[background]))
      let ratio = contrast(one, other)
      #expect(ratio >= (name == "high-contrast" ? 7 : 4.5), "\(text.rawValue) on \(background.rawValue): \(ratio)")
    }
  }

  private func contrast(_ one: RGB, _ other: RGB) -> Double {
    let (a, b) = (luminance(one), luminance(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  private func luminance(_ color: RGB) -> Double {
    func linear(_ channel: UInt8) -> Double {
      let value = Double(channel) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
  }

  @Test func classesAreRead() throws {
    let text =
      "[[class]]\nname = \"jet\"\nrgb = [204, 0, 0]\nkey = \"j\"\n[[class]]\nname = \"open sky\"\nrgb = [1, 2, 3]\n"
    #expect(
      try ClassesFile.read(text, file: "c") == [
        PaintClass(name: "jet", color: RGB(204, 0, 0), key: "j", rank: 0),
        PaintClass(name: "open sky", color: RGB(1, 2, 3), rank: 1),
      ])
  }

  @Test(arguments: [
    ("", "c:1:1: no class; expected [[class]] with name and rgb"),
    ("[[class]]\nname = \"a\"", "c:1:3: a class needs a name and rgb = [204, 0, 0]"),
    ("[[class]]\nname = \"a\"\nrgb = [0, 0, 0]", "c:3:7: black means background in a mask; choose another colour"),
    (
      "[[class]]\nname = \"a\"\nrgb = [0, 0, 256]", "c:3:14: a channel of rgb is an integer; expected an integer, 0…255"
    ),
    (
      "[[class]]\nname = \"12\"\nrgb = [1, 0, 0]",
      "c:2:8: '12' is no class name; expected printable text that is no number"
    ),
    (
      "[[class]]\nname = \"a\"\nrgb = [1, 0, 0]\n[[class]]\nname = \"b\"\nrgb = [1, 0, 0]",
      "c:6:7: class 'a' has this colour already; masks are told apart by it"
    ),
    ("[[class]]\nnam = \"a\"", "c:2:1: a class has no 'nam'; did you mean 'name'?"),
    (
      "[[class]]\nname = \"a\"\nrgb = [1, 0, 0]\nkey = \"ab\"", "c:4:7: key is 'ab'; expected one character that prints"
    ),
  ])
  func mistakesInClassesAreTold(_ text: String, _ expected: String) {
    do {
      _ = try ClassesFile.read(text, file: "c")
      Issue.record("no complaint")
    } catch { #expect(error.description == expected) }
  }

  @Test func classesAreListedByOrderBehindTheirParents() throws {
    let text = classRows([
      ["a", "parent = \"d\""], ["b", "order = 7"], ["c", "description = \"the third\""], ["d", "order = 2"],
      ["e", "parent = \"d\"\norder = 7"],
    ])
    let read = try ClassesFile.read(text, file: "c")
    #expect(read.map(\.name) == ["a", "b", "c", "d", "e"], "numbers are those of the rows")
    #expect(read.map(\.parent) == [4, nil, nil, nil, 4])
    #expect(read[2].description == "the third")
    let list = ClassList(read)
    #expect(list.usable.compactMap { list[$0]?.name } == ["d", "e", "a", "b", "c"])
    #expect(list.path(of: 1) == "d / a")
  }

  private static let mistakes: [(rows: [[String]], problem: String)] = [
    ([["a", "parent = \"bb\""], ["c", ""]], "c:4:10: no class 'bb'; did you mean 'a'?"),
    ([["road", "parent = \"nothing\""]], "c:4:10: no class 'nothing'; expected one of road"),
    ([["road", "parent = \"surfac\""], ["surface", ""]], "c:4:10: no class 'surfac'; did you mean 'surface'?"),
    ([["a", "parent = \"a\""]], "c:4:10: class 'a' is above itself (a, a); take one parent out"),
    (
      [["a", "parent = \"b\""], ["b", "parent = \"c\""], ["c", "parent = \"a\""]],
      "c:12:10: class 'c' is above itself (c, a, b, c); take one parent out"
    ),
    ([["a", "order = 3"], ["b", "order = 3"]], "c:8:9: order 3 belongs to class 'a' already"),
    ([["a", "order = -1"]], "c:4:9: order is an integer; expected an integer, 0…1000000"),
    ([["a", "parent = 1"]], "c:4:10: parent is an integer; expected a string"),
    (
      [["a", "description = \"\\u001b[2J\""]],
      "c:4:15: description holds what does not print; expected one line of text"
    ),
    ([["a", ""], ["a", ""]], "c:6:8: class 'a' stands twice"),
  ]

  @Test(arguments: mistakes.indices)
  func mistakesInParentsAndOrdersAreTold(_ place: Int) {
    mistakesInClassesAreTold(classRows(Self.mistakes[place].rows), Self.mistakes[place].problem)
  }
}

private func classRows(_ rows: [[String]]) -> String {
  rows.map { "[[class]]\nname = \"\($0[0])\"\nrgb = [\($0[0].utf8.first ?? 0), 0, 0]\n\($0[1])\n" }.joined()
}
