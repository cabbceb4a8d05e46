import Raster
import TestSupport
import Testing

@testable import Segmentation

private func randomMap(_ size: Size, labels: Int32, seed: UInt64) -> LabelMap {
  var generator = SplitMix64(seed: seed)
  return LabelMap(size: size, elements: (0..<size.area).map { _ in .random(in: 0...labels, using: &generator) })
}

/// Columns of one level each, `width` pixels wide.
private func stripes(_ levels: [UInt8], width: Int, height: Int) -> (image: Image, labels: LabelMap) {
  let size = Size(width: levels.count * width, height: height)
  let column = { (at: Int) in at % size.width / width }
  return (
    Image(size: size, bytes: (0..<size.area).flatMap { [UInt8](repeating: levels[column($0)], count: 3) }),
    LabelMap(size: size, elements: (0..<size.area).map { Int32(column($0) + 1) })
  )
}

@Test(arguments: UInt64(0)..<10, [1, 4])
func graphsCountEveryPairOfPixels(seed: UInt64, threads: Int) throws {
  let labels = randomMap(Size(width: 19, height: 14), labels: 6, seed: seed)
  let scene = Scene(labels.size, regions: 4, noise: 60, seed: seed)
  let graph = try RegionGraph(of: labels, count: 6, image: scene.image, ParallelWork(MethodRun(), threads: threads))
  for label in 1...6 {
    #expect(graph.regions[label - 1].pixels == Double(labels.elements.count { $0 == Int32(label) }))
  }
  for one in 1...Int32(5) {
    for other in one + 1...6 {
      let border = graph.borders.first { $0.first == one - 1 && $0.second == other - 1 }
      #expect(Int(border?.length ?? 0) == touches(labels, one, other))
    }
  }
  #expect(
    graph.borders.map { [$0.first, $0.second] }
      == graph.borders.map { [$0.first, $0.second] }.sorted { $0.lexicographicallyPrecedes($1) })
}

private func touches(_ map: LabelMap, _ one: Int32, _ other: Int32) -> Int {
  var pairs = 0
  for at in map.elements.indices {
    let neighbors = [
      at % map.width + 1 < map.width ? at + 1 : at, at / map.width + 1 < map.height ? at + map.width : at,
    ]
    pairs += neighbors.count { Set([map.elements[at], map.elements[$0]]) == [one, other] }
  }
  return pairs
}

@Test func theMostAlikeStripesAreMergedFirst() throws {
  let (image, labels) = stripes([10, 200, 204, 90, 100], width: 6, height: 8)
  let hierarchy = try SegmentHierarchy(of: labels, image: image)
  let row = { (count: Int) in stride(from: 0, to: 30, by: 6).map { hierarchy.labels(segments: count).elements[$0] } }
  #expect(row(5) == [1, 2, 3, 4, 5])
  #expect(row(4) == [1, 2, 2, 3, 4])
  #expect(row(3) == [1, 2, 2, 3, 3])
  #expect(row(1) == [1, 1, 1, 1, 1])
}

@Test(arguments: UInt64(0)..<5)
func coarserSegmentsAreUnionsOfFinerOnes(seed: UInt64) throws {
  let scene = Scene(Size(width: 90, height: 70), regions: 6, noise: 30, seed: seed)
  let labels = randomMap(scene.image.size, labels: 3, seed: seed + 50)
  let hierarchy = try SegmentHierarchy(of: labels, image: scene.image)
  var finer = hierarchy.labels(segments: .max)
  #expect(finer == hierarchy.base.plane)
  #expect(hierarchy.base.plane == connectedRegions(of: labels).labels)
  for count in [500, 100, 37, 36, hierarchy.fewestSegments] {
    let coarser = hierarchy.labels(segments: count)
    #expect(Int(coarser.elements.max() ?? 0) == max(count, hierarchy.fewestSegments))
    var union: [Int32: Int32] = [:]
    let isUnion = zip(finer.elements, coarser.elements).allSatisfy { fine, coarse in
      defer { union[fine] = coarse }
      return union[fine, default: coarse] == coarse
    }
    #expect(isUnion)
    finer = coarser
  }
  #expect(zip(finer.elements, labels.elements).allSatisfy { ($0 == 0) == ($1 == 0) })
}

@Test func regionsBeyondAnEdgeAreNotMerged() throws {
  let size = Size(width: 5, height: 2)
  let labels = LabelMap(size: size, elements: [1, 2, 0, 3, 3, 1, 2, 0, 3, 3])
  let image = Image(size: size, bytes: [UInt8](repeating: 5, count: 30))
  let hierarchy = try SegmentHierarchy(of: labels, image: image)
  #expect(hierarchy.fewestSegments == 2)
  #expect(hierarchy.labels(segments: 1).elements == [1, 1, 0, 2, 2, 1, 1, 0, 2, 2])
}

@Test func nothingButEdgeStaysEdge() throws {
  for size in [Size(width: 0, height: 0), Size(width: 3, height: 2)] {
    let image = Image(size: size, bytes: [UInt8](repeating: 1, count: size.area * 3))
    let hierarchy = try SegmentHierarchy(of: LabelMap(size: size, filledWith: 0), image: image)
    #expect(hierarchy.labels(segments: 4) == LabelMap(size: size, filledWith: 0))
    #expect(hierarchy.highestLevel == 0)
  }
}

@Test func levelsHalveTheSegmentsEverySecondTime() throws {
  let (image, labels) = stripes((0..<100).map { UInt8($0 * 2) }, width: 1, height: 3)
  let hierarchy = try SegmentHierarchy(of: labels, image: image)
  #expect((0...6).map(hierarchy.segments(atLevel:)) == [100, 71, 50, 35, 25, 18, 13])
  #expect(hierarchy.segments(atLevel: -3) == 100)
  #expect(hierarchy.segments(atLevel: 99) == 1)
  #expect(hierarchy.labels(atLevel: 2) == hierarchy.labels(segments: 50))
  #expect([1000, 100, 84, 85, 30, 29, 1, 0, .min].map(hierarchy.level(nearestTo:)) == [0, 0, 1, 0, 3, 4, 12, 12, 12])
}

@Test func theHierarchyMethodMergesAnyBase() throws {
  let scene = Scene(Size(width: 160, height: 120), regions: 7, noise: 14, seed: 6)
  let registry = MethodRegistry([Threshold(), Slic()]).withHierarchy()
  let segment = { (settings: [MethodSpec.Setting]) in
    try registry.segment(scene.image, MethodSpec("hierarchy", settings))
  }
  let labels = try segment([.init("base_segments", "400"), .init("segments", "33")])
  #expect(isNumberedByRegion(labels))
  #expect(labels.elements.max() == 33)
  #expect(try segment([.init("base_segments", "400")]).elements.max() == 100)
  #expect(try segment([.init("base", "threshold"), .init("segments", "5")]).elements.max() == 5)
  #expect(throws: SegmentationError.self) { try segment([.init("base", "hierarchy")]) }
  #expect(throws: SegmentationError.cancelled) {
    try registry.segment(scene.image, MethodSpec("hierarchy"), MethodRun(isCancelled: { true }))
  }
}

@Test(arguments: UInt64(30)..<33)
func aCutKeepsTheRegionsOfAScene(seed: UInt64) throws {
  let scene = Scene(Size(width: 320, height: 240), regions: 10, noise: 12, seed: seed)
  let registry = MethodRegistry([Slic()]).withHierarchy()
  let labels = try registry.segment(scene.image, MethodSpec("hierarchy", [.init("segments", "40")]))
  let scores = SegmentationScores(of: labels, against: scene.truth)
  #expect(scores.boundaryRecall >= 0.95)
  #expect(scores.achievableAccuracy >= 0.97)
}

/// The slow reference: after every merge, the cheapest of all pairs by costs that are computed anew.
@Test(arguments: UInt64(0)..<8)
func mergesAreTheCheapestOfAll(seed: UInt64) throws {
  let labels = connectedRegions(of: randomMap(Size(width: 12, height: 9), labels: 3, seed: seed))
  let scene = Scene(labels.labels.size, regions: 5, noise: 30, seed: seed)
  let graph = try RegionGraph(
    of: labels.labels, count: Int(labels.count), image: scene.image, ParallelWork(MethodRun()))
  var merger = RegionMerger(graph)
  var slow = SlowMerger(graph)
  while let merge = merger.mergeCheapest() {
    let expected = slow.mergeCheapest()
    #expect([merge.one, merge.other] == expected)
  }
  let rest = slow.mergeCheapest()
  #expect(rest == nil)
}

private struct SlowMerger {
  private var regions: [RegionGraph.Region?]
  private var borders: [RegionGraph.Border]

  init(_ graph: RegionGraph) {
    regions = graph.regions
    borders = graph.borders
  }

  mutating func mergeCheapest() -> [Int32]? {
    let best = borders.min {
      let (one, other) = (cost($0), cost($1))
      return one == other ? ($0.first, $0.second) < ($1.first, $1.second) : one < other
    }
    guard let best, let one = regions[Int(best.first)], let other = regions[Int(best.second)] else { return nil }
    let node = Int32(regions.count)
    regions.append(one + other)
    (regions[Int(best.first)], regions[Int(best.second)]) = (nil, nil)
    var joined: [RegionGraph.Border] = []
    for var border in borders {
      if [best.first, best.second].contains(border.first) { border.first = node }
      if [best.first, best.second].contains(border.second) { border.second = node }
      if border.first == border.second { continue }
      if border.first > border.second { swap(&border.first, &border.second) }
      if let same = joined.firstIndex(where: { $0.first == border.first && $0.second == border.second }) {
        joined[same].length += border.length
        joined[same].contrast += border.contrast
      } else {
        joined.append(border)
      }
    }
    borders = joined
    return [best.first, best.second]
  }

  private func cost(_ border: RegionGraph.Border) -> Double {
    guard let one = regions[Int(border.first)], let other = regions[Int(border.second)] else { return .infinity }
    let l = one.lightness / one.pixels - other.lightness / other.pixels
    let a = one.a / one.pixels - other.a / other.pixels
    let b = one.b / one.pixels - other.b / other.pixels
    let distance = (l * l + 2 * (a * a + b * b)) + 0.2 * Double(border.contrast) / Double(border.length)
    let error = 160 + distance / (1 + distance / 8000).squareRoot()
    let contact = Double(border.length) / min(one.pixels, other.pixels).squareRoot()
    return one.pixels * other.pixels / (one.pixels + other.pixels) * error / contact.squareRoot().squareRoot()
  }
}
