import Glibc
import Raster
import Synchronization

/// How a method tells its progress and learns that nobody wants its result any more.
public struct MethodRun: Sendable {
  /// Called with 0…1, from any thread.
  public let progress: @Sendable (Double) -> Void
  /// True once the result is not wanted.
  public let isCancelled: @Sendable () -> Bool
  /// Offered what the segments would be if the method ended now, from one thread at a time. Whoever watches has them
  /// made when it can use them: nil where they are those of the last time, else labels of the image or of a smaller copy
  /// of it.
  public let offer: @Sendable (_ soFar: () -> LabelMap?) -> Void

  /// The most threads at a time, at least 1. Results do not depend on it.
  public let threads: Int
  /// The bytes that the system can still give; nil where that cannot be told.
  public let memory: @Sendable () -> Int?

  /// Neither watched nor cancelled, on all processors, with any memory, unless said otherwise.
  public init(
    progress: @escaping @Sendable (Double) -> Void = { _ in }, isCancelled: @escaping @Sendable () -> Bool = { false },
    offer: @escaping @Sendable (_ soFar: () -> LabelMap?) -> Void = { _ in },
    threads: Int = sysconf(Int32(_SC_NPROCESSORS_ONLN)), memory: @autoclosure @escaping @Sendable () -> Int? = nil
  ) {
    self.progress = progress
    self.isCancelled = isCancelled
    self.offer = offer
    self.threads = max(1, threads)
    self.memory = memory
  }

  /// The part of this run whose progress `share` says: told as `progress` wants it, cancelled with the whole. What it
  /// offers is not what the whole is about.
  package func part(_ share: ClosedRange<Double>) -> MethodRun {
    MethodRun(
      progress: { progress(share.lowerBound + (share.upperBound - share.lowerBound) * $0) }, isCancelled: isCancelled,
      threads: threads, memory: memory())
  }

  /// This run without its progress and its offers.
  package var silent: MethodRun { MethodRun(isCancelled: isCancelled, threads: threads, memory: memory()) }

  /// This run whose progress only ever rises, by a hundredth at least, stays in 0…1 and is told by one thread at a time.
  var rising: MethodRun {
    let last = Mutex(-1.0)
    let tell: @Sendable (Double) -> Void = { share in
      last.withLock { last in
        guard share >= min(last + 0.01, 1), last < 1 else { return }
        last = min(share, 1)
        progress(last)
      }
    }
    return MethodRun(progress: tell, isCancelled: isCancelled, offer: offer, threads: threads, memory: memory())
  }

  /// - Throws: `.cancelled` once the run is cancelled.
  public func checkCancelled() throws(SegmentationError) {
    if isCancelled() { throw .cancelled }
  }
}
