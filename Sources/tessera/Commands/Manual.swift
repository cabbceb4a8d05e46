import ArgumentParser
import Editor
import Session

/// `tessera manual`: the manual page, made of the same tables as `--help`, `?` and the prompt.
struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the manual page (troff).",
    discussion: "Example: `tessera manual | man -l -` reads it.")

  func run() throws {
    print(
      """
      .TH TESSERA 1 "" "tessera \(Tessera.configuration.version)" "User Commands"
      .SH NAME
      tessera \\- label images in the terminal
      .SH SYNOPSIS
      .B tessera
      .RI [ command ]
      .RI [ options ]
      .IR path ...
      """)
    section("DESCRIPTION", Tessera.helpMessage(columns: 78))
    for command in Tessera.configuration.subcommands where command != Manual.self {
      subcommand(command, of: "TESSERA")
    }
    section("KEYS", Keymap.standard.manualTable)
    section("COMMAND LANGUAGE", Command.manualTable)
    section(
      "FILES",
      """
      <images>_segmented/             masks: <stem>_mask_(R:204,G:0,B:0).png; instance maps: <stem>_instances.png;
                                      label maps: <stem>_segments.png
      <images>_segmented/.tessera/    journals, label maps, locks, records of what label maps were made of
      $XDG_CONFIG_HOME/tessera/       keymap.toml, theme.toml: merged over the built-in ones; classes.toml;
                                      config.toml: [sam] encoder, decoder, models; models/: its default
      """)
    section("EXIT STATUS", "0 done, 1 failed, 2 partly failed (with a list of what), 64 usage.")
  }

  /// A subcommand and those below it.
  private func subcommand(_ command: any ParsableCommand.Type, of parent: String) {
    let title = parent + " " + command._commandName.uppercased()
    section(title, Tessera.helpMessage(for: command, columns: 78))
    for below in command.configuration.subcommands { subcommand(below, of: title) }
  }

  private func section(_ title: String, _ text: String) {
    print(".SH \(title)\n.nf")
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let escaped = line.replacing("\\", with: "\\e").replacing("-", with: "\\-")
      // A line that begins with a dot or a quote would be a request.
      print(escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : String(escaped))
    }
    print(".fi")
  }
}
