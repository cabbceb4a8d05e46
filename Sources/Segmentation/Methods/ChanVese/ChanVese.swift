import Raster

/// Chan–Vese level set on gray levels, quantised: pixels are binned by how far inside or outside of the contour they are.
///
/// - Input: any image; gray is (9798 R + 19235 G + 3735 B) / 32768, rounded, and stretched to its full range.
/// - Parameters: `mu` weighs the contour's length, `lambda1` and `lambda2` the variation inside and outside; `dt` is the
///   time step, `tol` the change (root mean square) at which it stops, `max_iter` where it stops in any case.
/// - Output: bins 1…`number_of_bins` of the final level set between its minimum and maximum, no edge. A bin lies in many
///   parts. A uniform image has nothing to divide and is one segment.
/// - Throws: `.cancelled`.
/// - Complexity: O(pixels · iterations) time on all cores, about 5 ns per pixel and iteration on one; 21 bytes per pixel.
/// - Source: T. F. Chan, L. A. Vese, "Active contours without edges", IEEE Trans. Image Processing 10(2), 2001; the
///   scheme of P. Getreuer, "Chan–Vese segmentation", Image Processing On Line 2, 2012, with all pixels updated at once
///   and without the factor 1/π, as scikit-image does.
public struct ChanVese: SegmentationMethod {
  /// What people read about the method.
  public let description = MethodDescription(
    name: "chanvese", aliases: ["chanvase"],
    summary: "levels of a contour that divides the image into two areas of even brightness (Chan-Vese)",
    parameters: [
      Parameter("number_of_bins", .integer(1...255), default: .integer(20), help: "segments to quantise the levels to"),
      Parameter("mu", .real(0...100), default: .real(0.25), help: "weight of the contour's length"),
      Parameter("lambda1", .real(0...1000), default: .real(2), help: "weight of the variation inside"),
      Parameter("lambda2", .real(0...1000), default: .real(1), help: "weight of the variation outside"),
      Parameter("tol", .real(0...1), default: .real(1e-3), help: "change of the level set at which it stops"),
      Parameter("max_iter", .integer(1...10_000), default: .integer(100), help: "most iterations"),
      Parameter("dt", .real(0.001...100), default: .real(0.5), help: "time step; larger ones are quicker and coarser"),
      Parameter(
        "init", .choice(["checkerboard", "disk"]), default: .choice("checkerboard"), help: "the first level set"),
    ])

  /// The method; it holds nothing.
  public init() {}

  /// Gray, two level sets and the bins.
  public func bytesPerPixel(_ parameters: Parameters, threads: Int) -> Int { 24 }

  /// Labels every pixel with its bin, from 1.
  public func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap
  {
    let gray = grayLevels(of: image)
    guard let darkest = gray.min(), let brightest = gray.max(), darkest < brightest else {
      return LabelMap(size: image.size, filledWith: 1)
    }
    let start: LevelSet.Start = parameters.choice("init") == "disk" ? .disk : .checkerboard
    let levels = LevelSet(size: image.size, start: start)
    let contour = ContourEvolution(
      gray: gray, range: darkest...brightest, mu: parameters.real("mu"),
      inside: parameters.real("lambda1"), outside: parameters.real("lambda2"),
      step: parameters.real("dt"))
    let work = ParallelWork(run)
    var sums = try contour.sums(of: levels, work)
    let iterations = parameters.integer("max_iter")
    for iteration in 1...iterations {
      let change = try contour.advance(levels, &sums, work)
      run.progress(Double(iteration) / Double(iterations))
      if change <= parameters.real("tol") { break }
    }
    run.progress(1)
    return LabelMap(size: image.size, elements: levels.bins(parameters.integer("number_of_bins")))
  }
}

/// Gray as OpenCV computes it, one byte per pixel.
func grayLevels(of image: Image) -> [UInt8] {
  [UInt8](unsafeUninitializedCapacity: image.size.area) { gray, written in
    image.bytes.withUnsafeBufferPointer { rgb in
      for at in 0..<image.size.area {
        let (red, green, blue) = (UInt32(rgb[at * 3]), UInt32(rgb[at * 3 + 1]), UInt32(rgb[at * 3 + 2]))
        gray[at] = UInt8(truncatingIfNeeded: (red &* 9798 &+ green &* 19235 &+ blue &* 3735 &+ 16384) >> 15)
      }
    }
    written = image.size.area
  }
}
