import Foundation
import Raster

/// What the reference implementations made of real images; it lies beside the package where it is available.
package enum Reference {
  private static let folder = packageRoot + "/../shared/reference"
  package static let images = ["100007", "226043", "jet1"]

  /// Whether it is available; what is skipped without it says `absence`.
  package static let exists = FileManager.default.fileExists(atPath: folder + "/labels")
  package static let absence = "no reference label maps at ../shared/reference"

  /// The path of a file, as named in the folder's own description.
  package static func path(_ name: String) -> String { folder + "/" + name }

  /// The pixels of `path`.png.
  package static func image(_ path: String) throws -> Image {
    try decoded(path, by: PNGFile.decodeColor)
  }

  /// The 16-bit label map of `image` by `method`.
  package static func labels(_ image: String, _ method: String) throws -> LabelMap {
    try labels(file: "\(image).\(method)")
  }

  /// The 16-bit label map labels/`file`.png.
  package static func labels(file: String) throws -> LabelMap {
    try decoded("labels/\(file)", by: PNGFile.decodeLabels)
  }

  /// The smallest sum of squares that OpenCV's k-means reached with three seeds, and its number of clusters.
  package static func kMeans(_ image: String) throws -> (clusters: Int, cost: Double) {
    let facts = try JSONDecoder().decode(Facts.self, from: Data(try readBytes(path(image + ".json"))))
    return (facts.kmeans.k, facts.kmeans.sum_of_squares_by_seed.min() ?? .nan)
  }

  /// The box that GrabCut was given for `image`.
  package static func grabCutRectangle(_ image: String) throws -> PixelRect {
    let facts = try JSONDecoder().decode(Facts.self, from: Data(try readBytes(path(image + ".json"))))
    let sides = facts.grabcut.rect_xywh
    return PixelRect(x: sides[0], y: sides[1], width: sides[2], height: sides[3])
  }

  /// What GrabCut says of every pixel at a `stage`: rect, strokes or final.
  package static func grabCut(_ image: String, _ stage: String) throws -> Mask {
    try decoded("grabcut/\(image).\(stage)", by: PNGFile.decodeGray)
  }

  private static func decoded<Pixels>(_ name: String, by decode: ([UInt8]) -> Pixels?) throws -> Pixels {
    guard let pixels = decode(try readBytes(path(name + ".png"))) else {
      throw TestSupportError.unreadable(path(name + ".png"))
    }
    return pixels
  }

  private struct Facts: Decodable {
    struct KMeans: Decodable {
      let k: Int
      // swift-format-ignore: AlwaysUseLowerCamelCase
      let sum_of_squares_by_seed: [Double]
    }

    struct GrabCut: Decodable {
      // swift-format-ignore: AlwaysUseLowerCamelCase
      let rect_xywh: [Int]
    }

    let kmeans: KMeans
    let grabcut: GrabCut
  }
}
