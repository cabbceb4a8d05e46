import OpenCVMethods
import Raster
import Segmentation
import Testing

private func segment(
  _ method: String, _ image: Image, _ settings: KeyValuePairs<String, String> = [:], _ run: MethodRun = MethodRun()
) throws -> LabelMap {
  try MethodRegistry.standard.segment(image, MethodSpec(method, settings.map { .init($0.key, $0.value) }), run)
}

private func noise(_ width: Int, _ height: Int, seed: UInt64) -> Image {
  var generator = SplitMix64(seed: seed)
  let size = Size(width: width, height: height)
  return Image(size: size, bytes: (0..<size.area * 3).map { _ in UInt8(generator.next() >> 56) })
}

@Test func clustersAreMadeOfSuperpixels() throws {
  let image = noise(120, 90, seed: 1)
  let superpixels = try segment("superpixel", image, ["region_size": "15"])
  let clusters = try segment("slickmeans", image, ["region_size": "15", "k": "6"])
  var clusterOf: [Int32: Int32] = [:]
  for (superpixel, cluster) in zip(superpixels.elements, clusters.elements) {
    #expect(clusterOf[superpixel, default: cluster] == cluster)
    clusterOf[superpixel] = cluster
  }
  #expect(Set(clusters.elements) == [1, 2, 3, 4, 5, 6])
}

@Test func moreClustersThanSuperpixelsAreTheSuperpixels() throws {
  let image = noise(60, 60, seed: 2)
  let clusters = try segment("slickmeans", image, ["region_size": "20", "k": "1000"])
  let superpixels = try segment("superpixel", image, ["region_size": "20"])
  #expect(Set(clusters.elements).count == Set(superpixels.elements).count)
}

@Test(arguments: [(1, 1), (1, 50), (50, 1), (39, 39), (40, 40), (41, 60)])
func slicKMeansTakesAnySize(width: Int, height: Int) throws {
  let uniform = Image(size: Size(width: width, height: height), bytes: .init(repeating: 9, count: width * height * 3))
  for image in [noise(width, height, seed: 3), uniform] {
    #expect(try segment("slickmeans", image).elements.allSatisfy { 1...15 ~= $0 })
  }
}

@Test func twoRunsOfSlicKMeansAreEqual() throws {
  let image = noise(150, 100, seed: 2)
  #expect(try segment("slickmeans", image) == segment("slickmeans", image))
}

@Test func slicKMeansStopsWhenCancelled() {
  #expect(throws: SegmentationError.cancelled) {
    try segment("slickmeans", noise(90, 90, seed: 5), [:], MethodRun(isCancelled: { true }))
  }
}
