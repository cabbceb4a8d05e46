import Display
import Glibc

extension Screen {
  /// Where the screen is and what is demanded of it.
  public struct Options {
    /// How to draw pictures; nil = the best that the terminal can do.
    public var graphics: ScreenSpec.Graphics?
    /// The terminal's file.
    public var path = "/dev/tty"
    /// The environment of the process: TERM and its like.
    public var variables: [String: String]
    /// Milliseconds of a monotonic clock.
    public var clock: () -> Int

    /// The process's own terminal.
    public init(
      graphics: ScreenSpec.Graphics? = nil, path: String = "/dev/tty", variables: [String: String],
      clock: @escaping () -> Int = monotonicMilliseconds
    ) {
      self.graphics = graphics
      self.path = path
      self.variables = variables
      self.clock = clock
    }
  }
}

/// Milliseconds since some moment, never going back.
public func monotonicMilliseconds() -> Int {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
}
