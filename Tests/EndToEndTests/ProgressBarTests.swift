import Session
import Testing

@testable import tessera

@Suite struct ProgressBarTests {
  private let bar = ProgressBar(verb: "segmenting", unit: "image")

  private func progress(_ finished: Int, of total: Int, spared: Int = 0, underWay: Double = 0) -> WorkProgress {
    var progress = WorkProgress(total: total)
    (progress.finished, progress.spared, progress.underWay) = (finished, spared, underWay)
    return progress
  }

  @Test func aLineSaysHowFarHowFastHowLong() {
    #expect(
      bar.line(progress(12, of: 40), seconds: 4, columns: 80)
        == "segmenting  [#########.....................]  12/40  3.0 images/s  10 s left")
    #expect(
      bar.line(progress(3, of: 9, spared: 2, underWay: 0.5), seconds: 90, columns: 80)
        == "segmenting  [##########.................]  3/9  1.0 images/min  5 min 30 s left")
    #expect(
      bar.line(progress(0, of: 2, underWay: 0.25), seconds: 3600, columns: 80)
        == "segmenting  [###...........................]  0/2  0.3 images/h"
        + "  7 h 0 min left")
  }

  @Test func withoutWorkThereIsNoRate() {
    #expect(bar.line(progress(2, of: 5, spared: 2), seconds: 3, columns: 60).hasSuffix("]  2/5"))
    #expect(bar.line(progress(0, of: 5), seconds: 3, columns: 60).hasSuffix("]  0/5"))
    #expect(bar.line(progress(5, of: 5), seconds: 2, columns: 70).hasSuffix("5/5  2.5 images/s  0 s left"))
  }

  /// The line never wraps, however narrow the terminal.
  @Test func theLineFits() {
    for columns in 1...100 {
      let line = bar.line(progress(123, of: 4567, underWay: 1.5), seconds: 77, columns: columns)
      #expect(line.count <= columns, "\(columns): \(line)")
      #expect(!line.contains("[") || line.contains("]"))
    }
  }

  @Test func durationsAreWords() {
    #expect(
      [0, 0.2, 59, 60, 3599, 3600, 86_400, .infinity].map(ProgressBar.duration) == [
        "0 s", "1 s", "59 s", "1 min 0 s", "59 min 59 s", "1 h 0 min", "24 h 0 min", "100000 h 0 min",
      ])
  }
}
