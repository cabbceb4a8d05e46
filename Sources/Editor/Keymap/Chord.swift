import Display

/// What the pointer can be bound to.
public enum PointerGesture: String, CaseIterable, Sendable {
  case leftClick = "LeftClick", middleClick = "MiddleClick", rightClick = "RightClick"
  case doubleLeftClick = "DoubleLeftClick", doubleMiddleClick = "DoubleMiddleClick"
  case doubleRightClick = "DoubleRightClick"
  case leftDrag = "LeftDrag", middleDrag = "MiddleDrag", rightDrag = "RightDrag"
  case wheelUp = "WheelUp", wheelDown = "WheelDown"
}

/// One thing that can be bound: a key with its modifiers or a gesture of the pointer with the keys held.
public enum Chord: Hashable, Sendable {
  case key(KeyPress)
  case pointer(PointerGesture, Modifiers)

  /// Why a name is none; the sentence for the settings file.
  public struct NameError: Error, Equatable, Sendable {
    /// What is wrong and what was expected.
    public let problem: String
  }

  /// Reads a name as key maps write it: `u`, `Z`, `<`, `<C-x>`, `<A-x>`, `<S-Up>`, `<Enter>`, `<WheelUp>`.
  public init(name: String) throws(NameError) {
    if name.count == 1, let character = name.first {
      guard PlainText.sanitized(name) == name, character != " " else {
        throw NameError(problem: "a key that prints nothing is written by its name, as <Space> or <Tab>")
      }
      self = .key(KeyPress(.character(character)))
      return
    }
    guard name.hasPrefix("<"), name.hasSuffix(">"), name.count > 2 else {
      let keys = name.map { "\"\($0)\"" }.joined(separator: ", ")
      throw NameError(
        problem: name.isEmpty
          ? "an empty key name" : "'\(name)' is no key name; a sequence is a list of keys: on = [\(keys)]")
    }
    self = try Self.bracketed(name)
  }

  /// The name that `init(name:)` reads back.
  public var name: String {
    switch self {
    case .pointer(let gesture, let modifiers): "<\(Self.prefix(modifiers))\(gesture.rawValue)>"
    case .key(let press): Self.name(of: press)
    }
  }

  var isPointer: Bool {
    if case .pointer = self { return true }
    return false
  }
}

extension Chord {
  private static let modifierNames: [(letter: Character, modifier: Modifiers)] = [
    ("C", .control), ("A", .alt), ("S", .shift),
  ]

  private static let keyNames: [(name: String, key: Key)] =
    [
      ("Enter", .enter), ("Esc", .escape), ("Tab", .tab), ("Backspace", .backspace), ("Del", .delete),
      ("Ins", .insert), ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right), ("Home", .home),
      ("End", .end), ("PageUp", .pageUp), ("PageDown", .pageDown), ("Space", .character(" ")),
    ] + (1...12).map { ("F\($0)", .function($0)) }

  /// Every name that may stand between `<` and `>`, for suggestions and the manual.
  static let names: [String] = keyNames.map(\.name) + PointerGesture.allCases.map(\.rawValue)

  private static func prefix(_ modifiers: Modifiers) -> String {
    modifierNames.filter { modifiers.contains($0.modifier) }.map { "\($0.letter)-" }.joined()
  }

  private static func name(of press: KeyPress) -> String {
    if let named = keyNames.first(where: { $0.key == press.key }) {
      return "<\(prefix(press.modifiers))\(named.name)>"
    }
    guard case .character(let character) = press.key else { return "<F?>" }
    return press.modifiers.isEmpty ? String(character) : "<\(prefix(press.modifiers))\(character)>"
  }

  private static func bracketed(_ name: String) throws(NameError) -> Chord {
    var rest = name.dropFirst().dropLast()
    var modifiers: Modifiers = []
    while rest.count > 2, rest.dropFirst().first == "-",
      let named = modifierNames.first(where: { $0.letter == rest.first })
    {
      modifiers.insert(named.modifier)
      rest = rest.dropFirst(2)
    }
    if let gesture = PointerGesture(rawValue: String(rest)) { return .pointer(gesture, modifiers) }
    if let named = keyNames.first(where: { $0.name == rest }) { return .key(KeyPress(named.key, modifiers)) }
    if rest.count == 1, let character = rest.first { return .key(try press(character, modifiers)) }
    throw unknown(name, rest: String(rest))
  }

  private static func press(_ character: Character, _ modifiers: Modifiers) throws(NameError) -> KeyPress {
    // Terminals do not tell Ctrl with a capital from Ctrl with a small letter.
    let isFolded = modifiers.contains(.control) && character.isASCII
    let key = isFolded ? Character(character.lowercased()) : character
    guard modifiers.contains(.shift) else { return KeyPress(.character(key), modifiers) }
    throw NameError(problem: "Shift with a character is the character itself: write \(character.uppercased())")
  }

  private static func unknown(_ name: String, rest: String) -> NameError {
    let prefix = name.dropFirst().dropLast().dropLast(rest.count)
    let known = names.map { "<\(prefix)\($0)>" }
    return NameError(problem: "unknown key name '\(name)'" + suggestion(for: name, among: known))
  }
}
