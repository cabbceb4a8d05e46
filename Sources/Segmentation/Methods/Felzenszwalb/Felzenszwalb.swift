import Raster

/// Efficient graph-based segmentation: neighbouring regions merge while the border between them is no stronger than the
/// variation inside them allows.
///
/// - Input: any image up to 1,073 megapixels; channels count alike, so their order does not matter.
/// - Parameters: `scale` weighs region size against border strength (of 255), `sigma` is the Gaussian's deviation in
///   pixels, `min_size` the pixels below which a region joins its nearest neighbour.
/// - Output: 8-connected segments from 1 in raster order of their first pixels, no edge. Equal borders are taken in
///   raster order, so they may fall otherwise than in scikit-image, whose labels these are.
/// - Throws: `.cancelled`.
/// - Complexity: O(pixels · α) time, about 0.2 µs per pixel at 2 megapixels and 0.35 at 100, and 50 bytes per pixel;
///   edges are weighed and sorted on all cores, and merged on one.
/// - Source: P. F. Felzenszwalb, D. P. Huttenlocher, "Efficient graph-based image segmentation", IJCV 59(2), 2004.
public struct Felzenszwalb: SegmentationMethod {
  /// What people read about the method.
  public let description = MethodDescription(
    name: "felzenszwalb",
    summary: "merges neighbouring regions while the border between them is weak for their size (graph-based)",
    parameters: [
      Parameter(
        "scale", .real(0...1_000_000), default: .real(100),
        help: "larger values give larger regions; border strength x pixels",
        dimension: .area),
      Parameter(
        "sigma", .real(0...20), default: .real(0.5), help: "deviation of the smoothing before, in pixels",
        dimension: .length),
      Parameter(
        "min_size", .integer(0...1_000_000_000), default: .integer(100),
        help: "pixels; smaller regions join a neighbour", dimension: .area),
    ])

  /// The method; it holds nothing.
  public init() {}

  /// Four edges of eight bytes, the forest, and what sorting borrows.
  public func bytesPerPixel(_ parameters: Parameters, threads: Int) -> Int { 56 }

  /// Labels every pixel with its region, from 1.
  public func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap
  {
    guard image.size.area <= WeighedEdges.pixelLimit else {
      throw .engine(
        method: description.name, message: "the image has more than \(WeighedEdges.pixelLimit) pixels; scale it down")
    }
    let rows = SmoothedRows(image, deviation: parameters.real("sigma"))
    let edges = try WeighedEdges(rows, ParallelWork(run))
    run.progress(0.3)
    let forest = MergeForest(count: image.size.area, scale: parameters.real("scale") / 255)
    try forest.merge(edges, minimum: Int32(parameters.integer("min_size")), run)
    let labels = LabelMap(size: image.size, elements: forest.labels())
    run.progress(1)
    return labels
  }
}
