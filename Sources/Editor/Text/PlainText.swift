/// The one door for text on its way to the screen: names of files, messages, what was typed or pasted.
///
/// Control characters, bidirectional overrides, invisible format characters and unassigned code points become `�`:
/// they could move the cursor, reorder what is read or hide something.
public enum PlainText {
  /// Stands for what must not be shown.
  static let replacement: Character = "\u{FFFD}"

  /// `text` with every character safe to print.
  public static func sanitized(_ text: String) -> String { String(characters(of: text)) }

  /// The printable characters of `text`, in order.
  public static func characters(of text: String) -> [Character] { text.map(safe) }

  /// The number of columns that safe `text` takes.
  public static func width(_ text: String) -> Int { text.reduce(0) { $0 + width($1) } }

  /// The number of columns of a safe character: 1 or 2.
  public static func width(_ character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    if first.isASCII { return 1 }
    return character.unicodeScalars.contains { $0.value == 0xFE0F } || isWide(first) ? 2 : 1
  }

  /// Safe text of at most `columns` columns; what is cut ends with `…`.
  public static func truncated(_ text: String, to columns: Int) -> String {
    let characters = characters(of: text)
    guard characters.reduce(0, { $0 + width($1) }) > columns else { return String(characters) }
    guard columns > 0 else { return "" }
    return String(prefix(of: characters, columns: columns - 1)) + "…"
  }

  /// Safe text of at most `columns` columns that keeps its end: for paths, whose end tells most.
  public static func truncatedAtStart(_ text: String, to columns: Int) -> String {
    let characters = characters(of: text)
    guard characters.reduce(0, { $0 + width($1) }) > columns else { return String(characters) }
    guard columns > 0 else { return "" }
    return "…" + String(prefix(of: characters.reversed(), columns: columns - 1).reversed())
  }

  private static func prefix(of characters: some Sequence<Character>, columns: Int) -> [Character] {
    var kept: [Character] = []
    var room = columns
    for character in characters {
      room -= width(character)
      if room < 0 { break }
      kept.append(character)
    }
    return kept
  }

  private static func safe(_ character: Character) -> Character {
    guard let first = character.unicodeScalars.first, isPrintable(first) else { return replacement }
    let rest = character.unicodeScalars.dropFirst()
    if rest.isEmpty { return character }
    // A pile of marks on one letter spills over its neighbours in many terminals.
    guard rest.count <= 3, rest.allSatisfy(isMark) else { return Character(first) }
    return character
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    case .nonspacingMark, .enclosingMark, .spacingMark: false
    default: true
    }
  }

  /// East Asian wide and fullwidth blocks and the pictographs that terminals draw two columns wide.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x2E80...0x303E, 0x3041...0x33FF,
      0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x1B000...0x1B2FF,
      0x1F004, 0x1F0CF, 0x1F18E, 0x1F191...0x1F19A, 0x1F200...0x1F265, 0x20000...0x3FFFD:
      true
    case 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F7E0...0x1F7EB, 0x1F900...0x1F9FF, 0x1FA70...0x1FAFF:
      scalar.properties.isEmojiPresentation
    default: scalar.properties.isEmojiPresentation
    }
  }
}
