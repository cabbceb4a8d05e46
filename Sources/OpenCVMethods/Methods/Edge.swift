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
/// - Throws: `.cancelled`; `.engine` where OpenCV refuses.
/// - Complexity: O(pixels · search_window²) time in tiles, about 0.9 s per megapixel; 30 bytes per pixel.
/// - Source: C. Tomasi, R. Manduchi, "Bilateral filtering for gray and color images", ICCV 1998; A. Buades, B. Coll,
///   J.-M. Morel, "A non-local algorithm for image denoising", CVPR 2005; both as in OpenCV.
public struct Edge: SegmentationMethod {
  /// What people read about the method.
  public let description = MethodDescription(
    name: "edge",
    summary: "the regions between the strong edges of the denoised image; what is left of the edges is no segment",
    parameters: [
      Parameter("edge_th", .real(0...255), default: .real(60), help: "gradient above which a pixel is edge, of 255"),
      Parameter("bilateral_d", .integer(1...25), default: .integer(7), help: "diameter of the bilateral filter"),
      Parameter("sigma_color", .real(0.1...1000), default: .real(100), help: "bilateral deviation in colour, of 255"),
      Parameter("sigma_space", .real(0.1...1000), default: .real(100), help: "bilateral deviation in pixels"),
      Parameter("template_window", .integer(1...21), default: .integer(7), help: "side of the patches compared, odd"),
      Parameter("search_window", .integer(1...61), default: .integer(21), help: "side of the area searched, odd"),
      Parameter("h", .real(0.1...100), default: .real(10), help: "strength of the denoising of lightness"),
      Parameter("h_color", .real(0.1...100), default: .real(10), help: "strength of the denoising of colour"),
      Parameter(
        "compat", .choice(["none", "icas"]), default: .choice("none"), help: "icas keeps the older tool's slips"),
    ])

  /// Small enough to cancel between tiles, large enough that the work around them does not count.
  private let tileSide: Int

  /// The method.
  public init() { self.init(tileSide: 320) }

  init(tileSide: Int) { self.tileSide = tileSide }

  /// Labels every pixel with its region, from 1; 0 is edge.
  public func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap
  {
    for window in ["template_window", "search_window"] where parameters.integer(window) % 2 == 0 {
      throw .value(
        method: description.name, parameter: window, value: "\(parameters.integer(window))", allowed: "an odd number")
    }
    let clean = try denoised(image, parameters, run)
    let gradient = gradientStrength(of: clean)
    try run.checkCancelled()
    let threshold = parameters.real("edge_th")
    let map =
      parameters.choice("compat") == "icas"
      ? overlappingRegions(gradient, threshold: threshold) : regionsBetweenEdges(gradient, threshold: threshold)
    run.progress(1)
    return map
  }

  /// Filters tile by tile; the result does not depend on the tiles.
  func denoised(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> Image {
    let settings = cvb_denoising(
      bilateral_diameter: Int32(parameters.integer("bilateral_d")), sigma_colour: parameters.real("sigma_color"),
      sigma_space: parameters.real("sigma_space"), template_window: Int32(parameters.integer("template_window")),
      search_window: Int32(parameters.integer("search_window")), strength: Float(parameters.real("h")),
      colour_strength: Float(parameters.real("h_color")))
    let tiles = image.size.tiles(side: tileSide)
    var failure: SegmentationError?
    let bytes = [UInt8](unsafeUninitializedCapacity: image.bytes.count) { bytes, written in
      guard let start = bytes.baseAddress else { return }
      do throws(SegmentationError) {
        for (index, tile) in tiles.enumerated() {
          try run.checkCancelled()
          try denoise(tile, of: image, settings, into: start)
          run.progress(0.9 * Double(index + 1) / Double(tiles.count))
        }
        written = image.bytes.count
      } catch { failure = error }
    }
    if let failure { throw failure }
    return Image(size: image.size, bytes: bytes)
  }

  private func denoise(
    _ tile: PixelRect, of image: Image, _ settings: cvb_denoising, into bytes: UnsafeMutablePointer<UInt8>
  ) throws(SegmentationError) {
    var failure = cvb_error()
    let isDone = cvb_denoise(
      image.bytes, Int32(image.size.width), Int32(image.size.height), Int32(tile.x), Int32(tile.y), Int32(tile.width),
      Int32(tile.height), settings, bytes, &failure)
    if !isDone { throw .engine(method: description.name, message: failure.text) }
  }
}

extension Size {
  /// Rectangles that cover the image, `side` pixels wide and high where it does not end.
  fileprivate func tiles(side: Int) -> [PixelRect] {
    stride(from: 0, to: height, by: side).flatMap { y in
      stride(from: 0, to: width, by: side).map { x in
        PixelRect(x: x, y: y, width: min(side, width - x), height: min(side, height - y))
      }
    }
  }
}
