import Session
import Testing

@testable import Editor

private func keyDocument() throws -> String {
  let keymap = try #require(try Keymap.preset("default"))
  return """
    # Keys

    Made from `keymaps/default.toml`; `?` shows the same in the app. Your own `$XDG_CONFIG_HOME/tessera/keymap.toml` is
    merged over it key by key.

    \(keymap.markdown)

    """
}

private func section(_ title: String, _ rows: [String]) -> String {
  (["## \(title)", "", "| command | what it does |", "| --- | --- |"] + rows).joined(separator: "\n")
}

private func commandTable(_ scope: CommandScope) -> [String] {
  Command.table.filter { $0.scope == scope }.map { "| `\($0.usage)` | \($0.help) |" }
}

private func commandDocument() -> String {
  let titles: [(CommandScope, String)] = [
    (.labeling, "Labeling: changes the session, goes into the journal"), (.folder, "Images"), (.view, "View"),
  ]
  let parts = titles.map { scope, title in section(title, commandTable(scope)) }
  let words = EditorAction.words.map { word in
    "| `\(word.arguments.isEmpty ? word.name : "\(word.name) \(word.arguments)")` | \(word.help) |"
  }
  return """
    # Commands

    The one language of key maps, the `:` prompt, journals and scripts. Points are image pixels, x to the right, y down,
    from 0 0; at the prompt a point that is left out is the cursor. `#` starts a comment.

    \((parts + [section("In key maps and at the prompt only: never in a journal or a script", words)]).joined(separator: "\n\n"))

    """
}

@Test func keysAreDocumented() throws { #expect(try Repository.isCurrent("docs/keys.md", try keyDocument())) }

@Test func commandsAreDocumented() throws { #expect(try Repository.isCurrent("docs/commands.md", commandDocument())) }

/// README repeats the first group of the key table.
@Test func readmeShowsTheKeys() throws {
  let keymap = try #require(try Keymap.preset("default"))
  let first = try #require(keymap.markdown.split(separator: "### ").first)
  let table = first.split(separator: "\n").filter { $0.hasPrefix("|") }.joined(separator: "\n")
  #expect(try Repository.text("README.md").contains(table), "paste the table of docs/keys.md into README.md")
}

/// The guide with the tables that its comments ask for: `<!-- keys: TITLE -->`, `<!-- commands: SCOPE -->`.
private func guide(_ written: String) throws -> String {
  let keymap = try #require(try Keymap.preset("default"))
  var lines: [String] = []
  var isInTable = false
  for line in written.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
    if line == "<!-- end -->" { isInTable = false }
    if !isInTable { lines.append(line) }
    guard let (kind, name) = marker(line) else { continue }
    lines.append(try #require(kind == "keys" ? keymap.markdownTable(name) : commands(name), "no table \(line)"))
    isInTable = true
  }
  #expect(!isInTable, "a table without its end")
  return lines.joined(separator: "\n")
}

private func marker(_ line: String) -> (kind: String, name: String)? {
  line.wholeMatch(of: /<!-- (keys|commands): (.+) -->/).map { (String($0.1), String($0.2)) }
}

private func commands(_ scope: String) -> String? {
  CommandScope(rawValue: scope).map {
    (["| command | what it does |", "| --- | --- |"] + commandTable($0)).joined(separator: "\n")
  }
}

@Test func theGuideHasTheTablesOfTheCode() throws {
  let written = try Repository.text("docs/guide.md")
  #expect(try Repository.isCurrent("docs/guide.md", try guide(written)))
}

/// No part of the key map is left out but what goes for reading only.
@Test func theGuideHasEveryPartOfTheKeyMap() throws {
  let text = try Repository.text("docs/guide.md")
  let keymap = try #require(try Keymap.preset("default"))
  for group in keymap.manualGroups where group.title != "In help and messages" {
    #expect(text.contains("<!-- keys: \(group.title) -->"), "\(group.title) is not in docs/guide.md")
  }
}

/// Links of the guide lead somewhere.
@Test func theGuideLinksToFiles() throws {
  for match in try Repository.text("docs/guide.md").matches(of: /\]\(([^)#]+)/) {
    #expect((try? Repository.text("docs/\(match.1)")) != nil, "\(match.1)")
  }
}
