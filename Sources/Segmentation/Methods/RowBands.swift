import Dispatch
import Synchronization

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

/// Counts the rows that are done and tells the share of a method's progress that they make.
final class RowCount: Sendable {
  private let done = Atomic(0)
  private let height: Int
  private let run: MethodRun
  private let share: ClosedRange<Double>

  /// - Parameter share: the progress before the first and after the last row.
  init(of height: Int, _ run: MethodRun, _ share: ClosedRange<Double>) {
    self.height = height
    self.run = run
    self.share = share
  }

  /// Call once per row, from any thread. Tells every sixteenth.
  func advance() {
    let rows = done.add(1, ordering: .relaxed).newValue
    guard rows % 16 == 0 || rows == height else { return }
    run.progress(share.lowerBound + (share.upperBound - share.lowerBound) * Double(rows) / Double(height))
  }
}
