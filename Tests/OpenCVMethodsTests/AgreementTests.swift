import Raster
import TestSupport
import Testing

private func map(_ labels: [Int32]) -> LabelMap {
  LabelMap(size: Size(width: labels.count / 2, height: 2), elements: labels)
}

@Test func partitionsThatAreTheSameAgree() {
  let agreement = Agreement(map([1, 1, 2, 2, 3, 3]), map([9, 9, 4, 4, 1, 1]))
  #expect(agreement.adjustedRandIndex == 1)
  #expect(agreement.isExact)
}

/// The index by the formula of Hubert and Arabie with pencil and paper: 2 pairs in both, 4 in each, 15 in all.
@Test func aMovedPixelIsSeen() {
  let agreement = Agreement(map([1, 1, 1, 2, 2, 3]), map([1, 1, 2, 2, 2, 3]))
  #expect(agreement.equalShare == 5.0 / 6)
  #expect(!agreement.isExact)
  #expect(abs(agreement.adjustedRandIndex - (2 - 16.0 / 15) / (4 - 16.0 / 15)) < 1e-12)
}

/// All in one segment is no agreement, though every region finds its segment.
@Test func equalPixelsAreCountedBothWays() {
  let agreement = Agreement(map([1, 1, 1, 1, 1, 1]), map([1, 1, 1, 1, 2, 3]))
  #expect(agreement.equalShare == 4.0 / 6)
  #expect(agreement.adjustedRandIndex == 0)
}
