import Raster

/// The mean colours of superpixels, and how much pixels differ from what they show.
struct SuperpixelColors: Sendable {
  /// By superpixel, from 0.
  let means: [LabColor]
  /// Half the mean squared distance of neighbours, and at least that of a compressed photograph; squared Lab units.
  let noise: Double

  private static let leastNoise = 60.0
  /// More is an outline.
  private static let mostDistance: Int32 = 1500
  private static let rows = 200

  /// - Complexity: O(superpixels), and 200 rows of the image.
  init(_ regions: [RegionGraph.Region], of image: Image) {
    means = regions.map {
      let pixels = max(1, $0.pixels)
      return LabColor(
        lightness: Int32($0.lightness / pixels), a: Int32($0.a / pixels), b: Int32($0.b / pixels))
    }
    noise = Self.leastNoise + Self.noise(of: image)
  }

  private static func noise(of image: Image) -> Double {
    let (width, height) = (image.size.width, image.size.height)
    var (sum, count) = (0, 0)
    LabTable.shared.withConverter { lab in
      image.bytes.withUnsafeBufferPointer { bytes in
        func color(_ at: Int) -> LabColor { lab(bytes[at * 3], bytes[at * 3 + 1], bytes[at * 3 + 2]) }
        for y in stride(from: 0, to: height, by: max(1, height / rows)) {
          for x in stride(from: 1, to: width, by: 2) {
            let at = y * width + x
            sum += Int(min(color(at).squaredDistance(to: color(at - 1)), mostDistance))
            count += 1
          }
        }
      }
    }
    return Double(sum) / Double(max(1, 2 * count))
  }
}
