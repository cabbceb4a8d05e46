import SystemPackage

/// One line of a folder's log: the time, the image's stem, and what was said of it.
///
///     tessera-folder 1
///     @1763748000.123 jet1 mark done
///     @1763748012.004 "jet 2" note "second look"
struct FolderLine: Equatable {
  enum Change: Equatable {
    case mark(ImageStatus)
    case note(String)
  }

  static let firstLine = "tessera-folder 1"

  let stem: String
  let change: Change

  /// Nil for what is no such line.
  init?(_ line: ArraySlice<UInt8>) {
    guard line.first == UInt8(ascii: "@"), let blank = line.firstIndex(of: 0x20) else { return nil }
    let rest = line[(blank + 1)...]
    if let plain = FolderLine(plain: rest) {
      self = plain
      return
    }
    guard let words = try? WordScanner.words(of: rest), words.count > 1, let stem = words[0].text,
      let command = try? Command.parse(words: words[1...])
    else { return nil }
    switch command {
    case .mark(let status): self.init(stem: stem, change: .mark(status))
    case .note(let note?): self.init(stem: stem, change: .note(note))
    default: return nil
    }
  }

  init(stem: String, change: Change) { (self.stem, self.change) = (stem, change) }

  /// `STEM mark STATE` without quotes: most of a hundred thousand lines.
  private init?(plain rest: ArraySlice<UInt8>) {
    guard let blank = rest.firstIndex(of: 0x20), blank > rest.startIndex,
      !rest[..<blank].contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") || $0 < 0x21 }),
      rest.first != UInt8(ascii: "#"), let stem = String(validating: rest[..<blank], as: UTF8.self),
      let status = Self.marks.first(where: { rest[(blank + 1)...].elementsEqual($0.bytes) })?.status
    else { return nil }
    self.init(stem: stem, change: .mark(status))
  }

  private static let marks = ImageStatus.allCases.map {
    (status: $0, bytes: Array(Command.mark($0).description.utf8))
  }

  /// The line as it is written, without a line feed.
  func written(at milliseconds: Int) -> String {
    let command: Command =
      switch change {
      case .mark(let status): .mark(status)
      case .note(let note): .note(note)
      }
    return "\(JournalTime(milliseconds: milliseconds)) \(word(stem)) \(command)"
  }
}
