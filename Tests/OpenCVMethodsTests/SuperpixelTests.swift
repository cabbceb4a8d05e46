import OpenCVMethods
import Raster
import Segmentation
import Testing

private let algorithms = ["slic", "slico", "mslic", "seeds", "lsc"]

private func segment(_ image: Image, _ settings: KeyValuePairs<String, String> = [:]) throws -> LabelMap {
  let spec = MethodSpec("superpixel", settings.map { .init($0.key, $0.value) })
  return try MethodRegistry.standard.segment(image, spec)
}

private func noise(_ width: Int, _ height: Int, seed: UInt64) -> Image {
  var generator = SplitMix64(seed: seed)
  let size = Size(width: width, height: height)
  return Image(size: size, bytes: (0..<size.area * 3).map { _ in UInt8.random(in: 0...255, using: &generator) })
}

@Test(arguments: algorithms)
func everyPixelBelongsToASegment(algorithm: String) throws {
  let labels = try segment(tiles(120, 90), ["algorithm": algorithm, "region_size": "15"])
  #expect(labels.size == Size(width: 120, height: 90))
  #expect(labels.elements.allSatisfy { $0 >= 1 })
  #expect(Set(labels.elements).count > 10)
}

@Test(arguments: algorithms)
func twoRunsAreEqual(algorithm: String) throws {
  let image = noise(150, 100, seed: 2)
  #expect(try segment(image, ["algorithm": algorithm]) == segment(image, ["algorithm": algorithm]))
}

private func tiles(_ width: Int, _ height: Int) -> Image {
  let bytes = (0..<width * height).flatMap { at -> [UInt8] in
    let (column, row) = (at % width / 20, at / width / 15)
    return [UInt8(column * 37 % 256), UInt8(row * 61 % 256), UInt8((column + row) * 29 % 256)]
  }
  return Image(size: Size(width: width, height: height), bytes: bytes)
}

/// OpenCV itself crashes on some of these.
@Test(
  arguments: algorithms,
  [(1, 1), (1, 500), (500, 1), (2, 2), (39, 39), (40, 40), (41, 40), (40, 400), (400, 41), (79, 81)])
func smallImagesWork(algorithm: String, size: (Int, Int)) throws {
  for iterations in ["1", "10"] {
    for image in [noise(size.0, size.1, seed: 3), uniform(size.0, size.1)] {
      let labels = try segment(image, ["algorithm": algorithm, "iterations": iterations])
      #expect(labels.elements.allSatisfy { $0 >= 1 })
    }
  }
}

@Test(arguments: algorithms, ["2", "3", "5", "50", "2000"])
func everyRegionSizeWorks(algorithm: String, regionSize: String) throws {
  for image in [noise(61, 53, seed: 4), uniform(61, 53), noise(3, 53, seed: 5), noise(2, 2, seed: 6)] {
    let labels = try segment(image, ["algorithm": algorithm, "region_size": regionSize])
    #expect(labels.elements.allSatisfy { $0 >= 1 })
  }
}

@Test func anImageBelowARegionIsOneSegment() throws {
  #expect(try segment(noise(39, 300, seed: 7)).elements.allSatisfy { $0 == 1 })
}

private func uniform(_ width: Int, _ height: Int) -> Image {
  Image(size: Size(width: width, height: height), bytes: [UInt8](repeating: 90, count: width * height * 3))
}

@Test func superpixelParametersAreChecked() {
  #expect(throws: SegmentationError.self) { try segment(uniform(50, 50), ["region_size": "1"]) }
  #expect(throws: SegmentationError.self) { try segment(uniform(50, 50), ["algorithm": "slick"]) }
}

/// All superpixels of a checkerboard of pixels are too small to keep: OpenCV's MSLIC crashes, we must not.
@Test func aCrashOfTheEngineIsAnError() {
  let bytes = (0..<60 * 60).flatMap { at in [UInt8](repeating: (at + at / 60) % 2 == 0 ? 0 : 255, count: 3) }
  let board = Image(size: Size(width: 60, height: 60), bytes: bytes)
  let error = #expect(throws: SegmentationError.self) { try segment(board, ["region_size": "20", "ruler": "1"]) }
  #expect(error?.description.contains("OpenCV crashed") == true)
}

@Test(arguments: algorithms)
func superpixelsStopWhenCancelled(algorithm: String) {
  let spec = MethodSpec("superpixel", [.init("algorithm", algorithm), .init("iterations", "100")])
  #expect(throws: SegmentationError.cancelled) {
    try MethodRegistry.standard.segment(noise(600, 600, seed: 9), spec, MethodRun(isCancelled: { true }))
  }
}
