import Raster
import Testing

@testable import Segmentation

private func gray(_ levels: [UInt8], width: Int) -> Image {
  Image(size: Size(width: width, height: levels.count / width), bytes: levels.flatMap { [$0, $0, $0] })
}

private func segment(_ image: Image, _ settings: [MethodSpec.Setting] = []) throws -> LabelMap {
  try MethodRegistry([Threshold()]).segment(image, MethodSpec("threshold", settings))
}

/// The brightest level that random histograms use: the slow reference tries all divisions.
private let top = 30

/// The slow reference: every choice of thresholds, and the variance between the classes as its definition says.
private func bestVariance(of counts: [Int], classes: Int) -> Double {
  func search(_ from: Int, _ left: Int) -> Double {
    var best = score(counts, from, top)
    guard left > 1 else { return best }
    for cut in from..<top { best = max(best, score(counts, from, cut) + search(cut + 1, left - 1)) }
    return best
  }
  return search(0, classes)
}

private func score(_ counts: [Int], _ from: Int, _ to: Int) -> Double {
  let count = counts[from...to].reduce(0, +)
  let sum = (from...to).reduce(0) { $0 + $1 * counts[$1] }
  return count == 0 ? 0 : Double(sum) * Double(sum) / Double(count)
}

private func variance(of counts: [Int], _ thresholds: [UInt8]) -> Double {
  let bounds = [-1] + thresholds.map(Int.init) + [255]
  return zip(bounds, bounds.dropFirst()).reduce(0) { $0 + score(counts, $1.0 + 1, $1.1) }
}

@Test func twoTonesAreDividedBetweenThem() {
  var counts = [Int](repeating: 0, count: 256)
  (counts[20], counts[21], counts[200], counts[210]) = (50, 50, 40, 60)
  #expect(otsuThresholds(of: counts, classes: 2) == [21])
  #expect(otsuThresholds(of: counts, classes: 3) == [21, 200])
  #expect(otsuThresholds(of: counts, classes: 5) == [20, 21, 200])
}

@Test(arguments: UInt64(0)..<20, [2, 3])
func otsuIsTheBestOfAllDivisions(seed: UInt64, classes: Int) {
  var generator = SplitMix64(seed: seed)
  var counts = [Int](repeating: 0, count: 256)
  for _ in 0..<12 { counts[.random(in: 0...top, using: &generator)] = .random(in: 1...99, using: &generator) }
  let thresholds = otsuThresholds(of: counts, classes: classes)
  #expect(thresholds == thresholds.sorted())
  #expect(thresholds.count == classes - 1)
  let (found, best) = (variance(of: counts, thresholds), bestVariance(of: counts, classes: classes))
  #expect(abs(found - best) <= best * 1e-12)
}

@Test func connectedRegionsOfAClassAreSegments() throws {
  let image = gray([10, 10, 240, 10, 240, 240, 240, 10, 10, 10, 240, 240], width: 4)
  let labels = try segment(image)
  #expect(labels.elements == [1, 1, 2, 3, 2, 2, 2, 3, 4, 4, 2, 2])
}

@Test func aValueOverridesOtsu() throws {
  let image = gray([0, 99, 100, 101, 255, 255], width: 6)
  #expect(try segment(image, [.init("value", "100")]).elements == [1, 1, 1, 2, 2, 2])
  #expect(try segment(image, [.init("value", "254")]).elements == [1, 1, 1, 1, 2, 2])
}

@Test(arguments: [1, 7], [1, 5])
func uniformImagesAreOneSegment(width: Int, height: Int) throws {
  let image = gray([UInt8](repeating: 77, count: width * height), width: width)
  #expect(try segment(image, [.init("classes", "5")]).elements.allSatisfy { $0 == 1 })
}

@Test func lumaIsWeightedAndRounded() {
  var luma: [UInt8] = [0, 0, 0, 0]
  writeLuma(of: [255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255], to: &luma)
  #expect(luma == [255, 76, 150, 29])
}

@Test func thresholdStopsWhenCancelled() {
  let image = gray([1, 2, 3, 4], width: 2)
  #expect(throws: SegmentationError.cancelled) {
    try MethodRegistry([Threshold()]).segment(image, MethodSpec("threshold"), MethodRun(isCancelled: { true }))
  }
}
