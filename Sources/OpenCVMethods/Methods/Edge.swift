import COpenCV
import Raster
import Segmentation

/// Regions between strong edges: denoises the image, marks where its gradient is strong, closes the gaps, and makes
/// every region between the edges a segment.
///
/// - Input: any image. A uniform one is one segment.
/// - Parameters: `edge_th` is the gradient (of 255, the image's strongest) above which a pixel is edge; the others are
///   those of the bilateral filter and of the non-local means. `compat` = `icas` leaves pixels that equal the threshold
///   their value as a label and lets later segments grow over earlier ones, as the older tool does.
/// - Output: 4-connected segments from 1 in raster order of their first pixels, grown by one pixel into the edges; what
///   is left of the edges is 0.
/// - Throws: `.cancelled`, while denoising within 20 ms; `.engine` where OpenCV refuses.
/// - Complexity: O(pixels · search_window²) time on all cores, about 1.1 s per megapixel on one; 24 bytes per pixel and
///   4 more for every core up to eight.
/// - Source: C. Tomasi, R. Manduchi, "Bilateral filtering for gray and color images", ICCV 1998; A. Buades, B. Coll,
///   J.-M. Morel, "A non-local algorithm for image denoising", CVPR 2005; both as in OpenCV, to the byte.
public struct Edge: SegmentationMethod {
  /// What people read about the method.
  public let description = MethodDescription(
    name: "edge",
    summary: "the regions between the strong edges of the denoised image; what is left of the edges is no segment",
    parameters: [
      Parameter("edge_th", .real(0...255), default: .real(60), help: "gradient above which a pixel is edge, of 255"),
      Parameter(
        "bilateral_d", .integer(1...25), default: .integer(7), help: "diameter of the bilateral filter",
        dimension: .length),
      Parameter("sigma_color", .real(0.1...1000), default: .real(100), help: "bilateral deviation in colour, of 255"),
      Parameter(
        "sigma_space", .real(0.1...1000), default: .real(100), help: "bilateral deviation in pixels",
        dimension: .length),
      Parameter(
        "template_window", .integer(1...21), default: .integer(7), help: "side of the patches compared, odd",
        dimension: .oddLength),
      Parameter(
        "search_window", .integer(1...61), default: .integer(21), help: "side of the area searched, odd",
        dimension: .oddLength),
      Parameter("h", .real(0.1...100), default: .real(10), help: "strength of the denoising of lightness"),
      Parameter("h_color", .real(0.1...100), default: .real(10), help: "strength of the denoising of colour"),
      Parameter(
        "compat", .choice(["none", "icas"]), default: .choice("none"), help: "icas keeps the older tool's slips"),
    ])

  private static let mostStrips = 8
  /// Large enough that the rows around a strip, which are filtered as well, do not count.
  private let stripHeight: Int

  /// The method.
  public init() { self.init(stripHeight: 240) }

  init(stripHeight: Int) { self.stripHeight = stripHeight }

  /// A part of the strips at a time, each in a process of its own.
  public func bytesPerPixel(_ parameters: Parameters, threads: Int) -> Int { 24 + 4 * min(threads, Self.mostStrips) }

  /// Labels every pixel with its region, from 1; 0 is edge.
  public func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap
  {
    for window in ["template_window", "search_window"] where parameters.integer(window) % 2 == 0 {
      throw .value(
        method: description.name, parameter: window, value: "\(parameters.integer(window))", allowed: "an odd number")
    }
    let clean = try denoised(image, parameters, run)
    let gradient = try gradientStrength(of: clean, ParallelWork(run))
    let threshold = parameters.real("edge_th")
    let map =
      parameters.choice("compat") == "icas"
      ? overlappingRegions(gradient, threshold: threshold) : regionsBetweenEdges(gradient, threshold: threshold)
    run.progress(1)
    return map
  }

  /// Filters strip by strip, several at a time; the result does not depend on the strips.
  func denoised(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> Image {
    let settings = cvb_denoising(
      bilateral_diameter: Int32(parameters.integer("bilateral_d")), sigma_colour: parameters.real("sigma_color"),
      sigma_space: parameters.real("sigma_space"), template_window: Int32(parameters.integer("template_window")),
      search_window: Int32(parameters.integer("search_window")), strength: Float(parameters.real("h")),
      colour_strength: Float(parameters.real("h_color")))
    let (height, width) = (image.size.height, image.size.width)
    let count = max(1, min(Self.mostStrips, height / stripHeight))
    var failures = [cvb_error?](repeating: nil, count: count)
    let done = RowCount(of: count, run, 0...0.9)
    let bytes = try [UInt8](count: image.bytes.count) { bytes throws(SegmentationError) in
      try failures.withUnsafeMutableBufferPointer { failures throws(SegmentationError) in
        try ParallelWork(run).divide(height, parts: count) { strip, rows in
          guard let start = bytes.baseAddress else { return }
          failures[strip] = denoise(rows, of: image, settings, run, into: start + rows.lowerBound * width * 3)
          done.advance()
        }
      }
    }
    for case let failure? in failures { throw SegmentationError(failure, method: description.name) }
    return Image(size: image.size, bytes: bytes)
  }

  private func denoise(
    _ rows: Range<Int>, of image: Image, _ settings: cvb_denoising, _ run: MethodRun,
    into bytes: UnsafeMutablePointer<UInt8>
  ) -> cvb_error? {
    var failure = cvb_error()
    let isDone = run.withEngineRun { run in
      cvb_denoise(
        image.bytes, Int32(image.size.width), Int32(image.size.height), Int32(rows.lowerBound), Int32(rows.count),
        settings, bytes, run, &failure)
    }
    return isDone ? nil : failure
  }
}
