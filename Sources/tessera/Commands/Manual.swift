import ArgumentParser

/// `tessera manual`: the manual pages, made of the same tables as `--help`, `?` and the prompt.
struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a manual page (troff).",
    discussion: """
      Example: `tessera manual | man -l -` reads the page of the program, `tessera manual eval clicks | man -l -` the \
      one of a command.
      """)

  @Argument(help: "The command, such as label or eval clicks (default: the program).") var command: [String] = []

  func run() throws {
    let name = (["tessera"] + command).joined(separator: "-")
    let pages = try ManualPage.all
    guard let page = pages.first(where: { $0.name == name }) else {
      throw fail("no command '\(command.joined(separator: " "))'; `tessera --help` lists all")
    }
    print(page.text, terminator: "")
  }
}
