/// Time that somebody worked: the sum of the times between events, without long pauses.
public struct WorkTime: Equatable, Sendable {
  /// Whoever does nothing for longer than this, in milliseconds, is not at work.
  public static let longestPause = 60_000

  /// The sum so far.
  public private(set) var milliseconds = 0
  private var last: Int?

  /// Nothing has happened yet.
  public init() {}

  /// Something happens.
  /// - Parameter time: milliseconds, never less than before.
  public mutating func note(_ time: Int) {
    if let last, time - last <= Self.longestPause { milliseconds += max(0, time - last) }
    last = max(last ?? time, time)
  }
}
