import Foundation
import Synchronization

/// Threads that run long work, newest request first: the image on the screen overtakes those before it.
final class Workers: Sendable {
  private struct Job {
    let request: Int
    let work: @Sendable (_ isCancelled: @escaping @Sendable () -> Bool) -> Void
  }

  private struct Queue {
    var jobs: [Job] = []
    var running: Set<Int> = []
    var cancelled: Set<Int> = []
  }

  private let queue = Mutex(Queue())
  private let waiting = DispatchSemaphore(value: 0)

  /// - Parameter threads: how many jobs run at once.
  init(threads: Int) {
    for _ in 0..<threads {
      let thread = Thread { [self] in while true { runNext() } }
      // Connected components and codecs want more than the 512 KB that a secondary thread gets.
      thread.stackSize = 8 << 20
      thread.start()
    }
  }

  func submit(_ request: Int, _ work: @escaping @Sendable (_ isCancelled: @escaping @Sendable () -> Bool) -> Void) {
    queue.withLock { $0.jobs.append(Job(request: request, work: work)) }
    waiting.signal()
  }

  /// A job that waits is dropped; one that runs is told and its result is stale.
  func cancel(_ request: Int) {
    queue.withLock { queue in
      queue.jobs.removeAll { $0.request == request }
      if queue.running.contains(request) { queue.cancelled.insert(request) }
    }
  }

  private func runNext() {
    waiting.wait()
    guard let job = takeNewest() else { return }
    job.work { [self] in queue.withLock { $0.cancelled.contains(job.request) } }
    queue.withLock { queue in
      queue.running.remove(job.request)
      queue.cancelled.remove(job.request)
    }
  }

  private func takeNewest() -> Job? {
    queue.withLock { queue in
      guard let job = queue.jobs.popLast() else { return nil }
      queue.running.insert(job.request)
      return job
    }
  }
}
