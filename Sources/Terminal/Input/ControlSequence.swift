/// A complete control sequence: what follows `ESC [`, taken apart.
struct ControlSequence {
  /// One of `< = > ?`, or empty.
  let prefix: String
  /// Digits, signs and separators.
  let parameters: Substring
  let intermediates: String
  let final: Character

  /// - Parameter body: the bytes after `ESC [`, the final byte last. Bytes from 0x20 to 0x7E only.
  init?(body: [UInt8]) {
    guard let last = body.last else { return nil }
    final = Character(Unicode.Scalar(last))
    var text = Substring(String(decoding: body.dropLast(), as: UTF8.self))
    if let first = text.first, "<=>?".contains(first) {
      prefix = String(first)
      text = text.dropFirst()
    } else {
      prefix = ""
    }
    // A minus sign is an intermediate by the standard, but pixel reports left of the text area carry it.
    let split = text.lastIndex { $0.isNumber || $0 == ";" || $0 == ":" || $0 == "-" }
    let end = split.map { text.index(after: $0) } ?? text.startIndex
    parameters = text[..<end]
    intermediates = String(text[end...])
  }

  /// The parameters as numbers; absent ones and nonsense are 0, sub-parameters (behind a colon) are left out.
  var numbers: [Int] {
    parameters.isEmpty ? [] : fields.map { $0.first ?? 0 }
  }

  /// The parameters with their sub-parameters.
  var fields: [[Int]] {
    parameters.split(separator: ";", omittingEmptySubsequences: false).map { field in
      field.split(separator: ":", omittingEmptySubsequences: false).map(Self.number)
    }
  }

  /// At most nine digits: no report is longer, and no sum can overflow.
  private static func number(_ digits: Substring) -> Int { digits.count > 10 ? 0 : Int(digits) ?? 0 }
}
