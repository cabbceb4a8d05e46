import Synchronization

/// Counts the rows that are done and tells the share of a method's progress that they make.
package final class RowCount: Sendable {
  private let done = Atomic(0)
  private let height: Int
  private let run: MethodRun
  private let share: ClosedRange<Double>

  /// - Parameter share: the progress before the first and after the last row.
  package init(of height: Int, _ run: MethodRun, _ share: ClosedRange<Double>) {
    self.height = height
    self.run = run
    self.share = share
  }

  /// Call once per row, from any thread. Tells every sixteenth, and all of few.
  package func advance() {
    let rows = done.add(1, ordering: .relaxed).newValue
    guard rows % 16 == 0 || height < 16 || rows == height else { return }
    run.progress(share.lowerBound + (share.upperBound - share.lowerBound) * Double(rows) / Double(height))
  }
}
