import Dispatch
import Raster
import Synchronization

/// Divides work on rows, pixels or bands between threads and stops it when the run is cancelled.
package struct ParallelWork: Sendable {
  /// At least 1. Results must not depend on it.
  package let threads: Int
  package let run: MethodRun

  /// As many threads as the run allows, unless told.
  package init(_ run: MethodRun, threads: Int? = nil) {
    self.threads = max(1, threads ?? run.threads)
    self.run = run
  }

  /// Calls `body` with contiguous parts of `0..<count`, about `grain` long, from all threads at once.
  ///
  /// The body must not write what another part reads, and its result must not depend on where parts end.
  /// - Throws: `.cancelled`; then parts are missing.
  package func divide(_ count: Int, grain: Int, _ body: (Range<Int>) -> Void) throws(SegmentationError) {
    try divide(count, parts: max(1, (count + grain - 1) / max(1, grain))) { _, range in body(range) }
  }

  /// Divides the rows of an image into parts of about 0.1 megapixels.
  package func divideRows(of size: Size, _ body: (Range<Int>) -> Void) throws(SegmentationError) {
    try divide(size.height, grain: max(1, 100_000 / max(1, size.width)), body)
  }

  /// Calls `body` once for each of at most `parts` contiguous parts of `0..<count`, with its number and what belongs to it.
  ///
  /// The same parts for any number of threads: sums that round, one per part and added up in order, stay the same.
  /// - Throws: `.cancelled`; then parts are missing.
  package func divide(_ count: Int, parts: Int, _ body: (Int, Range<Int>) -> Void) throws(SegmentationError) {
    let parts = max(1, min(parts, count))
    let workers = min(threads, parts)
    let next = Atomic(0)
    // Safe by the contract of `body`: no part touches what another writes.
    nonisolated(unsafe) let body = body
    @Sendable func work(_ worker: Int) {
      while !run.isCancelled() {
        // Whoever is free takes the next one: threads are not equally fast.
        let part = next.add(1, ordering: .relaxed).oldValue
        guard part < parts else { return }
        body(part, count * part / parts..<count * (part + 1) / parts)
      }
    }
    if workers > 1 { DispatchQueue.concurrentPerform(iterations: workers, execute: work) } else { work(0) }
    try run.checkCancelled()
  }
}

extension Array where Element: BitwiseCopyable {
  /// An array of `count` elements, all of which `body` writes: nothing is spent on clearing memory.
  package init(
    count: Int, writtenBy body: (UnsafeMutableBufferPointer<Element>) throws(SegmentationError) -> Void
  ) throws(SegmentationError) {
    var failure: SegmentationError?
    self = Array(unsafeUninitializedCapacity: count) { elements, written in
      do throws(SegmentationError) {
        try body(UnsafeMutableBufferPointer(rebasing: elements[..<count]))
        written = count
      } catch { failure = error }
    }
    if let failure { throw failure }
  }
}
