import Raster
import TestSupport
import Testing

@testable import Segmentation

private func graph(_ map: LabelMap, _ image: Image) throws -> RegionGraph {
  try RegionGraph(of: map, count: Int(map.elements.max() ?? 0), image: image, ParallelWork(MethodRun()))
}

@Test func aSpeckJoinsTheNeighbourOfItsColour() throws {
  let size = Size(width: 9, height: 4)
  var labels = LabelMap(size: size, elements: (0..<36).map { $0 % 9 < 4 ? 1 : 2 })
  labels[PixelPoint(x: 4, y: 1)] = 3
  // The speck is as dark as the left side, and touches the right one along more pixels.
  let image = Image(
    size: size, bytes: (0..<36).flatMap { [UInt8](repeating: $0 % 9 < 4 || $0 == 13 ? 40 : 200, count: 3) })
  let cleared = try graph(labels, image).absorbing(below: 2, MethodRun())
  #expect(cleared.joins == [RegionGraph.Join(one: 0, other: 2)])
  #expect(cleared.firsts == [0, 1])
  #expect(cleared.graph.regions.map(\.pixels) == [17, 19])
}

@Test(arguments: UInt64(0)..<10)
func noSmallRegionIsLeftAndTheGraphIsThatOfTheNewMap(seed: UInt64) throws {
  var generator = SplitMix64(seed: seed)
  let size = Size(width: 40, height: 30)
  let classes = (0..<size.area).map { _ in Int32.random(in: 1...3, using: &generator) }
  let labels = connectedRegions(of: LabelMap(size: size, elements: classes)).labels
  let scene = Scene(size, regions: 5, noise: 50, seed: seed)
  let before = try graph(labels, scene.image)
  let cleared = try before.absorbing(below: 12, MethodRun())
  let after = cleared.graph
  #expect(after.regions.allSatisfy { $0.pixels >= 12 })
  #expect(after.regions.count < before.regions.count / 4)
  let segments = try MergeTree(before, downTo: before.regions.count, specksBelow: 12, MethodRun())
    .segments(count: after.regions.count)
  let map = LabelMap(size: size, elements: labels.elements.map { segments[Int($0) - 1] })
  #expect(isNumberedByRegion(map))
  let expected = try graph(map, scene.image)
  #expect(after.borders.map(\.pair) == expected.borders.map(\.pair))
  #expect(after.borders.map(\.length) == expected.borders.map(\.length))
  #expect(after.regions.map(\.pixels) == expected.regions.map(\.pixels))
}

@Test func regionsThatNothingTouchesStaySmall() throws {
  let labels = LabelMap(size: Size(width: 3, height: 1), elements: [1, 0, 2])
  let image = Image(size: labels.size, bytes: [UInt8](repeating: 9, count: 9))
  let cleared = try graph(labels, image).absorbing(below: 100, MethodRun())
  #expect(cleared.firsts == [0, 1])
  #expect(cleared.joins.isEmpty)
}

@Test(arguments: UInt64(0)..<4)
func everyCutThroughSpecksIsConnected(seed: UInt64) throws {
  var generator = SplitMix64(seed: seed)
  let size = Size(width: 24, height: 20)
  let classes = (0..<size.area).map { _ in Int32.random(in: 1...3, using: &generator) }
  let labels = connectedRegions(of: LabelMap(size: size, elements: classes)).labels
  let before = try graph(labels, Scene(size, regions: 4, noise: 50, seed: seed).image)
  let tree = try MergeTree(before, specksBelow: 20, MethodRun())
  for count in 1...before.regions.count {
    let segments = tree.segments(count: count)
    let map = LabelMap(size: size, elements: labels.elements.map { segments[Int($0) - 1] })
    #expect(isNumberedByRegion(map) && map.elements.max() == Int32(count))
  }
}
