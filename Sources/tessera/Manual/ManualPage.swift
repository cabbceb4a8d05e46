import ArgumentParser
import Editor
import Session

/// A manual page: of the program, or of one of its commands. Made of what the parser, the key map and the command table
/// know, so that it cannot say anything else than `--help`, `?` and the prompt.
struct ManualPage {
  let command: CommandInfo

  /// Of every command, the program's first.
  static var all: [ManualPage] { get throws { try CommandInfo.program.all.map(ManualPage.init) } }

  /// `tessera-eval-clicks`
  var name: String { command.words.joined(separator: "-") }
  /// Below `share/man/man1`.
  var fileName: String { name + ".1" }

  /// The page in troff.
  var text: String {
    var page = Roff(title: name.uppercased(), version: Tessera.configuration.version)
    page.section("Name")
    page.line(Roff.escaped(name) + " \\- " + Roff.escaped(summary))
    page.section("Synopsis")
    page.lines(synopsis)
    page.section("Description")
    page.prose([command.abstract, command.discussion].compactMap(\.self).joined(separator: "\n\n"))
    writeArguments(&page)
    writeCommands(&page)
    if command.superCommands == nil { writeReference(&page) }
    writeSeeAlso(&page)
    return page.text
  }

  /// What the command does, as a phrase.
  private var summary: String {
    let words = command.abstract ?? name
    let phrase = words.hasSuffix(".") ? String(words.dropLast()) : words
    return phrase.prefix(1).lowercased() + phrase.dropFirst()
  }

  // MARK: Arguments

  private var synopsis: [String] {
    let head = Roff.bold(command.words.joined(separator: " "))
    guard command.shownSubcommands.isEmpty else {
      let rest = " [" + Roff.italic("options") + "] " + Roff.italic("path") + " ..."
      let below = head + " " + Roff.italic("command") + rest
      return command.superCommands == nil ? [head + rest, below] : [below]
    }
    let places = command.shownArguments.filter { $0.kind == .positional }.map { argument in
      let value = Roff.italic(argument.valueName ?? "value") + (argument.isRepeating ? " ..." : "")
      return argument.isOptional ? "[\(value)]" : value
    }
    return [([head, "[" + Roff.italic("options") + "]"] + places).joined(separator: " ")]
  }

  private func writeArguments(_ page: inout Roff) {
    let shown = command.shownArguments
    for (title, isWanted) in [("Arguments", true), ("Options", false)] {
      let part = shown.filter { ($0.kind == .positional) == isWanted }
      guard !part.isEmpty else { continue }
      page.section(title)
      for argument in part { page.item(argument.term, argument.words) }
    }
  }

  private func writeCommands(_ page: inout Roff) {
    guard !command.shownSubcommands.isEmpty else { return }
    page.section("Commands")
    for below in command.shownSubcommands {
      let name = ManualPage(command: below).name
      page.item(Roff.bold(below.commandName), "\(below.abstract ?? "") See `\(name)`(1).")
    }
  }

  // MARK: What only the program's page has

  private func writeReference(_ page: inout Roff) {
    page.section("Keys")
    page.prose("The built-in key map `default`; a keymap.toml of your own is laid over it.")
    for group in Keymap.standard.manualGroups {
      page.subsection(group.title)
      for row in group.rows { page.item(Roff.bold(row.keys), row.help) }
    }
    page.section("Command language")
    page.prose("What key maps, the `:` line, journals and scripts say. A point that is left out is the cursor's.")
    for row in Command.manualRows { page.item(Roff.bold(row.usage), row.help) }
    page.section("Files")
    for (file, words) in Self.files { page.item(Roff.italic(file), words) }
    page.section("Environment")
    for (name, words) in Self.variables { page.item(Roff.bold(name), words) }
    page.section("Exit status")
    page.prose("0 done, 1 failed, 2 partly failed (with a list of what), 64 usage.")
  }

  private static let files = [
    (
      "<images>_segmented/",
      "Masks, `<stem>_mask_(R:204,G:0,B:0).png`, objects, `<stem>_instances.png`, and label maps, `<stem>_segments.png`."
    ),
    ("<images>_segmented/.tessera/", "Journals, segments, locks, states of images and notes, caches."),
    (
      "$XDG_CONFIG_HOME/tessera/",
      "`keymap.toml` and `theme.toml` are laid over the built-in ones; `classes.toml`; `config.toml` names models."
    ),
    ("$XDG_STATE_HOME/tessera/", "`label.log`, what libraries said; `welcomed`, a sign that you were here before."),
  ]

  private static let variables = [
    ("XDG_CONFIG_HOME", "Where settings are; default: ~/.config."),
    ("XDG_STATE_HOME", "Where the log is; default: ~/.local/state."),
    ("TESSERA_OPENVINO", "The OpenVINO that runs models: its library, or a folder around it."),
    ("TMPDIR", "Where the tutorial puts its masks until it ends; default: /tmp."),
  ]

  private func writeSeeAlso(_ page: inout Roff) {
    let others = command.superCommands.map { [$0.joined(separator: "-")] } ?? []
    let below = command.shownSubcommands.map { ManualPage(command: $0).name }
    page.section("See also")
    page.line((others + below).map { Roff.bold($0) + "(1)" }.joined(separator: ", "))
  }
}

extension CommandInfo.Argument {
  /// Its names with its value, in troff.
  fileprivate var term: String {
    let value = Roff.italic(valueName ?? "value")
    guard kind != .positional else { return value }
    let names = (names ?? []).map { Roff.bold($0.typed) }.joined(separator: ", ")
    return kind == .option ? names + " " + value : names
  }

  /// What it says, which values it takes, and which it has by itself.
  fileprivate var words: String {
    let values = allValues.map { $0.isEmpty ? "" : " Values: " + $0.joined(separator: ", ") + "." } ?? ""
    let own = defaultValue.map { " Default: \($0)." } ?? ""
    let often = isRepeating && kind != .positional ? " May be given several times." : ""
    return (abstract ?? "") + values + own + often
  }
}
