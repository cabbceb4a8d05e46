import OpenCVMethods
import Raster
import Segmentation
import Testing

private func noise(_ width: Int, _ height: Int, seed: UInt64) -> Image {
  var generator = SplitMix64(seed: seed)
  let size = Size(width: width, height: height)
  return Image(size: size, bytes: (0..<size.area * 3).map { _ in UInt8(generator.next() >> 56) })
}

private func segment(_ image: Image, _ settings: KeyValuePairs<String, String> = [:], _ run: MethodRun = MethodRun())
  throws -> LabelMap
{
  try MethodRegistry.standard.segment(image, MethodSpec("graph", settings.map { .init($0.key, $0.value) }), run)
}

@Test(arguments: [(1, 1), (1, 2), (2, 1), (1, 40), (40, 1), (2, 2), (3, 3), (17, 5)])
func graphTakesAnySize(width: Int, height: Int) throws {
  let uniform = Image(
    size: Size(width: width, height: height), bytes: [UInt8](repeating: 90, count: width * height * 3))
  #expect(try segment(uniform).elements.allSatisfy { $0 == 1 })
  for settings: KeyValuePairs<String, String> in [
    [:], ["min_size": "0", "k": "0.01", "sigma": "0.01"], ["sigma": "20"],
  ] {
    let labels = try segment(noise(width, height, seed: 1), settings)
    #expect(Set(labels.elements) == Set(1...(labels.elements.max() ?? 0)))
  }
}

@Test func regionsOfTheGraphHaveTheSizeAskedFor() throws {
  let labels = try segment(noise(60, 50, seed: 3), ["min_size": "37"])
  let sizes = Dictionary(grouping: labels.elements) { $0 }.mapValues(\.count)
  #expect(sizes.count > 1)
  #expect(sizes.values.allSatisfy { $0 >= 37 })
}

@Test func flatAreasOfTheGraphAreRegions() throws {
  let bytes: [UInt8] = (0..<40 * 30).flatMap { $0 % 40 < 20 ? [200, 10, 10] : [10, 10, 200] }
  let labels = try segment(Image(size: Size(width: 40, height: 30), bytes: bytes), ["sigma": "0.1", "min_size": "10"])
  #expect(labels.elements == (0..<40 * 30).map { $0 % 40 < 20 ? 1 : 2 })
}

@Test func graphStopsWhenCancelled() {
  #expect(throws: SegmentationError.cancelled) {
    try segment(noise(30, 30, seed: 5), [:], MethodRun(isCancelled: { true }))
  }
}
