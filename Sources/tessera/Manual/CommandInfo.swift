import ArgumentParser
import Foundation

/// What the parser knows of a command, as `--experimental-dump-help` tells it.
struct CommandInfo: Decodable {
  struct Argument: Decodable {
    enum Kind: String, Decodable { case positional, option, flag }

    struct Name: Decodable {
      let kind: String
      let name: String
      /// As one types it.
      var typed: String { (kind == "long" ? "--" : "-") + name }
    }

    let kind: Kind
    let names: [Name]?
    let valueName: String?
    let abstract: String?
    let defaultValue: String?
    let allValues: [String]?
    let isOptional: Bool
    let isRepeating: Bool
    let shouldDisplay: Bool
  }

  let commandName: String
  let superCommands: [String]?
  let abstract: String?
  let discussion: String?
  let arguments: [Argument]?
  let subcommands: [CommandInfo]?

  /// The program with everything below it.
  static var program: CommandInfo {
    get throws {
      struct Tool: Decodable { let command: CommandInfo }
      return try JSONDecoder().decode(Tool.self, from: Data(Tessera._dumpHelp().utf8)).command
    }
  }

  /// The words that begin its lines: `tessera eval clicks`.
  var words: [String] { (superCommands ?? []) + [commandName] }
  /// Those that people see, in the parser's order.
  var shownArguments: [Argument] { (arguments ?? []).filter(\.shouldDisplay) }
  /// Without `help`, which every command line tool has.
  var shownSubcommands: [CommandInfo] { (subcommands ?? []).filter { $0.commandName != "help" } }
  /// It and those below it.
  var all: [CommandInfo] { [self] + shownSubcommands.flatMap(\.all) }
}
