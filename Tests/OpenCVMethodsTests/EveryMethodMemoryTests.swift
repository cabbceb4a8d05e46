import OpenCVMethods
import Raster
import Segmentation
import Testing

private let registry = MethodRegistry.standard

@Test(arguments: EveryMethod.names)
func aMethodThatNeedsMoreThanThereIsSaysSo(method: String) throws {
  let image = EveryMethod.tiles(64, 50)
  let parameters = try registry.parameters(for: MethodSpec(method))
  let needed = try registry.method(named: method).bytesPerPixel(parameters, threads: 2) * image.size.area
  let error = #expect(throws: SegmentationError.self) {
    try EveryMethod.segment(image, method, MethodRun(threads: 2, memory: needed - 1))
  }
  guard case .memory(let name, needed, needed - 1, image.size.area, let instead) = error else {
    Issue.record("\(String(describing: error))")
    return
  }
  #expect(name == method && !instead.contains(method) && instead.count <= 2)
  _ = try EveryMethod.segment(image, method, MethodRun(threads: 2, memory: 1 << 40))
}

@Test func theSentenceSaysHowMuchAndWhatInstead() throws {
  let error = SegmentationError.memory(
    method: "felzenszwalb", needed: 12_340_000_000, free: 4_050_000_000, pixels: 300_000_000,
    instead: ["threshold", "slic"])
  #expect(
    error.description == "felzenszwalb: needs about 12.3 GB for 300 megapixels, 4.1 GB are free; "
      + "use a smaller image, threshold or slic")
  let small = SegmentationError.memory(method: "slic", needed: 3_200_001, free: 5, pixels: 150_000, instead: [])
  #expect(small.description == "slic: needs about 4 MB for 0.2 megapixels, 1 MB are free; use a smaller image")
}

/// The engine's own process may take no more than there is: OpenCV's failed allocation becomes a sentence.
@Test(arguments: ["superpixel", "graph", "edge"])
func anEngineThatRunsOutOfMemorySaysSo(method: String) throws {
  // Large and in one strip, so that single planes are more than what the test's own heap has left over.
  let size = Size(width: 27_000, height: 479)
  let image = Image(size: size, bytes: [UInt8](repeating: 90, count: size.area * 3))
  let parameters = try registry.parameters(for: MethodSpec(method))
  // Past the registry, which would refuse to begin.
  let error = #expect(throws: SegmentationError.self) {
    try registry.method(named: method).segment(image, parameters, MethodRun(memory: 1 << 20))
  }
  #expect(error?.description.contains("memory ran out") == true, "\(String(describing: error))")
  #expect(error?.description.contains("use a smaller image") == true)
}
