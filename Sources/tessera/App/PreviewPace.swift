import Editor
import Raster
import Synchronization

/// Takes what a method offers of its segments as often as a person can use it, and only once the last was shown; the
/// method is hardly slower for it.
final class PreviewPace: Sendable {
  private struct State {
    var isShown = true
    /// When the next may be taken, in seconds.
    var due = -Double.infinity
  }

  /// Seconds between two previews, at least.
  static let period = 0.25
  /// The part of a method's time that making previews may take.
  static let share = 0.02

  private let state = Mutex(State())
  private let now: @Sendable () -> Double

  /// - Parameter now: seconds on a clock that only goes forwards.
  init(now: @escaping @Sendable () -> Double = PreviewPace.monotonicSeconds) { self.now = now }

  /// What the segments would be if the method ended now; nil where that is not wanted now, or has not changed.
  func take(_ soFar: () -> LabelMap?) -> SegmentsPreview? {
    let start = now()
    guard state.withLock({ $0.isShown && $0.due <= start }) else { return nil }
    let preview = soFar().map { SegmentsPreview($0) }
    let end = now()
    state.withLock { state in
      state.isShown = preview == nil
      state.due = max(preview == nil ? end : start + Self.period, end + (end - start) / Self.share)
    }
    return preview
  }

  /// The last one is on its way to the terminal.
  func shown() { state.withLock { $0.isShown = true } }

  private static let start = ContinuousClock.now
  @Sendable private static func monotonicSeconds() -> Double { (ContinuousClock.now - start) / .seconds(1) }
}
