/// A place in a settings file, both from 1.
struct TOMLPosition: Equatable {
  var line: Int
  var column: Int
}

/// A value and where it stands: every later complaint about it can say so.
struct TOMLValue {
  enum Content {
    case string(String)
    case integer(Int)
    case real(Double)
    case boolean(Bool)
    case array([TOMLValue])
    case table(TOMLTable)
  }

  var content: Content
  var position: TOMLPosition

  /// What a person would call it.
  var kind: String {
    switch content {
    case .string: "a string"
    case .integer: "an integer"
    case .real: "a number"
    case .boolean: "true or false"
    case .array: "a list"
    case .table: "a table"
    }
  }
}

/// Keys and values in the order of the file. A class, because headers add to tables that exist already.
final class TOMLTable {
  struct Entry {
    var key: String
    var position: TOMLPosition
    var value: TOMLValue
  }

  var entries: [Entry] = []
  /// Written with a header or braces of its own: a second one is a mistake.
  var isDefined = false

  subscript(key: String) -> TOMLValue? { entries.first { $0.key == key }?.value }
}

/// A settings file that was read: its name for complaints, its tables for the readers.
struct TOMLDocument {
  let file: String
  let root: TOMLTable

  /// Reads `text`, which may be anything.
  init(file: String, text: String) throws(SettingsError) {
    self.file = file
    do {
      var reader = TOMLReader(text)
      root = try reader.document()
    } catch {
      throw SettingsError(
        file: file, line: error.position.line, column: error.position.column, problem: error.problem)
    }
  }

  func error(at position: TOMLPosition, _ problem: String) -> SettingsError {
    SettingsError(file: file, line: position.line, column: position.column, problem: problem)
  }

  func table(_ value: TOMLValue, _ name: String) throws(SettingsError) -> TOMLTable {
    guard case .table(let table) = value.content else { throw wrongKind(value, name, "a table") }
    return table
  }

  func array(_ value: TOMLValue, _ name: String) throws(SettingsError) -> [TOMLValue] {
    guard case .array(let values) = value.content else { throw wrongKind(value, name, "a list") }
    return values
  }

  func string(_ value: TOMLValue, _ name: String) throws(SettingsError) -> String {
    guard case .string(let text) = value.content else { throw wrongKind(value, name, "a string") }
    return text
  }

  func boolean(_ value: TOMLValue, _ name: String) throws(SettingsError) -> Bool {
    guard case .boolean(let flag) = value.content else { throw wrongKind(value, name, "true or false") }
    return flag
  }

  func integer(_ value: TOMLValue, _ name: String, in range: ClosedRange<Int>) throws(SettingsError) -> Int {
    guard case .integer(let number) = value.content, range.contains(number) else {
      throw wrongKind(value, name, "an integer, \(range.lowerBound)…\(range.upperBound)")
    }
    return number
  }

  /// One string, or a list of strings.
  func strings(_ value: TOMLValue, _ name: String) throws(SettingsError) -> [String] {
    if case .string(let text) = value.content { return [text] }
    guard case .array(let values) = value.content else { throw wrongKind(value, name, "a string or a list of strings") }
    var texts: [String] = []
    for value in values { texts.append(try string(value, name)) }
    return texts
  }

  /// Complains about the first key of `table` that is none of `known`.
  func expectKeys(_ known: [String], in table: TOMLTable, of owner: String) throws(SettingsError) {
    for entry in table.entries where !known.contains(entry.key) {
      throw error(
        at: entry.position, "\(owner) has no '\(entry.key)'" + suggestion(for: entry.key, among: known, listing: true))
    }
  }

  private func wrongKind(_ value: TOMLValue, _ name: String, _ expected: String) -> SettingsError {
    error(at: value.position, "\(name) is \(value.kind); expected \(expected)")
  }
}
