import Dispatch
import Synchronization

/// How many pixels may be decoded at once. An image above the limit goes alone; nobody overtakes one that waits.
final class PixelBudget: Sendable {
  private struct State {
    var taken = 0
    var waiting: [(pixels: Int, turn: DispatchSemaphore)] = []
  }

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) { self.limit = limit }

  /// Enough to keep `jobs` threads busy with photographs: 64 megapixels, or 8 for each thread.
  static func standard(jobs: Int) -> Int { max(64, 8 * jobs) * 1_000_000 }

  /// Waits until there is room, and holds `pixels` of it while `body` runs.
  func holding<Value, Failure: Error>(_ pixels: Int, _ body: () throws(Failure) -> Value) throws(Failure) -> Value {
    enter(pixels)
    defer { leave(pixels) }
    return try body()
  }

  private func enter(_ pixels: Int) {
    let turn = state.withLock { state -> DispatchSemaphore? in
      if state.waiting.isEmpty, hasRoom(pixels, state) {
        state.taken += pixels
        return nil
      }
      let turn = DispatchSemaphore(value: 0)
      state.waiting.append((pixels, turn))
      return turn
    }
    turn?.wait()
  }

  private func leave(_ pixels: Int) {
    state.withLock { state in
      state.taken -= pixels
      while let first = state.waiting.first, hasRoom(first.pixels, state) {
        state.taken += first.pixels
        state.waiting.removeFirst()
        first.turn.signal()
      }
    }
  }

  private func hasRoom(_ pixels: Int, _ state: borrowing State) -> Bool {
    state.taken == 0 || state.taken + pixels <= limit
  }
}
