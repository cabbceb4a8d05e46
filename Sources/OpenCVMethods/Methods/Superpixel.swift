import COpenCV
import Raster
import Segmentation

/// Superpixels of OpenCV's ximgproc on the 8-bit Lab image: SLIC, SLICO, MSLIC, SEEDS or LSC.
///
/// - Input: any image; one that is smaller than a region in width or height becomes one segment.
/// - Output: segments from 1 in OpenCV's own numbering, no edge. A segment of MSLIC or SEEDS may lie in parts.
/// - Throws: `.cancelled`, within 20 ms; `.engine` where OpenCV refuses. It runs in a process of its own, since it can
///   neither be interrupted nor be kept from crashing where all superpixels merge (checkered texture with a small
///   ruler): that is an `.engine` error too.
/// - Complexity: O(pixels · iterations); MSLIC about 0.85 s per megapixel.
/// - Source: R. Achanta et al., "SLIC superpixels", IEEE TPAMI 34(11), 2012; Y.-J. Liu et al., "Manifold SLIC",
///   CVPR 2016; M. Van den Bergh et al., "SEEDS", ECCV 2012; Z. Li, J. Chen, "LSC", CVPR 2015.
public struct Superpixel: SegmentationMethod {
  private static let algorithms = ["slic", "slico", "mslic", "seeds", "lsc"]

  /// What people read about the method.
  public let description = MethodDescription(
    name: "superpixel",
    summary: "superpixels of OpenCV on Lab colours: regions of about equal size that follow the borders",
    parameters: [
      Parameter(
        "region_size", .integer(2...2000), default: .integer(40), help: "side of a superpixel in pixels",
        dimension: .length),
      Parameter(
        "ruler", .real(0.01...1000), default: .real(30),
        help: "smoothness of slic and mslic: larger values give more compact superpixels"),
      Parameter("algorithm", .choice(algorithms), default: .choice("mslic"), help: "which superpixels"),
      Parameter("iterations", .integer(1...100), default: .integer(10), help: "rounds of refinement"),
    ])

  /// The method; it holds nothing.
  public init() {}

  /// What the engine's process holds besides the labels that it hands over.
  public func bytesPerPixel(_ parameters: Parameters, threads: Int) -> Int { 40 }

  /// Labels every pixel with its superpixel, from 1.
  public func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap
  {
    try run.checkCancelled()
    let regionSize = parameters.integer("region_size")
    // SEEDS never ends on images of a few pixels.
    guard min(image.size.width, image.size.height) >= max(4, regionSize) else { return oneSegment(image.size) }
    let labels = try superpixels(image, parameters, regionSize: regionSize, run)
    run.progress(1)
    return labels
  }

  private func superpixels(_ image: Image, _ parameters: Parameters, regionSize: Int, _ run: MethodRun)
    throws(SegmentationError) -> LabelMap
  {
    let (width, height) = (Int32(image.size.width), Int32(image.size.height))
    let algorithm = Self.algorithms.firstIndex(of: parameters.choice("algorithm")) ?? 0
    var failure = cvb_error()
    let labels = run.withEngineRun { run in
      [Int32](unsafeUninitializedCapacity: image.size.area) { labels, written in
        guard let start = labels.baseAddress,
          cvb_superpixels(
            image.bytes, width, height, cvb_superpixel_algorithm(UInt32(algorithm)), Int32(regionSize),
            Float(parameters.real("ruler")), Int32(parameters.integer("iterations")), start, run, &failure)
        else { return }
        written = image.size.area
      }
    }
    if labels.count == image.size.area { return LabelMap(size: image.size, elements: labels) }
    switch failure.status {
    case CVB_CRASHED where min(image.size.width, image.size.height) < 3 * regionSize: return oneSegment(image.size)
    case CVB_CRASHED:
      throw .engine(method: description.name, message: "\(failure.text); try a larger ruler or algorithm=slico")
    default: throw SegmentationError(failure, method: description.name)
    }
  }

  private func oneSegment(_ size: Size) -> LabelMap { LabelMap(size: size, filledWith: 1) }
}
