import Foundation
import Synchronization

/// How far a piece of work in many parts has come.
public struct WorkProgress: Equatable, Sendable {
  /// Parts that have come to an end.
  public var finished = 0
  /// Those of them that needed no work.
  public var spared = 0
  /// All parts.
  public var total: Int
  /// The sum of the shares, 0…1 each, that are done of the parts under way.
  public var underWay = 0.0

  /// Nothing is done yet.
  public init(total: Int) { self.total = total }
}

/// Hands out the numbers 0..<count to threads of its own and tells their results in that order.
final class WorkBoard<Result: Sendable>: Sendable {
  private struct State {
    var next = 0
    var results: [Result?]
    var told = 0
    var shares: [Double]
    var progress: WorkProgress
  }

  private let state: Mutex<State>
  private let threads: Int
  /// Gets the results in order, one at a time; those behind one that is missing at the very end.
  private let tell: @Sendable (Result) -> Void
  private let watch: @Sendable (WorkProgress) -> Void

  init(
    count: Int, threads: Int, tell: @escaping @Sendable (Result) -> Void,
    watch: @escaping @Sendable (WorkProgress) -> Void
  ) {
    self.threads = max(1, min(threads, count))
    (self.tell, self.watch) = (tell, watch)
    state = Mutex(
      State(
        results: .init(repeating: nil, count: count), shares: .init(repeating: 0, count: self.threads),
        progress: WorkProgress(total: count)))
  }

  /// Calls `body` for every number and returns when all threads have ended.
  /// - Parameter body: gets the number and a place for its progress, 0…1; nil leaves the number without a result.
  /// - Returns: the results in the order of their numbers.
  func run(_ body: @escaping @Sendable (Int, @escaping @Sendable (Double) -> Void) -> (Result, isSpared: Bool)?)
    -> [Result]
  {
    let done = DispatchGroup()
    for worker in 0..<threads {
      done.enter()
      let thread = Thread { [self] in
        while let number = take() {
          let result = body(number) { [self] share in note(share, worker) }
          finish(number, worker, result)
        }
        done.leave()
      }
      // Codecs want more than the 512 KB that a secondary thread gets.
      thread.stackSize = 8 << 20
      thread.start()
    }
    done.wait()
    return tellRest()
  }

  private func take() -> Int? {
    state.withLock { state in
      guard state.next < state.results.count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  private func note(_ share: Double, _ worker: Int) {
    let progress = state.withLock { state in
      // A method may tell its progress from several threads, and so out of order.
      let share = max(state.shares[worker], min(share, 1))
      state.progress.underWay += share - state.shares[worker]
      state.shares[worker] = share
      return state.progress
    }
    watch(progress)
  }

  private func finish(_ number: Int, _ worker: Int, _ result: (Result, isSpared: Bool)?) {
    let progress = state.withLock { state in
      state.progress.underWay -= state.shares[worker]
      state.shares[worker] = 0
      guard let (result, isSpared) = result else { return state.progress }
      state.progress.finished += 1
      state.progress.spared += isSpared ? 1 : 0
      state.results[number] = result
      while state.told < state.results.count, let next = state.results[state.told] {
        tell(next)
        state.told += 1
      }
      return state.progress
    }
    watch(progress)
  }

  private func tellRest() -> [Result] {
    state.withLock { state in
      state.results[state.told...].compactMap(\.self).forEach(tell)
      state.told = state.results.count
      return state.results.compactMap(\.self)
    }
  }
}

/// Up once anybody has raised it.
public final class StopFlag: Sendable {
  private let value = Atomic(false)

  /// A flag that is down.
  public init() {}

  /// Whether it is up. Cost: a load; fit for `MethodRun.isCancelled`.
  public var isRaised: Bool { value.load(ordering: .relaxed) }

  /// It stays up.
  public func raise() { value.store(true, ordering: .relaxed) }
}
