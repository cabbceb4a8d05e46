import Raster

/// Quick shift: every pixel moves to the nearest one of higher density in position and colour, as long as that is near
/// enough; what ends at the same pixel is a segment.
///
/// - Input: any image.
/// - Parameters: `kernel_size` is the deviation of the density's Gaussian in pixels (the window reaches three of them),
///   `ratio` weighs CIE L*a*b* distances against pixels, `max_dist` cuts longer moves; `seed` draws the noise of 1e-5
///   that breaks ties between equal densities. `compat` = `icas` takes red for blue, as the older tool does.
/// - Output: segments from 1 in raster order of their densest pixels, no edge. A segment may lie in parts.
/// - Throws: `.cancelled`.
/// - Complexity: O(pixels · kernel_size²) time on all cores, 24 bytes per pixel.
/// - Source: A. Vedaldi, S. Soatto, "Quick shift and kernel methods for mode seeking", ECCV 2008; window, weights and
///   noise as in scikit-image, whose noise differs, so that ties may break otherwise.
public struct Quickshift: SegmentationMethod {
  /// What people read about the method.
  public let description = MethodDescription(
    name: "quickshift",
    summary: "moves every pixel to the nearest denser one in position and colour (mode seeking)",
    parameters: [
      Parameter(
        "kernel_size", .real(1...20), default: .real(3),
        help: "deviation of the density estimate in pixels; larger values give fewer segments",
        dimension: .length),
      Parameter(
        "max_dist", .real(0...100_000), default: .real(100), help: "longest move; larger ones are cut",
        dimension: .length),
      Parameter("ratio", .real(0...100), default: .real(0.5), help: "weight of colour against position"),
      Parameter("seed", .integer(0...Int.max), default: .integer(0), help: "of the noise that breaks ties"),
      Parameter("compat", .choice(["none", "icas"]), default: .choice("none"), help: "icas swaps red and blue"),
    ])

  /// The method; it holds nothing.
  public init() {}

  /// Colours, densities and two label maps.
  public func bytesPerPixel(_ parameters: Parameters, threads: Int) -> Int { 32 }

  /// Labels every pixel with its mode, from 1.
  public func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap
  {
    let work = ParallelWork(run)
    let colours = try LabPlanes(
      image, scale: parameters.real("ratio"), swapsRedAndBlue: parameters.choice("compat") == "icas", work)
    let kernelSize = parameters.real("kernel_size")
    var densities = try DensityEstimate(colours, kernelSize: kernelSize).densities(work)
    try addNoise(to: &densities, image.size, seed: UInt64(parameters.integer("seed")), work)
    let search = DenserNeighbourSearch(colours, kernelSize: kernelSize, limit: parameters.real("max_dist"))
    let parents = try search.parents(densities, work)
    return LabelMap(size: image.size, elements: numberedRoots(of: parents))
  }

  /// Adds nearly normal noise with a deviation of 1e-5: twelve uniform numbers, less their mean.
  private func addNoise(to densities: inout [Double], _ size: Size, seed: UInt64, _ work: ParallelWork)
    throws(SegmentationError)
  {
    var generator = SplitMix64(seed: seed)
    let (width, seeds) = (size.width, (0..<size.height).map { _ in generator.next() })
    try densities.withUnsafeMutableBufferPointer { densities throws(SegmentationError) in
      try work.divideRows(of: size) { rows in
        for y in rows {
          var generator = SplitMix64(seed: seeds[y])
          for pixel in y * width..<(y + 1) * width { densities[pixel] += noise(&generator) * 1e-5 }
        }
      }
    }
  }
}

@inline(__always)
private func noise(_ generator: inout SplitMix64) -> Double {
  var sum: UInt64 = 0
  for _ in 0..<3 {
    let bits = generator.next()
    sum += (bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) + bits >> 48
  }
  return Double(sum) / 65536 - 6
}

/// The number of each pixel's root, from 1 in raster order of the roots. `parents` has no cycles but the roots' own.
func numberedRoots(of parents: [Int32]) -> [Int32] {
  var (labels, count): ([Int32], Int32) = (parents, 0)
  labels.withUnsafeMutableBufferPointer { labels in
    for pixel in labels.indices {
      var root = Int(labels[pixel])
      while Int(labels[root]) != root { root = Int(labels[root]) }
      // The path to the root becomes one step.
      var at = pixel
      while at != root { (at, labels[at]) = (Int(labels[at]), Int32(truncatingIfNeeded: root)) }
    }
    // Roots are told from others by their sign once they are numbered, for parents may come later than children.
    for pixel in labels.indices where Int(labels[pixel]) == pixel {
      count += 1
      labels[pixel] = -count
    }
    for pixel in labels.indices where labels[pixel] >= 0 { labels[pixel] = labels[Int(labels[pixel])] }
    for pixel in labels.indices { labels[pixel] = -labels[pixel] }
  }
  return labels
}
