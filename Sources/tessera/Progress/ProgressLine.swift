import Dispatch
import Glibc
import Session
import Synchronization

/// Shows a progress bar in the last line of standard error: on a terminal only, for what takes over a second only.
final class ProgressLine: Sendable {
  private struct State {
    var progress: WorkProgress
    var isShown = false
    var isEnded = false
  }

  private let bar: ProgressBar
  private let state: Mutex<State>
  private let started = ContinuousClock().now
  private let isTerminal = isatty(STDERR_FILENO) == 1
  // Cancelling is safe from any thread.
  nonisolated(unsafe) private let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "progress"))

  /// Begins to count the time.
  init(_ bar: ProgressBar, total: Int) {
    self.bar = bar
    state = Mutex(State(progress: WorkProgress(total: total)))
    timer.schedule(deadline: .now() + 1, repeating: 0.2)
    timer.setEventHandler { [weak self] in self?.draw() }
    timer.activate()
  }

  deinit { timer.cancel() }

  /// Takes note; cheap enough for every step of a method.
  func note(_ progress: WorkProgress) { state.withLock { $0.progress = progress } }

  /// Clears the line, says something on standard output or error, and leaves the bar to the next drawing.
  func saying(_ body: () -> Void) {
    state.withLock { state in
      clear(&state)
      body()
    }
  }

  /// Clears the line for good.
  func end() {
    timer.cancel()
    state.withLock { state in
      clear(&state)
      state.isEnded = true
    }
  }

  private func draw() {
    guard isTerminal else { return }
    state.withLock { state in
      guard !state.isEnded else { return }
      let seconds = started.duration(to: ContinuousClock().now) / .seconds(1)
      write("\r" + bar.line(state.progress, seconds: seconds, columns: columns - 1) + "\u{1B}[K")
      state.isShown = true
    }
  }

  private func clear(_ state: inout State) {
    if state.isShown { write("\r\u{1B}[K") }
    state.isShown = false
  }

  private var columns: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 1 ? Int(size.ws_col) : 80
  }

  private func write(_ text: String) {
    let bytes = Array(text.utf8)
    // A terminal that has gone away is no reason to stop.
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
