import Raster
import Segmentation
import SystemPackage

/// Reads the arguments of one command from left to right.
struct WordReader {
  let command: String
  let expected: String
  private var words: ArraySlice<Word>

  init(command: String, expected: String, words: ArraySlice<Word>) {
    self.command = command
    self.expected = expected
    self.words = words
  }

  var isAtEnd: Bool { words.isEmpty }

  func finish() throws(CommandError) {
    if let extra = words.first { throw .tooMany(command: command, given: extra.shown, expected: expected) }
  }

  mutating func next() throws(CommandError) -> Word {
    guard let word = words.popFirst() else { throw .missing(command: command, expected: expected) }
    return word
  }

  func misfit(_ word: Word, _ expected: String) -> CommandError {
    .value(command: command, given: word.shown, expected: expected)
  }

  mutating func integer(_ range: ClosedRange<Int>) throws(CommandError) -> Int {
    let word = try next()
    guard let value = word.integer, range.contains(value) else {
      throw misfit(word, "\(self.expected) with a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  mutating func text() throws(CommandError) -> String {
    let word = try next()
    guard let text = word.text else { throw misfit(word, "\(self.expected) in UTF-8") }
    return text
  }

  mutating func point() throws(CommandError) -> PixelPoint {
    PixelPoint(x: try integer(Command.coordinates), y: try integer(Command.coordinates))
  }

  /// One point at least, and all that follow to the end of the line.
  mutating func points() throws(CommandError) -> [PixelPoint] {
    var points = [try point()]
    while !isAtEnd { points.append(try point()) }
    return points
  }

  /// Whether the next word is a whole number.
  var isAtNumber: Bool { words.first?.integer != nil }

  /// A point, or nothing where no words are left.
  mutating func optionalPoint() throws(CommandError) -> PixelPoint? { isAtEnd ? nil : try point() }

  /// A point where two words or more are left: one alone is what may follow the point.
  mutating func leadingPoint() throws(CommandError) -> PixelPoint? { words.count < 2 ? nil : try point() }

  /// Three numbers, or the last word alone as six hexadecimal digits; a # before them wants quotes.
  mutating func color() throws(CommandError) -> RGB {
    if words.count == 1, let color = words.first?.hexColor {
      words = []
      return color
    }
    return RGB(UInt8(try integer(0...255)), UInt8(try integer(0...255)), UInt8(try integer(0...255)))
  }

  mutating func count() throws(CommandError) -> Int { isAtEnd ? 1 : try integer(1...Command.farthest) }

  mutating func classReference() throws(CommandError) -> ClassReference {
    let word = try next()
    return try classReference(word.text ?? "", word)
  }

  /// The class that `text` means, which is `word` or a part of it.
  func classReference(_ text: String, _ word: Word) throws(CommandError) -> ClassReference {
    if !word.isQuoted, let number = Int(text) {
      guard (1...65535).contains(number) else { throw misfit(word, "a class name or a number from 1 to 65535") }
      return .number(number)
    }
    guard !text.isEmpty else { throw misfit(word, "a class name in UTF-8") }
    return .name(text)
  }

  /// A class, or nothing where no words are left.
  mutating func optionalClass() throws(CommandError) -> ClassReference? { isAtEnd ? nil : try classReference() }

  /// One of the words of a choice.
  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(_: Choice.Type) throws(CommandError) -> Choice {
    let word = try next()
    guard let text = word.text, let choice = Choice(rawValue: text) else {
      throw misfit(word, Choice.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return choice
  }

  mutating func path() throws(CommandError) -> FilePath {
    let word = try next()
    guard let path = FilePath(bytes: word.bytes), !path.isEmpty else { throw misfit(word, "the path of an image") }
    return path
  }

  /// `key=value` to the end of the line.
  mutating func settings() throws(CommandError) -> [MethodSpec.Setting] {
    var settings: [MethodSpec.Setting] = []
    while !isAtEnd {
      let setting = try setting("\(expected), such as region_size=40")
      settings.append(.init(setting.name, setting.value))
    }
    return settings
  }

  /// One `key=value`, with the word that it is written as.
  /// - Parameter expected: what is said where it is none.
  mutating func setting(_ expected: String) throws(CommandError) -> (name: String, value: String, word: Word) {
    let word = try next()
    guard let setting = word.text.flatMap(MethodSpec.Setting.init(written:)), !setting.name.isEmpty else {
      throw misfit(word, expected)
    }
    return (setting.name, setting.value, word)
  }
}
