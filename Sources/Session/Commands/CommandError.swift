/// What is wrong with a command line; the description says what, what was expected, and the nearest name.
public enum CommandError: Error, Equatable, Sendable, CustomStringConvertible {
  case empty
  case unknown(String, nearest: String?)
  case missing(command: String, expected: String)
  case value(command: String, given: String, expected: String)
  case tooMany(command: String, given: String, expected: String)
  case openQuote
  case badEscape(String)

  /// One sentence: what is wrong, and what to do next.
  public var description: String {
    switch self {
    case .empty: "no command; expected one such as `fill X Y`"
    case .unknown(let name, let nearest):
      "no command '\(printable(name))'" + (nearest.map { "; did you mean '\($0)'?" } ?? "; `help` lists them")
    case .missing(let command, let expected): "\(command): something is missing; expected \(expected)"
    case .value(let command, let given, let expected): "\(command): '\(given)' does not fit; expected \(expected)"
    case .tooMany(let command, let given, let expected):
      "\(command): '\(given)' is one word too many; expected \(expected)"
    case .openQuote: "a double quote is not closed; expected \" at the end of the word"
    case .badEscape(let given): "'\(given)' is no escape; expected \\\\, \\\", \\n, \\r, \\t or \\xHH"
    }
  }
}
