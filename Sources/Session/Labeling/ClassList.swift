import Raster

/// A class that pixels are painted with. Its number is its place in the list, from 1.
public struct PaintClass: Equatable, Sendable {
  /// What people call it; no two classes of a list share one.
  public var name: String
  /// What its masks are named after; no two classes of a list share one.
  public var color: RGB
  /// The key that fills with it, where classes.toml gives one.
  public var key: Character?
  /// What annotators should know of it, one line; empty where classes.toml says nothing.
  public var description: String
  /// The number, in the same list, of the class that it is a kind of.
  public var parent: Int?
  /// Lists have smaller ranks first; classes without one stand behind, in the order of their numbers.
  public var rank: Int?

  /// A class; its number is given by the list that it joins.
  public init(
    name: String, color: RGB, key: Character? = nil, description: String = "", parent: Int? = nil, rank: Int? = nil
  ) {
    self.name = name
    self.color = color
    self.key = key
    self.description = description
    self.parent = parent
    self.rank = rank
  }
}

/// The classes of a session, append-only: numbers never change, so paint stays right.
public struct ClassList: Equatable, Sendable {
  /// In the order of their numbers.
  public internal(set) var classes: [PaintClass]
  /// The current class's number; 0 while there is none.
  public var current: Int

  /// Per class whether its paint is protected; classes behind the end are not.
  private var locks: [Bool] = []

  /// Per class the number of the one that it was merged into, 0 where it was not; classes behind the end were not.
  var mergers: [Int] = []

  /// Colours that classes had before they were given others, with their numbers.
  var formerColors: [RGB: Int] = [:]

  /// A list of classes and the number of the current one. A parent that would be its own descendant is left out.
  public init(_ classes: [PaintClass] = [], current: Int = 0) {
    self.classes = classes
    self.current = current
    for index in classes.indices { self.classes[index].parent = nil }
    for (index, new) in classes.enumerated() { setParent(of: index + 1, to: new.parent) }
  }

  /// The class of that number, from 1; nil if there is none.
  public subscript(number: Int) -> PaintClass? { classes.indices.contains(number - 1) ? classes[number - 1] : nil }

  /// The numbers of the classes whose paint is not painted over.
  public var locked: [Int] { locks.indices.filter { locks[$0] }.map { $0 + 1 } }

  /// Whether any class is locked.
  public var hasLocks: Bool { locks.contains(true) }

  /// Whether the class of that number is locked; 0 and numbers of no class are not.
  public func isLocked(_ number: Int) -> Bool { locks.indices.contains(number - 1) && locks[number - 1] }

  mutating func setLock(of number: Int, _ isLocked: Bool) {
    while isLocked, locks.count < number { locks.append(false) }
    if locks.indices.contains(number - 1) { locks[number - 1] = isLocked }
    // Equal lists are equal whatever was locked in between.
    while locks.last == false { locks.removeLast() }
  }

  /// The number of the class with that colour.
  public func number(of color: RGB) -> Int? { classes.firstIndex { $0.color == color }.map { $0 + 1 } }

  /// The number of the class with that name.
  public func number(named name: String) -> Int? { classes.firstIndex { $0.name == name }.map { $0 + 1 } }

  /// The number that `reference` means.
  /// - Throws: `.unknownClass` with the nearest name, `.noClass` if nothing is given and no class is current.
  public func number(_ reference: ClassReference?) throws(SessionError) -> Int {
    switch reference {
    case nil where current == 0: throw .noClass
    case nil: return current
    case .number(let number):
      guard self[number] != nil else { throw .unknownClass("\(number)", nearest: nil, count: classes.count) }
      return try unmerged(number)
    case .name(let name):
      if let number = number(named: name) { return try unmerged(number) }
      throw .unknownClass(name, nearest: nearestName(to: name, in: usableNames), count: classes.count)
    }
  }

  /// Adds the class, or renames the one that has this colour; selects it. The same class again changes nothing.
  /// - Throws: `.blackClass` for (0, 0, 0), `.classNameTaken` if another colour has the name, `.badClassName`,
  ///   `.mergedClass` if the one of this colour was merged, `.tooManyClasses` beyond 65,535.
  public mutating func define(_ name: String, _ color: RGB) throws(SessionError) {
    guard color != RGB(0, 0, 0) else { throw .blackClass }
    guard !name.isEmpty, !name.unicodeScalars.contains(where: isControl) else { throw .badClassName(name) }
    let existing = number(of: color)
    if let holder = number(named: name), holder != existing { throw .classNameTaken(name, classes[holder - 1].color) }
    if let existing {
      current = try unmerged(existing)
      classes[existing - 1].name = name
    } else {
      guard classes.count < Int(UInt16.max) else { throw .tooManyClasses }
      classes.append(PaintClass(name: name, color: color))
      current = classes.count
    }
  }

  /// Selects the class of that colour; a colour that no class has becomes one named after it.
  public mutating func select(_ color: RGB) throws(SessionError) {
    if let number = number(of: color) {
      current = try unmerged(number)
    } else {
      try define(unusedName(for: color), color)
    }
  }

  /// Adds the classes whose colours are missing; a name that is taken already gets its colour behind it.
  public mutating func append(missing others: [PaintClass]) {
    for other in others where number(of: other.color) == nil && other.color != RGB(0, 0, 0) {
      if formerColors[other.color] != nil { continue }
      let isTaken = number(named: other.name) != nil
      let name = isTaken ? "\(other.name) \(Self.name(of: other.color))" : other.name
      classes.append(PaintClass(name: name, color: other.color))
    }
    takeDetails(of: others)
  }

  mutating func setColor(of number: Int, _ color: RGB) {
    formerColors[classes[number - 1].color] = number
    formerColors[color] = nil
    classes[number - 1].color = color
  }

  private func unusedName(for color: RGB) -> String {
    var name = Self.name(of: color)
    while number(named: name) != nil { name += "'" }
    return name
  }

  private static func name(of color: RGB) -> String { "\(color.red),\(color.green),\(color.blue)" }
}

/// C0, delete and C1 controls, and the separators that break lines.
func isControl(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
}
