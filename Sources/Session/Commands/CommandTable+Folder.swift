extension Command {
  /// The longest note, in characters.
  static let longestNote = 1000

  static let stateTable: [CommandDescription] = [
    CommandDescription(
      "next-unfinished", "[COUNT]", .folder, "Go to the next image that is todo or doing, around the end",
      read: { words throws(CommandError) in .nextUnfinished(try words.count()) },
      write: { if case .nextUnfinished(let count) = $0 { words(count: count) } else { nil } }),
    CommandDescription(
      "previous-unfinished", "[COUNT]", .folder, "Go to the previous image that is todo or doing, around the end",
      read: { words throws(CommandError) in .previousUnfinished(try words.count()) },
      write: { if case .previousUnfinished(let count) = $0 { words(count: count) } else { nil } }),
    CommandDescription(
      "mark", "todo | doing | done | skipped | rejected", .folder, "Say how far the image is",
      choices: ImageStatus.allCases.map(\.rawValue),
      read: { words throws(CommandError) in .mark(try words.choice(ImageStatus.self)) },
      write: { if case .mark(let status) = $0 { [status.rawValue] } else { nil } }),
    CommandDescription(
      "note", "[TEXT]", .folder, "Write a note on the image; \"\" takes it away, nothing shows it to be changed",
      read: readNote,
      write: { if case .note(let text) = $0 { text.map { [word($0)] } ?? [] } else { nil } }),
    CommandDescription(
      "relabel-folder", "CLASS CLASS", .folder,
      "Make all paint of a class paint of another, on all images; counts first, and asks",
      read: { words throws(CommandError) in .relabelFolder(try words.classReference(), try words.classReference()) },
      write: { if case .relabelFolder(let from, let to) = $0 { words(from) + words(to) } else { nil } }),
    CommandDescription(
      "relabel-folder-undo", .folder, "Take the last relabel-folder back on all images where nothing was done since",
      .relabelFolderUndo),
  ]

  /// The words of a note need no quotes.
  @Sendable private static func readNote(_ words: inout WordReader) throws(CommandError) -> Command {
    guard !words.isAtEnd else { return .note(nil) }
    var parts: [String] = []
    while !words.isAtEnd { parts.append(try words.text()) }
    let text = parts.joined(separator: " ")
    guard text.count <= longestNote else {
      throw .value(
        command: words.command, given: String(text.prefix(20)) + "…", expected: "at most \(longestNote) characters")
    }
    return .note(text)
  }
}
