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

private func commandDocument() -> String {
  let titles: [(CommandScope, String)] = [
    (.labeling, "Labeling: changes the session, goes into the journal"), (.folder, "Images"), (.view, "View"),
  ]
  let parts = titles.map { scope, title in
    let rows = Command.table.filter { $0.scope == scope }.map { "| `\($0.usage)` | \($0.help) |" }
    return section(title, rows)
  }
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
