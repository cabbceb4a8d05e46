import ArgumentParser

/// How the app looks and which keys do what.
struct LookOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A key map (TOML), or the name of a built-in one: default, vim.", valueName: "file"))
  var keymap: PathArgument?
  @Option(
    help: ArgumentHelp(
      "A theme (TOML), or a built-in one: dark, light, high-contrast, colour-blind-safe.", valueName: "file"))
  var theme: PathArgument?
  @Option(help: "How pictures are drawn; auto asks the terminal.") var graphics = GraphicsChoice.auto

  /// The same, as one would type it.
  var arguments: [String] {
    var arguments = ["--graphics=\(graphics.rawValue)"]
    if let keymap { arguments.append("--keymap=\(keymap.path.string)") }
    if let theme { arguments.append("--theme=\(theme.path.string)") }
    return arguments
  }
}
