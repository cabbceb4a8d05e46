/// Text of a manual page: what is written cannot be taken for a request or an escape of troff.
struct Roff {
  private(set) var text: String

  /// Begins a page of section 1.
  init(title: String, version: String) {
    text = ".TH \"\(title)\" 1 \"\" \"tessera \(version)\" \"User Commands\"\n"
  }

  mutating func section(_ title: String) { text += ".SH \(Self.escaped(title.uppercased()))\n" }

  mutating func subsection(_ title: String) { text += ".SS \(Self.escaped(title))\n" }

  /// Paragraphs, an empty line between them; what stands between backquotes is bold.
  mutating func prose(_ words: String) {
    let paragraphs = words.split(separator: "\n\n").map {
      Self.marked($0.split(separator: "\n").joined(separator: " "))
    }
    text += paragraphs.map { Self.line($0) + "\n" }.joined(separator: ".PP\n")
  }

  /// A term with what is said of it.
  /// - Parameter term: in troff already, as `bold` and `italic` make it.
  mutating func item(_ term: String, _ words: String) {
    text += ".TP\n\(Self.line(term))\n\(Self.line(Self.marked(words)))\n"
  }

  mutating func line(_ troff: String) { lines([troff]) }

  /// Each on a row of its own.
  mutating func lines(_ troff: [String]) { text += troff.map { Self.line($0) + "\n" }.joined(separator: ".br\n") }

  static func bold(_ words: String) -> String { "\\fB\(escaped(words))\\fR" }
  static func italic(_ words: String) -> String { "\\fI\(escaped(words))\\fR" }

  /// Every character as a typewriter has it.
  static func escaped(_ words: String) -> String {
    words.map { character in
      switch character {
      case "\\": "\\e"
      case "-": "\\-"
      case "'": "\\(aq"
      case "`": "\\(ga"
      case "^": "\\(ha"
      case "~": "\\(ti"
      default: character.isASCII ? String(character) : numbered(character)
      }
    }.joined()
  }

  /// Without a word about the file's encoding troff takes bytes for characters.
  private static func numbered(_ character: Character) -> String {
    character.unicodeScalars.map { scalar in
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "\\[u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
    }.joined()
  }

  private static func marked(_ words: String) -> String {
    words.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { place, part in
      place % 2 == 1 ? bold(String(part)) : escaped(String(part))
    }.joined()
  }

  /// A line that begins with a dot or a quote would be a request.
  private static func line(_ troff: String) -> String {
    troff.hasPrefix(".") || troff.hasPrefix("'") ? "\\&" + troff : troff
  }
}
