import Raster
import SystemPackage

/// One word of a command line, unquoted. Bytes, because paths are.
struct Word: Equatable {
  var bytes: [UInt8]
  /// Quoted words are never numbers.
  var isQuoted: Bool

  var text: String? { String(validating: bytes, as: UTF8.self) }
  var shown: String { printable(bytes) }

  /// The colour that `cc0000` or `#cc0000` means.
  var hexColor: RGB? {
    let digits = bytes.first == UInt8(ascii: "#") ? bytes.dropFirst() : bytes[...]
    guard digits.count == 6, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = Int(String(decoding: digits, as: UTF8.self), radix: 16)
    else { return nil }
    return RGB(hex: value)
  }

  /// The whole number that the word is written as; nil for quoted words.
  var integer: Int? {
    guard !isQuoted, bytes.count <= 20, let text else { return nil }
    return Int(text)
  }
}

/// Divides a line into words: blanks separate, double quotes hold together, a backslash escapes, `#` begins a comment.
struct WordScanner {
  private let line: ArraySlice<UInt8>
  private var at: Int

  static func words(of line: ArraySlice<UInt8>) throws(CommandError) -> [Word] {
    var scanner = WordScanner(line: line, at: line.startIndex)
    var words: [Word] = []
    while let word = try scanner.next() { words.append(word) }
    return words
  }

  private init(line: ArraySlice<UInt8>, at: Int) {
    self.line = line
    self.at = at
  }

  private mutating func next() throws(CommandError) -> Word? {
    while at < line.endIndex, Self.isBlank(line[at]) { at += 1 }
    guard at < line.endIndex, line[at] != UInt8(ascii: "#") else { return nil }
    var word = Word(bytes: [], isQuoted: false)
    var isInQuotes = false
    while at < line.endIndex, isInQuotes || !Self.isBlank(line[at]) {
      let byte = line[at]
      at += 1
      switch byte {
      case UInt8(ascii: "\""):
        isInQuotes.toggle()
        word.isQuoted = true
      case UInt8(ascii: "\\"):
        word.bytes.append(try escaped())
        word.isQuoted = true
      default: word.bytes.append(byte)
      }
    }
    guard !isInQuotes else { throw .openQuote }
    return word
  }

  /// The byte that the escape behind a backslash stands for.
  private mutating func escaped() throws(CommandError) -> UInt8 {
    guard at < line.endIndex else { throw .badEscape("\\") }
    let byte = line[at]
    at += 1
    switch byte {
    case UInt8(ascii: "n"): return UInt8(ascii: "\n")
    case UInt8(ascii: "r"): return UInt8(ascii: "\r")
    case UInt8(ascii: "t"): return UInt8(ascii: "\t")
    case UInt8(ascii: "x"):
      let digits = String(decoding: line[at..<min(at + 2, line.endIndex)], as: UTF8.self)
      guard digits.utf8.count == 2, digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
        let value = UInt8(digits, radix: 16)
      else { throw .badEscape("\\x" + printable(Array(digits.utf8))) }
      at += 2
      return value
    case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: " "), UInt8(ascii: "#"): return byte
    default: throw .badEscape("\\" + printable([byte]))
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}

/// `bytes` as one word that reads back as the same bytes: bare where that is safe, otherwise quoted.
func word(_ bytes: [UInt8], isNumberLike: Bool = false) -> String {
  let isBare =
    !bytes.isEmpty && !isNumberLike && bytes[0] != UInt8(ascii: "#") && bytes[0] != UInt8(ascii: "@")
    && bytes.allSatisfy { (0x21..<0x7F).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
  if isBare { return String(decoding: bytes, as: UTF8.self) }
  var text = "\""
  for piece in TextPieces(bytes) {
    switch piece {
    case .scalar("\""): text += "\\\""
    case .scalar("\\"): text += "\\\\"
    case .scalar(let scalar) where !isControl(scalar): text.unicodeScalars.append(scalar)
    case .scalar(let scalar): text += escape(Array(String(scalar).utf8))
    case .invalid(let byte): text += escape([byte])
    }
  }
  return text + "\""
}

/// `text` as one word; quoted where it would read as a number.
func word(_ text: String) -> String { word(Array(text.utf8), isNumberLike: Int(text) != nil) }

extension FilePath {
  /// The path from its bytes; nil if there is a zero among them.
  public init?(bytes: [UInt8]) {
    guard !bytes.contains(0) else { return nil }
    self.init(platformString: bytes.map(CChar.init(bitPattern:)) + [0])
  }

  /// The bytes of the path.
  var bytes: [UInt8] {
    withPlatformString { pointer in
      var bytes: [UInt8] = []
      var at = pointer
      while at.pointee != 0 {
        bytes.append(UInt8(bitPattern: at.pointee))
        at += 1
      }
      return bytes
    }
  }

  /// The path fit for a terminal.
  public var shown: String { printable(bytes) }
}
