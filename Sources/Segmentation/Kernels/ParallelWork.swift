import Dispatch
import Glibc
import Raster

/// Divides work on rows, pixels or bands between threads and stops it when the run is cancelled.
struct ParallelWork: Sendable {
  /// At least 1. Results must not depend on it.
  let threads: Int
  let run: MethodRun

  /// As many threads as there are processors, unless told.
  init(_ run: MethodRun, threads: Int = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) {
    self.threads = max(1, threads)
    self.run = run
  }

  /// Calls `body` with contiguous parts of `0..<count`, about `grain` long, from all threads at once.
  ///
  /// The body must not write what another part reads, and its result must not depend on where parts end.
  /// - Throws: `.cancelled`; then parts are missing.
  func divide(_ count: Int, grain: Int, _ body: (Range<Int>) -> Void) throws(SegmentationError) {
    let parts = max(1, (count + grain - 1) / max(1, grain))
    let workers = min(threads, parts)
    // Safe by the contract of `body`: no part touches what another writes.
    nonisolated(unsafe) let body = body
    @Sendable func work(_ worker: Int) {
      for part in stride(from: worker, to: parts, by: workers) where !run.isCancelled() {
        body(count * part / parts..<count * (part + 1) / parts)
      }
    }
    if workers > 1 { DispatchQueue.concurrentPerform(iterations: workers, execute: work) } else { work(0) }
    try run.checkCancelled()
  }

  /// Divides the rows of an image into parts of about 0.1 megapixels.
  func divideRows(of size: Size, _ body: (Range<Int>) -> Void) throws(SegmentationError) {
    try divide(size.height, grain: max(1, 100_000 / max(1, size.width)), body)
  }
}
