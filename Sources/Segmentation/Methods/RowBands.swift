import Dispatch

/// The rows of an image in contiguous bands, one piece of work each; which thread takes a band never shows in a result.
struct RowBands: Sendable {
  let height: Int
  let count: Int

  /// - Parameter count: the number of bands, at most one per row.
  init(height: Int, count: Int = 8) {
    self.height = height
    self.count = max(1, min(count, height))
  }

  /// The rows of a band.
  func rows(of band: Int) -> Range<Int> { height * band / count..<height * (band + 1) / count }

  /// Calls `body` once for every band with its number and rows, on all cores, and returns when all are done.
  func forEach(_ body: (Int, Range<Int>) -> Void) {
    guard count > 1 else { return body(0, rows(of: 0)) }
    withoutActuallyEscaping(body) { body in
      // Bands share nothing that they write: the callers' part of the bargain.
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: count) { band in body(band, rows(of: band)) }
    }
  }
}
