import Raster
import Segmentation

/// What kind of thing a command changes.
public enum CommandScope: String, Sendable {
  /// The labels and paint of the image; goes into the journal.
  case labeling
  /// Which image is open.
  case folder
  /// What the screen shows; never part of the masks.
  case view
}

/// One row of the table that parser, printer, help and completion read.
public struct CommandDescription: Sendable {
  /// The first word of its lines.
  public let name: String
  /// How its arguments are written, such as `X Y [CLASS]`.
  public let arguments: String
  /// One sentence, no full stop.
  public let help: String
  /// What the command changes.
  public let scope: CommandScope
  /// Fixed words that the first argument may be, for completion.
  let choices: [String]
  let read: @Sendable (inout WordReader) throws(CommandError) -> Command
  /// The arguments as written; nil if the command is another one.
  let write: @Sendable (Command) -> [String]?

  init(
    _ name: String, _ arguments: String, _ scope: CommandScope, _ help: String, choices: [String] = [],
    read: @escaping @Sendable (inout WordReader) throws(CommandError) -> Command,
    write: @escaping @Sendable (Command) -> [String]?
  ) {
    self.name = name
    self.arguments = arguments
    self.help = help
    self.scope = scope
    self.choices = choices
    self.read = read
    self.write = write
  }

  /// A command without arguments.
  init(_ name: String, _ scope: CommandScope, _ help: String, _ command: Command) {
    self.init(name, "", scope, help, read: { _ throws(CommandError) in command }, write: { $0 == command ? [] : nil })
  }

  /// How the whole command is written, such as `fill X Y [CLASS]`.
  public var usage: String { arguments.isEmpty ? name : "\(name) \(arguments)" }
}

extension Command {
  /// All commands, in the order in which help lists them.
  public static let table: [CommandDescription] =
    labelingTable + smartFillTable + freehandTable + objectTable + grabCutTable + samTable + templateTable + folderTable
    + stateTable + viewTable + imageLookTable

  /// Rows by their first word; several rows may share one (`stroke fill`, `stroke to`).
  private static let rows: [String: CommandDescription] = Dictionary(uniqueKeysWithValues: table.map { ($0.name, $0) })

  /// Reads one command line.
  public static func parse(_ line: String) throws(CommandError) -> Command { try parse(bytes: Array(line.utf8)[...]) }

  /// Reads one command line from its bytes, which need not be valid UTF-8.
  static func parse(bytes: ArraySlice<UInt8>) throws(CommandError) -> Command {
    try parse(words: try WordScanner.words(of: bytes)[...])
  }

  /// Reads one command line from its words.
  static func parse(words: ArraySlice<Word>) throws(CommandError) -> Command {
    guard let first = words.first else { throw .empty }
    guard !first.isQuoted, let name = first.text, let row = rows[name] else {
      throw .unknown(first.shown, nearest: nearestName(to: first.shown, in: table.map(\.name)))
    }
    var reader = WordReader(command: name, expected: row.usage, words: words.dropFirst())
    let command = try row.read(&reader)
    try reader.finish()
    return command
  }

  /// The row of the table that describes this command.
  public var row: CommandDescription {
    for row in Self.table where row.write(self) != nil { return row }
    preconditionFailure("a command is missing in the table")
  }

  /// The command's name, such as `fill`.
  public var name: String { row.name }

  /// What the command changes.
  public var scope: CommandScope { row.scope }
}

extension Command: CustomStringConvertible {
  /// The command line: `Command.parse` makes the same command of it again.
  public var description: String {
    for row in Self.table {
      if let arguments = row.write(self) { return ([row.name] + arguments).joined(separator: " ") }
    }
    preconditionFailure("a command is missing in the table")
  }
}
