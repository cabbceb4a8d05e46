import Raster
import Synchronization
import Testing

@testable import tessera

/// How often previews are taken: few, shown ones, at little cost.
@Suite struct PreviewPaceTests {
  private final class Clock: Sendable {
    let seconds = Mutex(100.0)
    func pass(_ time: Double) { seconds.withLock { $0 += time } }
  }

  private let clock = Clock()
  private let labels = LabelMap(size: Size(width: 2, height: 1), elements: [1, 3])

  private func pace() -> PreviewPace { PreviewPace { [clock] in clock.seconds.withLock(\.self) } }

  @Test func theFirstIsTakenAtOnceTheNextAfterAPeriod() {
    let pace = pace()
    #expect(pace.take { labels } != nil)
    pace.shown()
    clock.pass(PreviewPace.period * 0.99)
    #expect(pace.take { labels } == nil)
    clock.pass(PreviewPace.period * 0.02)
    #expect(pace.take { labels } != nil)
  }

  /// Nothing is even made.
  @Test func oneThatWasNotShownIsWaitedFor() {
    let pace = pace()
    _ = pace.take { labels }
    clock.pass(60)
    let late = pace.take {
      Issue.record("the last was not shown yet")
      return labels
    }
    #expect(late == nil)
    pace.shown()
    #expect(pace.take { labels } != nil)
  }

  @Test func whatHasNotChangedIsNoPreview() {
    let pace = pace()
    #expect(pace.take { nil } == nil)
    #expect(pace.take { labels } != nil, "the next change is not waited for")
  }

  /// Whatever a preview costs, all of them together take a small part of the time.
  @Test(arguments: [0.0, 0.001, 0.02, 3]) func theCostIsBounded(cost: Double) {
    let pace = pace()
    let start = clock.seconds.withLock(\.self)
    var spent = 0.0
    while clock.seconds.withLock({ $0 }) - start < 1000 {
      _ = pace.take {
        clock.pass(cost)
        spent += cost
        return Int(spent / max(cost, 1e-9)) % 2 == 0 ? labels : nil
      }
      pace.shown()
      clock.pass(0.01)
    }
    let time = clock.seconds.withLock(\.self) - start
    #expect(spent <= time * PreviewPace.share + cost)
  }
}
