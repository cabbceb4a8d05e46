import Raster

/// A class that pixels are painted with. Its number is its place in the list, from 1.
public struct PaintClass: Equatable, Sendable {
  public var name: String
  public var color: RGB
  /// The key that fills with it, where classes.toml gives one.
  public var key: Character?

  public init(name: String, color: RGB, key: Character? = nil) {
    self.name = name
    self.color = color
    self.key = key
  }
}

/// The classes of a session, append-only: numbers never change, so paint stays right.
public struct ClassList: Equatable, Sendable {
  public private(set) var classes: [PaintClass]
  /// The current class's number; 0 while there is none.
  public var current: Int

  public init(_ classes: [PaintClass] = [], current: Int = 0) {
    self.classes = classes
    self.current = current
  }
}
