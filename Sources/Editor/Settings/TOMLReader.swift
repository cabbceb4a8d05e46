/// Why text is not TOML, and where.
struct TOMLError: Error {
  var position: TOMLPosition
  var problem: String
}

/// Reads the part of TOML 1.0 that settings need: tables, lists of tables, strings, numbers, booleans, lists and
/// inline tables. Dates and multi-line strings are refused with a sentence.
///
/// Our own, because every value must keep its line and column: a wrong key name is found long after parsing.
struct TOMLReader {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var line = 1
  private var lineStart = 0
  /// Lists and inline tables deeper than this are an attack on the stack, not a setting.
  private static let depthLimit = 24

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    if scalars.first == "\u{FEFF}" { index = 1 }
  }

  mutating func document() throws(TOMLError) -> TOMLTable {
    let root = TOMLTable()
    var current = root
    while true {
      skipBlank()
      guard let next = peek else { return root }
      if next == "[" {
        current = try header(in: root)
      } else {
        try keyAndValue(into: current, depth: 0)
      }
      try endOfLine()
    }
  }

  // MARK: Structure

  private mutating func header(in root: TOMLTable) throws(TOMLError) -> TOMLTable {
    let start = position
    advance()
    let isList = take("[")
    let path = try keyPath()
    guard take("]"), !isList || take("]") else { throw problem("a header ends with '\(isList ? "]]" : "]")'") }
    let parent = try descend(path.dropLast(), from: root)
    guard let last = path.last else { throw problem("a header needs a name", at: start) }
    return isList ? try appendTable(last, to: parent) : try openTable(last, in: parent)
  }

  private func openTable(_ key: Name, in parent: TOMLTable) throws(TOMLError) -> TOMLTable {
    let table = try descend([key], from: parent)
    if table.isDefined { throw problem("[\(key.text)] stands twice; join the two", at: key.position) }
    table.isDefined = true
    return table
  }

  private func appendTable(_ key: Name, to parent: TOMLTable) throws(TOMLError) -> TOMLTable {
    let table = TOMLTable()
    let value = TOMLValue(content: .table(table), position: key.position)
    guard let at = parent.entries.firstIndex(where: { $0.key == key.text }) else {
      let list = TOMLValue(content: .array([value]), position: key.position)
      parent.entries.append(.init(key: key.text, position: key.position, value: list))
      return table
    }
    guard case .array(let values) = parent.entries[at].value.content else {
      throw problem("'\(key.text)' is \(parent.entries[at].value.kind) already", at: key.position)
    }
    parent.entries[at].value.content = .array(values + [value])
    return table
  }

  /// The table that `path` leads to; missing ones are made, a list of tables means its last.
  private func descend(_ path: some Sequence<Name>, from root: TOMLTable) throws(TOMLError) -> TOMLTable {
    var table = root
    for key in path {
      guard let value = table[key.text] else {
        let made = TOMLTable()
        let value = TOMLValue(content: .table(made), position: key.position)
        table.entries.append(.init(key: key.text, position: key.position, value: value))
        table = made
        continue
      }
      if case .table(let existing) = value.content {
        table = existing
      } else if case .array(let values) = value.content, case .table(let last)? = values.last?.content {
        table = last
      } else {
        throw problem("'\(key.text)' is \(value.kind) already, not a table", at: key.position)
      }
    }
    return table
  }

  private mutating func keyAndValue(into table: TOMLTable, depth: Int) throws(TOMLError) {
    let path = try keyPath()
    guard take("=") else { throw problem("expected '=' after '\(path.last?.text ?? "")'") }
    skipSpaces()
    let value = try self.value(depth: depth)
    let parent = try descend(path.dropLast(), from: table)
    guard let key = path.last else { throw problem("a setting needs a name") }
    if parent[key.text] != nil { throw problem("'\(key.text)' is set twice", at: key.position) }
    parent.entries.append(.init(key: key.text, position: key.position, value: value))
  }

  private struct Name {
    var text: String
    var position: TOMLPosition
  }

  private mutating func keyPath() throws(TOMLError) -> [Name] {
    var path: [Name] = []
    repeat {
      skipSpaces()
      path.append(try key())
      skipSpaces()
    } while take(".")
    return path
  }

  private mutating func key() throws(TOMLError) -> Name {
    let start = position
    if peek == "\"" || peek == "'" { return Name(text: try string(), position: start) }
    var text = ""
    while let next = peek, isBare(next) {
      text.unicodeScalars.append(next)
      advance()
    }
    if text.isEmpty { throw problem("expected the name of a setting") }
    return Name(text: text, position: start)
  }

  // MARK: Values

  private mutating func value(depth: Int) throws(TOMLError) -> TOMLValue {
    let start = position
    guard depth < Self.depthLimit else { throw problem("nested deeper than \(Self.depthLimit) lists") }
    guard let next = peek, next != "\n" else { throw problem("expected a value") }
    switch next {
    case "\"", "'": return TOMLValue(content: .string(try string()), position: start)
    case "[": return TOMLValue(content: .array(try list(depth: depth)), position: start)
    case "{": return TOMLValue(content: .table(try inlineTable(depth: depth)), position: start)
    default: return TOMLValue(content: try word(), position: start)
    }
  }

  private mutating func list(depth: Int) throws(TOMLError) -> [TOMLValue] {
    let start = position
    advance()
    var values: [TOMLValue] = []
    while true {
      skipBlank()
      if take("]") { return values }
      guard peek != nil else { throw problem("the list that begins here has no ']'", at: start) }
      values.append(try value(depth: depth + 1))
      skipBlank()
      if take(",") || peek == "]" || peek == nil { continue }
      throw problem("expected ',' or ']' in the list that begins in line \(start.line)")
    }
  }

  private mutating func inlineTable(depth: Int) throws(TOMLError) -> TOMLTable {
    let start = position
    advance()
    let table = TOMLTable()
    table.isDefined = true
    while true {
      skipBlank()
      if take("}") { return table }
      guard peek != nil else { throw problem("the table that begins here has no '}'", at: start) }
      try keyAndValue(into: table, depth: depth + 1)
      skipBlank()
      if take(",") || peek == "}" || peek == nil { continue }
      throw problem("expected ',' or '}' in the table that begins in line \(start.line)")
    }
  }

  private mutating func word() throws(TOMLError) -> TOMLValue.Content {
    let start = position
    var text = ""
    while let next = peek, isBare(next) || next == "." || next == "+" || next == ":" {
      text.unicodeScalars.append(next)
      advance()
    }
    if text == "true" || text == "false" { return .boolean(text == "true") }
    let plain = text.replacing("_", with: "")
    if let number = integer(plain) { return .integer(number) }
    if plain.first?.isLetter == false, let number = Double(plain), number.isFinite { return .real(number) }
    throw problem(text.isEmpty ? "expected a value" : "'\(text)' is no value; text stands in quotes", at: start)
  }

  private func integer(_ text: String) -> Int? {
    text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : Int(text)
  }

  // MARK: Strings

  private mutating func string() throws(TOMLError) -> String {
    let start = position
    guard let quote = peek else { throw problem("expected a string") }
    advance()
    var text = ""
    while let next = peek, next != "\n" {
      advance()
      if next == quote {
        if text.isEmpty && peek == quote { throw problem("multi-line strings are not supported", at: start) }
        return text
      }
      text.unicodeScalars.append(next == "\\" && quote == "\"" ? try escape() : next)
    }
    throw problem("the string that begins here has no end", at: start)
  }

  private mutating func escape() throws(TOMLError) -> Unicode.Scalar {
    let start = position
    guard let next = peek else { throw problem("the file ends inside an escape") }
    advance()
    switch next {
    case "\"", "\\": return next
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "u": return try hexadecimal(digits: 4, from: start)
    case "U": return try hexadecimal(digits: 8, from: start)
    default: throw problem("no escape '\\\(next)'; a backslash itself is '\\\\'", at: start)
    }
  }

  private mutating func hexadecimal(digits: Int, from start: TOMLPosition) throws(TOMLError) -> Unicode.Scalar {
    var text = ""
    for _ in 0..<digits {
      guard let next = peek else { break }
      text.unicodeScalars.append(next)
      advance()
    }
    guard let number = UInt32(text, radix: 16), let scalar = Unicode.Scalar(number) else {
      throw problem("'\(text)' is no Unicode number of \(digits) hexadecimal digits", at: start)
    }
    return scalar
  }

  // MARK: Scalars

  private var peek: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }
  private var position: TOMLPosition { TOMLPosition(line: line, column: index - lineStart + 1) }

  private mutating func advance() {
    if scalars[index] == "\n" {
      line += 1
      lineStart = index + 1
    }
    index += 1
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    advance()
    return true
  }

  private mutating func skipSpaces() {
    while let next = peek, next == " " || next == "\t" { advance() }
  }

  private mutating func skipComment() {
    guard peek == "#" else { return }
    while let next = peek, next != "\n" { advance() }
  }

  private mutating func skipBlank() {
    while let next = peek {
      switch next {
      case " ", "\t", "\r", "\n": advance()
      case "#": skipComment()
      default: return
      }
    }
  }

  private mutating func endOfLine() throws(TOMLError) {
    skipSpaces()
    skipComment()
    _ = take("\r")
    guard peek == nil || peek == "\n" else { throw problem("expected the end of the line") }
  }

  private func isBare(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "-"
      || scalar == "_"
  }

  private func problem(_ text: String, at position: TOMLPosition? = nil) -> TOMLError {
    TOMLError(position: position ?? self.position, problem: text)
  }
}
