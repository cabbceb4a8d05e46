import Foundation
import OpenCVMethods
import Raster

/// The files that scripts/make_codec_fixtures.py made.
enum Fixtures {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/codec")

  /// All image files, sorted by name.
  static let names: [String] = {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
    return all.filter { !$0.hasSuffix(".expected.ppm") }.sorted()
  }()

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }

  /// The pixels that the script computed for a file.
  static func expected(_ name: String) throws -> Image {
    let ppm = try bytes(name + ".expected.ppm")
    let fields = ppm.split(separator: UInt8(ascii: "\n"), maxSplits: 3, omittingEmptySubsequences: false)
    let size = String(decoding: fields[1], as: UTF8.self).split(separator: " ").compactMap { Int($0) }
    return Image(size: Size(width: size[0], height: size[1]), bytes: Array(fields[3]))
  }
}

extension Image {
  /// The largest difference of any sample; the sizes must be equal.
  func difference(from other: Image) -> Int {
    zip(bytes, other.bytes).map { abs(Int($0) - Int($1)) }.max() ?? 0
  }
}
