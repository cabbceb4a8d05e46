/// A mistake in a settings file, said so that it can be put right: file, line, column, what, what was expected.
public struct SettingsError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file's name as the person gave it, or the name of a built-in preset.
  public var file: String
  /// From 1.
  public var line: Int
  /// From 1, in Unicode scalars.
  public var column: Int
  /// What is wrong and what was expected.
  public var problem: String

  /// A mistake at a place.
  public init(file: String, line: Int, column: Int, problem: String) {
    self.file = file
    self.line = line
    self.column = column
    self.problem = problem
  }

  /// `keymap.toml:12:8: unknown key name …`
  public var description: String { "\(PlainText.sanitized(file)):\(line):\(column): \(PlainText.sanitized(problem))" }
}
