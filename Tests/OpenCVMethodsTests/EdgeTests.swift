import Raster
import Segmentation
import Testing

@testable import OpenCVMethods

private func gray(_ width: Int, _ height: Int, _ level: (Int, Int) -> UInt8) -> Image {
  let levels = (0..<width * height).map { level($0 % width, $0 / width) }
  return Image(size: Size(width: width, height: height), bytes: levels.flatMap { [$0, $0, $0] })
}

private func noise(_ width: Int, _ height: Int, seed: UInt64) -> Image {
  var generator = SplitMix64(seed: seed)
  let size = Size(width: width, height: height)
  return Image(size: size, bytes: (0..<size.area * 3).map { _ in UInt8(generator.next() >> 56) })
}

private func segment(_ image: Image, _ settings: KeyValuePairs<String, String> = [:], _ run: MethodRun = MethodRun())
  throws -> LabelMap
{
  try MethodRegistry.standard.segment(image, MethodSpec("edge", settings.map { .init($0.key, $0.value) }), run)
}

@Test func theTwoSidesOfAnEdgeAreSegments() throws {
  let labels = try segment(gray(40, 30) { x, _ in x < 17 ? 20 : 220 })
  // The gradient is strong in columns 16 and 17; each side grows into its own.
  #expect(labels.elements == (0..<1200).map { $0 % 40 < 17 ? 1 : 2 })
}

@Test func everyPixelIsInASegmentOrBetweenEdges() throws {
  let labels = try segment(noise(60, 50, seed: 1), ["h": "1", "h_color": "1", "sigma_color": "1"])
  #expect(labels.elements.contains(0))
  let regions = connectedRegions(of: labels)
  #expect(Set(labels.elements.filter { $0 > 0 }).count == (labels.elements.max() ?? 0))
  #expect(regions.count == labels.elements.max())
}

@Test func theGradientIsSobels() throws {
  // One step of 10 in red, 20 in green, none in blue: 40 and 80 of at most 80.
  let bytes: [UInt8] = (0..<20).flatMap { $0 % 5 < 2 ? [0, 0, 9] : [10, 20, 9] }
  let sums = try gradientStrength(
    of: Image(size: Size(width: 5, height: 4), bytes: bytes), ParallelWork(MethodRun()))
  let row: [UInt16] = [0, 382, 382, 0, 0]
  #expect(sums.elements == row + row + row + row)
}

@Test func regionsGrowByOnePixelAndNotIntoOthers() {
  // Edges in columns 2, 3, 4 and 6; the closing fills column 5.
  let sums = Plane<UInt16>(
    size: Size(width: 10, height: 2),
    elements: [0, 0, 700, 700, 700, 0, 700, 0, 0, 0, 0, 0, 700, 700, 700, 0, 700, 0, 0, 0])
  let row: [Int32] = [1, 1, 1, 0, 0, 0, 2, 2, 2, 2]
  #expect(regionsBetweenEdges(sums, threshold: 60).elements == row + row)
}

@Test func aSumAtTheThresholdIsNoEdge() {
  let size = Size(width: 8, height: 1)
  let one = Plane<UInt16>(size: size, elements: [0, 0, 0, 180, 181, 0, 0, 0])
  #expect(regionsBetweenEdges(one, threshold: 60).elements == [1, 1, 1, 1, 1, 2, 2, 2])
  #expect(overlappingRegions(one, threshold: 60).elements == [1, 1, 1, 1, 2, 2, 2, 2])
  let three = Plane<UInt16>(size: size, elements: [0, 0, 180, 180, 180, 0, 0, 0])
  #expect(regionsBetweenEdges(three, threshold: 60).elements == [1, 1, 1, 1, 1, 1, 1, 1])
  #expect(overlappingRegions(three, threshold: 60).elements == [1, 1, 1, 60, 2, 2, 2, 2])
}

@Test func stripsDoNotShow() throws {
  let image = gray(400, 340) { x, y in UInt8(truncatingIfNeeded: (x * x / 37 + y * 5) / 3 ^ (x / 50)) }
  let spec = try MethodRegistry.standard.parameters(for: MethodSpec("edge"))
  #expect(
    try Edge(stripHeight: 40).denoised(image, spec, MethodRun())
      == Edge(stripHeight: 1000).denoised(image, spec, MethodRun()))
}

@Test(arguments: [(1, 1), (1, 2), (2, 1), (1, 40), (40, 1), (2, 2), (3, 3), (17, 5)])
func edgeTakesAnySize(width: Int, height: Int) throws {
  #expect(try segment(gray(width, height) { _, _ in 90 }).elements.allSatisfy { $0 == 1 })
  for image in [noise(width, height, seed: 2), gray(width, height) { x, y in UInt8(truncatingIfNeeded: x * 31 + y) }] {
    for settings: KeyValuePairs<String, String> in [[:], ["compat": "icas"], ["bilateral_d": "1", "edge_th": "0"]] {
      #expect(try segment(image, settings).elements.allSatisfy { 0...Int32(max(60, width * height)) ~= $0 })
    }
  }
}

@Test func evenWindowsAreRefused() {
  #expect(throws: SegmentationError.self) { try segment(noise(9, 9, seed: 3), ["search_window": "20"]) }
}

@Test func edgeStopsWhenCancelled() {
  #expect(throws: SegmentationError.cancelled) {
    try segment(noise(30, 30, seed: 5), [:], MethodRun(isCancelled: { true }))
  }
}
