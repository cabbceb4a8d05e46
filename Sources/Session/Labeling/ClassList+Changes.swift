import Raster

extension ClassList {
  /// The numbers of the classes that can be painted with: all but those that were merged into others, as they are
  /// listed; see `arranged`.
  public var usable: [Int] { arranged(classes.indices.map { $0 + 1 }.filter { !isMerged($0) }) }

  /// Their names.
  public var usableNames: [String] { usable.map { classes[$0 - 1].name } }

  /// Whether the class of that number was merged into another; its number is never given to another class.
  public func isMerged(_ number: Int) -> Bool { mergers.indices.contains(number - 1) && mergers[number - 1] != 0 }

  /// The class that the paint of a class has become: itself, unless it was merged.
  func heir(of number: Int) -> Int {
    var heir = number
    while isMerged(heir) { heir = mergers[heir - 1] }
    return heir
  }

  /// - Throws: `.mergedClass` if the class was merged into another.
  func unmerged(_ number: Int) throws(SessionError) -> Int {
    guard isMerged(number) else { return number }
    throw .mergedClass(classes[number - 1].name, into: classes[heir(of: number) - 1].name)
  }

  /// Whose paint became whose, once `number` has become `other`.
  func mergers(adding number: Int, into other: Int) -> [Int] {
    var mergers = mergers
    while mergers.count < number { mergers.append(0) }
    mergers[number - 1] = other
    return mergers
  }

  /// Takes the mergers of another moment; the current class stays one that can be painted with.
  mutating func setMergers(_ mergers: [Int]) {
    self.mergers = mergers
    current = heir(of: current)
  }

  /// Gives the class that `reference` means another colour; its paint and its number stay.
  /// - Throws: `.blackClass`, `.colorTaken` if another class has the colour, merged or not.
  mutating func recolor(_ reference: ClassReference, _ color: RGB) throws(SessionError) {
    let number = try number(reference)
    guard color != RGB(0, 0, 0) else { throw .blackClass }
    if let holder = self.number(of: color) {
      guard holder == number else { throw .colorTaken(color, classes[holder - 1].name) }
      return
    }
    setColor(of: number, color)
  }

  /// A colour that no class has, as far from those of all classes, black and white as there is one among 113.
  public var unusedColor: RGB {
    let taken = classes.map(\.color) + [RGB(0, 0, 0), RGB(255, 255, 255)]
    let distances = Self.colorful.map { color in taken.map { color.distance(to: $0) }.min() ?? 0 }
    let farthest = distances.indices.max { (distances[$0], -$0) < (distances[$1], -$1) } ?? 0
    guard distances[farthest] == 0 else { return Self.colorful[farthest] }
    let all = Set(taken)
    return (1...0xFF_FFFF).lazy.map(RGB.init(hex:)).first { !all.contains($0) } ?? RGB(1, 1, 1)
  }

  /// Five levels of each channel, without greys and what is nearly grey.
  private static let colorful: [RGB] = {
    let levels: [UInt8] = [0, 64, 128, 192, 255]
    return levels.flatMap { red in levels.flatMap { green in levels.map { RGB(red, green, $0) } } }.filter { color in
      let channels = [color.red, color.green, color.blue]
      return (channels.max() ?? 0) - (channels.min() ?? 0) >= 120
    }
  }()
}

extension RGB {
  init(hex: Int) { self.init(UInt8(hex >> 16 & 255), UInt8(hex >> 8 & 255), UInt8(hex & 255)) }

  /// Squared.
  fileprivate func distance(to other: RGB) -> Int {
    func square(_ one: UInt8, _ other: UInt8) -> Int { (Int(one) - Int(other)) * (Int(one) - Int(other)) }
    return square(red, other.red) + square(green, other.green) + square(blue, other.blue)
  }
}
