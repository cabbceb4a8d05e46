import Raster
import TestSupport
import Testing

@testable import Segmentation

private let registry = MethodRegistry([Slic()])

private func slic(_ image: Image, _ settings: [MethodSpec.Setting] = []) throws -> LabelMap {
  try registry.segment(image, MethodSpec("slic", settings))
}

private func plain(_ width: Int, _ height: Int, _ level: UInt8 = 90) -> Image {
  Image(
    size: Size(width: width, height: height), bytes: [UInt8](repeating: level, count: width * height * 3))
}

private func noise(_ width: Int, _ height: Int, seed: UInt64) -> Image {
  var generator = SplitMix64(seed: seed)
  return Image(
    size: Size(width: width, height: height),
    bytes: (0..<width * height * 3).map { _ in .random(in: 0...255, using: &generator) })
}

@Test(arguments: UInt64(0)..<6)
func everySuperpixelIsOneRegionAndTheirNumberIsTheAskedOne(seed: UInt64) throws {
  var generator = SplitMix64(seed: seed)
  let size = Size(width: .random(in: 40...300, using: &generator), height: .random(in: 40...300, using: &generator))
  let scene = Scene(size, regions: 8, noise: Int(seed) * 6, seed: seed)
  for segments in [1, 7, 60, size.area / 100, size.area / 16] {
    let labels = try slic(scene.image, [.init("segments", "\(segments)")])
    #expect(isNumberedByRegion(labels))
    #expect(labels.elements.max() == Int32(segments))
  }
  let dense = try slic(scene.image, [.init("segments", "\(size.area / 9)")])
  #expect(isNumberedByRegion(dense))
  #expect(abs(Double(dense.elements.max() ?? 0) * 9 / Double(size.area) - 1) < 0.1)
}

@Test(arguments: [(200, 150), (640, 400)])
func pureNoiseAndPlainImagesKeepTheNumber(width: Int, height: Int) throws {
  for image in [plain(width, height), noise(width, height, seed: 3)] {
    let labels = try slic(image, [.init("segments", "100")])
    #expect(isNumberedByRegion(labels))
    #expect(labels.elements.max() == 100)
  }
}

@Test(arguments: [(0, 0), (0, 5), (1, 1), (2, 1), (1, 9), (3, 3), (1, 500), (500, 1), (2, 700), (17, 13)])
func smallAndThinImagesAreDivided(width: Int, height: Int) throws {
  for image in [plain(width, height), noise(width, height, seed: 1)] {
    let labels = try slic(image)
    #expect(labels.size == image.size)
    #expect(isNumberedByRegion(labels))
    #expect(labels.elements.allSatisfy { $0 >= 1 })
  }
}

@Test func threadsDoNotChangeTheResult() throws {
  let scene = Scene(Size(width: 421, height: 367), regions: 12, noise: 20, seed: 11)
  let segmenter = SlicSegmenter(segments: 90, compactness: 10, iterations: 5)
  let alone = try segmenter.segment(scene.image, ParallelWork(MethodRun(), threads: 1))
  for threads in [2, 3, 8] {
    #expect(try segmenter.segment(scene.image, ParallelWork(MethodRun(), threads: threads)) == alone)
  }
}

/// A change of this number changes what people's saved parameters mean.
@Test func theResultIsTheSameOnEveryMachine() throws {
  let scene = Scene(Size(width: 320, height: 240), regions: 10, noise: 12, seed: 2)
  let labels = try slic(scene.image, [.init("segments", "150")])
  let found = fingerprint(labels)
  #expect(found == 14_146_256_445_634_715_868)
}

@Test(arguments: UInt64(20)..<22)
func superpixelsFollowTheRegionsOfAScene(seed: UInt64) throws {
  let scene = Scene(Size(width: 481, height: 321), regions: 15, noise: 16, seed: seed)
  let scores = SegmentationScores(of: try slic(scene.image), against: scene.truth)
  #expect(scores.boundaryRecall >= 0.97)
  #expect(scores.achievableAccuracy >= 0.98)
  #expect(scores.boundaryDensity <= 0.23)
}

@Test func aStraightEdgeIsFoundToThePixelOnLargeImages() throws {
  var bytes = [UInt8](repeating: 60, count: 900 * 700 * 3)
  for y in 0..<700 { for x in 437..<900 { bytes[(y * 900 + x) * 3 + 1] = 160 } }
  let image = Image(size: Size(width: 900, height: 700), bytes: bytes)
  let truth = LabelMap(size: image.size, elements: (0..<900 * 700).map { $0 % 900 < 437 ? 1 : 2 })
  let scores = SegmentationScores(of: try slic(image, [.init("segments", "50")]), against: truth, tolerance: 0)
  #expect(scores.boundaryRecall == 1)
  #expect(scores.achievableAccuracy == 1)
}

@Test func regionSizeSetsTheNumber() throws {
  let scene = Scene(Size(width: 200, height: 160), regions: 6, noise: 8, seed: 4)
  let labels = try slic(scene.image, [.init("region_size", "20"), .init("segments", "3")])
  #expect(labels.elements.max() == 80)
}

@Test func compactSegmentsHaveLessBorder() throws {
  let scene = Scene(Size(width: 300, height: 200), regions: 9, noise: 40, seed: 8)
  let density = try ["1", "60"].map { value in
    let labels = try slic(scene.image, [.init("compactness", value), .init("segments", "150")])
    return SegmentationScores(of: labels, against: scene.truth).boundaryDensity
  }
  #expect(density[1] < density[0])
}

@Test func slicStopsWhenCancelled() {
  #expect(throws: SegmentationError.cancelled) {
    try registry.segment(plain(64, 64), MethodSpec("slic"), MethodRun(isCancelled: { true }))
  }
}

@Test func refinementMovesABorderToTheEdge() throws {
  // Dark up to column 5, bright from 6 on; the map is two columns off.
  let size = Size(width: 12, height: 4)
  let image = Image(size: size, bytes: (0..<48).flatMap { [UInt8](repeating: $0 % 12 < 6 ? 20 : 220, count: 3) })
  var labels: [Int32] = (0..<48).map { $0 % 12 < 4 ? 1 : 2 }
  let centers = [20, 220].map { level in
    SlicCenter(color: LabTable.shared.withConverter { $0(level, level, level) }, x: 24, y: 8)
  }
  let refinement = SlicRefinement(centers: centers, placeWeight: 0, roughness: 100)
  for _ in 0..<2 { labels = try refinement.refined(labels, image, ParallelWork(MethodRun(), threads: 2)) }
  #expect(labels == (0..<48).map { $0 % 12 < 6 ? 1 : 2 })
}
