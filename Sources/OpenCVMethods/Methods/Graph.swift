import COpenCV
import Raster
import Segmentation

/// Efficient graph-based segmentation as OpenCV's ximgproc has it: like `felzenszwalb`, between
/// 4-neighbours and in single precision.
///
/// - Input: any image.
/// - Parameters: `k` weighs region size against border strength (of 255), `min_size` is the pixels below which a region
///   joins its nearest neighbour, `sigma` the deviation of the smoothing before in pixels.
/// - Output: 4-connected segments from 1 in OpenCV's own numbering, no edge.
/// - Throws: `.cancelled`, within 20 ms; `.engine` where OpenCV refuses.
/// - Complexity: O(pixels · log pixels) time, about 0.7 s and 75 MB per megapixel.
/// - Source: P. F. Felzenszwalb, D. P. Huttenlocher, "Efficient graph-based image segmentation", IJCV 59(2), 2004.
public struct Graph: SegmentationMethod {
  /// What people read about the method.
  public let description = MethodDescription(
    name: "graph",
    summary: "graph-based regions of OpenCV: merges neighbours while the border between them is weak",
    parameters: [
      Parameter(
        "k", .real(0.01...1_000_000), default: .real(15), help: "larger values give larger regions", dimension: .area),
      Parameter(
        "min_size", .integer(0...1_000_000_000), default: .integer(100),
        help: "pixels; smaller regions join a neighbour", dimension: .area),
      Parameter(
        "sigma", .real(0.01...20), default: .real(0.5), help: "deviation of the smoothing before, in pixels",
        dimension: .length),
    ])

  /// The method; it holds nothing.
  public init() {}

  /// What the engine's process holds besides the labels that it hands over.
  public func bytesPerPixel(_ parameters: Parameters, threads: Int) -> Int { 88 }

  /// Labels every pixel with its region, from 1.
  public func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap
  {
    try run.checkCancelled()
    let (width, height) = (Int32(image.size.width), Int32(image.size.height))
    var failure = cvb_error()
    let labels = run.withEngineRun { run in
      [Int32](unsafeUninitializedCapacity: image.size.area) { labels, written in
        guard let start = labels.baseAddress,
          cvb_graph_regions(
            image.bytes, width, height, parameters.real("sigma"), Float(parameters.real("k")),
            Int32(parameters.integer("min_size")), start, run, &failure)
        else { return }
        written = image.size.area
      }
    }
    guard labels.count == image.size.area else { throw SegmentationError(failure, method: description.name) }
    run.progress(1)
    return LabelMap(size: image.size, elements: labels)
  }
}
