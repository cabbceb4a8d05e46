import Raster
import TestSupport
import Testing

@testable import Segmentation

private func map(_ rows: String...) -> LabelMap {
  LabelMap(
    size: Size(width: rows[0].count, height: rows.count),
    elements: rows.joined().compactMap { $0.wholeNumberValue.map(Int32.init) })
}

private func randomMap(_ size: Size, labels: Int32, _ generator: inout SplitMix64) -> LabelMap {
  LabelMap(size: size, elements: (0..<size.area).map { _ in .random(in: 0..<labels, using: &generator) })
}

/// Computed by the evaluation tool in the shared folder on its reference label maps.
private let references: [(labels: String, truth: String, tolerance: Int, scores: [Double])] = [
  ("jet1.cv-slic", "jet1.sk-felzenszwalb", 2, [0.523932851, 0.975368615, 0.995646624, 0.241714773, 0.111284960]),
  ("jet1.icas-edge", "jet1.icas-graph", 2, [0.072070602, 0.877395426, 0.997523243, 0.024150758, 0.011557404]),
  ("100007.icas-chanvase", "100007.sk-slic", 2, [0.343515583, 0.578309859, 0.993186573, 0.094843945, 0.068976237]),
  (
    "226043.sk-quickshift", "226043.icas-felzenszwalb", 2,
    [0.831615605, 0.789368318, 0.489990350, 0.748116916, 0.152052124]
  ),
  ("226043.cv-slico", "226043.icas-graph", 0, [0.176456369, 0.273579013, 0.749820273, 0.590812236, 0.103691038]),
]

@Test func scoresByHand() {
  // Labels: columns 0-2 | 3-7. Truth: columns 0-3 | 4-7. Two rows of eight.
  let scores = SegmentationScores(
    of: map("11122222", "11122222"), against: map("00001111", "00001111"), tolerance: 0)
  #expect(scores.boundaryRecall == 0)
  #expect(scores.boundaryPrecision == 0)
  #expect(scores.boundaryDensity == 2.0 / 16)
  // Segment 1 lies in region 0; segment 2 has 2 pixels there and 8 in region 1, and leaks min(2, 8) from both sides.
  #expect(scores.undersegmentationError == 4.0 / 16)
  #expect(scores.achievableAccuracy == 14.0 / 16)
}

@Test func theToleranceIsAChebyshevDistance() {
  let (labels, truth) = (map("1222", "1222", "1222"), map("1112", "1112", "1112"))
  #expect(SegmentationScores(of: labels, against: truth, tolerance: 1).boundaryRecall == 0)
  #expect(SegmentationScores(of: labels, against: truth, tolerance: 2).boundaryRecall == 1)
  #expect(SegmentationScores(of: labels, against: truth, tolerance: 2).boundaryF == 1)
}

@Test func aMapAgainstItselfIsRight() {
  var generator = SplitMix64(seed: 5)
  let labels = randomMap(Size(width: 13, height: 9), labels: 4, &generator)
  let scores = SegmentationScores(of: labels, against: labels)
  #expect(scores.boundaryRecall == 1)
  #expect(scores.undersegmentationError == 0)
  #expect(scores.achievableAccuracy == 1)
}

@Test func noBoundaryScoresZero() {
  let flat = LabelMap(size: Size(width: 3, height: 3), filledWith: 7)
  let scores = SegmentationScores(of: flat, against: flat)
  #expect([scores.boundaryRecall, scores.boundaryPrecision, scores.boundaryF, scores.boundaryDensity] == [0, 0, 0, 0])
  let empty = LabelMap(size: Size(width: 0, height: 0), filledWith: 0)
  #expect(SegmentationScores(of: empty, against: empty).achievableAccuracy == 0)
}

@Test(arguments: UInt64(0)..<20)
func dilationReachesTheSquareAround(seed: UInt64) {
  var generator = SplitMix64(seed: seed)
  let size = Size(width: .random(in: 1...12, using: &generator), height: .random(in: 1...12, using: &generator))
  let set = (0..<size.area).map { _ in UInt8(Int.random(in: 0..<9, using: &generator) == 0 ? 1 : 0) }
  let radius = Int.random(in: 0...4, using: &generator)
  let slow = (0..<size.area).map { at -> UInt8 in
    let near = set.indices.contains {
      set[$0] != 0 && abs($0 % size.width - at % size.width) <= radius
        && abs($0 / size.width - at / size.width) <= radius
    }
    return near ? 1 : 0
  }
  #expect(dilated(set, size: size, by: radius) == slow)
}

@Test(
  .enabled(if: Reference.exists, "\(Reference.absence)"),
  arguments: references.indices)
func scoresAgreeWithTheEvaluationTool(index: Int) throws {
  let reference = references[index]
  let labels = try Reference.labels(file: reference.labels)
  let truth = try Reference.labels(file: reference.truth)
  let scores = SegmentationScores(of: labels, against: truth, tolerance: reference.tolerance)
  let found = [
    scores.boundaryRecall, scores.boundaryPrecision, scores.undersegmentationError, scores.achievableAccuracy,
    scores.boundaryDensity,
  ]
  for (found, expected) in zip(found, reference.scores) { #expect(abs(found - expected) < 1e-6) }
}
