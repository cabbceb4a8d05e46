import Foundation
import OpenCVMethods
import Raster
import Segmentation
import Testing

/// What the reference implementations made of real images; it lies beside the package where it is available.
enum Reference {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/reference")
  static let images = ["100007", "226043", "jet1"]
  /// Tests with this trait are skipped with its message.
  static let isThere: ConditionTrait = .enabled(
    if: FileManager.default.fileExists(atPath: folder.path()), "no reference label maps at ../shared/reference")

  static func image(_ path: String) throws -> Image {
    let bytes = [UInt8](try Data(contentsOf: folder.appending(path: path + ".png")))
    return try OpenCVCodec().decode(bytes, pixelLimit: 1 << 24)
  }

  /// The 16-bit label map of `image` by `method`.
  static func labels(_ image: String, _ method: String) throws -> LabelMap {
    let bytes = [UInt8](try Data(contentsOf: folder.appending(path: "labels/\(image).\(method).png")))
    return try OpenCVCodec().decodeLabels(bytes)
  }
}

/// How well two partitions agree: 1 if they are the same, about 0 if they are independent.
///
/// - Source: L. Hubert, P. Arabie, "Comparing partitions", Journal of Classification 2, 1985.
func adjustedRandIndex(_ one: LabelMap, _ other: LabelMap) -> Double {
  func pairs(_ counts: some Sequence<Int>) -> Double { counts.reduce(0.0) { $0 + Double($1 * ($1 - 1) / 2) } }
  func counts<Key: Hashable>(_ keys: some Sequence<Key>) -> [Int] {
    keys.reduce(into: [:]) { $0[$1, default: 0] += 1 }.values.sorted()
  }
  let both = pairs(counts(zip(one.elements, other.elements).map { Int64($0) << 32 | Int64($1) }))
  let (first, second) = (pairs(counts(one.elements)), pairs(counts(other.elements)))
  let expected = first * second / pairs([one.size.area])
  return (both - expected) / ((first + second) / 2 - expected)
}
