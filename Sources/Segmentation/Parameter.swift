/// A value of a parameter.
public enum ParameterValue: Equatable, Sendable, CustomStringConvertible {
  case integer(Int)
  case real(Double)
  case choice(String)

  /// As written in a script: `40`, `0.5`, `mslic`.
  public var description: String {
    switch self {
    case .integer(let value): "\(value)"
    case .real(let value): value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    case .choice(let value): value
    }
  }
}

/// One parameter of a method, described once for every place that names it.
public struct Parameter: Equatable, Sendable {
  /// What values a parameter takes.
  public enum Kind: Equatable, Sendable {
    case integer(ClosedRange<Int>)
    case real(ClosedRange<Double>)
    case choice([String])
  }

  /// As written: `region_size`.
  public let name: String
  /// What values it takes.
  public let kind: Kind
  /// The value where nobody sets one.
  public let standard: ParameterValue
  /// One sentence with the unit, no full stop.
  public let help: String
  /// How it goes with the size of the image.
  public let dimension: Dimension

  /// A parameter as the method's table describes it.
  public init(
    _ name: String, _ kind: Kind, default standard: ParameterValue, help: String, dimension: Dimension = .none
  ) {
    self.name = name
    self.kind = kind
    self.standard = standard
    self.help = help
    self.dimension = dimension
  }

  /// What may be written, for people: `1…1000`, `slic, slico or mslic`.
  public var allowed: String {
    switch kind {
    case .integer(let range): "\(range.lowerBound)…\(range.upperBound)"
    case .real(let range): "\(ParameterValue.real(range.lowerBound))…\(ParameterValue.real(range.upperBound))"
    case .choice(let names): listed(names)
    }
  }

  /// Reads a value; nil if it is not of this kind or not allowed.
  public func value(from text: String) -> ParameterValue? {
    switch kind {
    case .integer(let range): Int(text).flatMap { range.contains($0) ? .integer($0) : nil }
    case .real(let range): decimal(text).flatMap { range.contains($0) ? .real($0) : nil }
    case .choice(let names): names.contains(text) ? .choice(text) : nil
    }
  }
}

/// A number in decimal digits. `Double` itself reads words and hexadecimal as well, and stops at a zero byte.
private func decimal(_ text: String) -> Double? {
  text.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) } ? Double(text) : nil
}

/// The complete, validated values of one method's parameters, in the order of its description.
public struct Parameters: Equatable, Sendable {
  /// The method that they belong to.
  public let method: String
  /// All values, none left out.
  public let values: [(name: String, value: ParameterValue)]

  init(method: String, values: [(name: String, value: ParameterValue)]) {
    self.method = method
    self.values = values
  }

  /// The value of an integer parameter. Asking for one the method does not describe is a programming error.
  public func integer(_ name: String) -> Int {
    guard case .integer(let value) = self[name] else { preconditionFailure("\(method): \(name) is no integer") }
    return value
  }

  /// The value of a real parameter.
  public func real(_ name: String) -> Double {
    guard case .real(let value) = self[name] else { preconditionFailure("\(method): \(name) is no real number") }
    return value
  }

  /// The value of a choice.
  public func choice(_ name: String) -> String {
    guard case .choice(let value) = self[name] else { preconditionFailure("\(method): \(name) is no choice") }
    return value
  }

  /// A value as written in a spec.
  func text(_ name: String) -> String { self[name].map { "\($0)" } ?? "" }

  private subscript(name: String) -> ParameterValue? { values.first { $0.name == name }?.value }

  /// Same method, same values.
  public static func == (one: Parameters, other: Parameters) -> Bool {
    one.method == other.method && one.values.elementsEqual(other.values) { $0 == $1 }
  }
}

/// A method and what was set of its parameters, as written: `superpixel region_size=40`.
public struct MethodSpec: Equatable, Sendable {
  /// A parameter and its value as text.
  public struct Setting: Equatable, Sendable {
    /// The parameter.
    public var name: String
    /// Its value, not yet checked.
    public var value: String

    /// `name=value`.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }

    /// A setting as it is written; nil without `=`.
    ///
    /// A combining mark may begin the value: what divides is the byte, not the character that both look like.
    public init?(written text: String) {
      guard let mark = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
      self.init(String(text[..<mark]), String(text[text.utf8.index(after: mark)...]))
    }
  }

  /// The method, by name or alias.
  public var name: String
  /// What was set, in the order written.
  public var settings: [Setting]

  /// A method with settings; all else at its default.
  public init(_ name: String, _ settings: [Setting] = []) {
    self.name = name
    self.settings = settings
  }
}
