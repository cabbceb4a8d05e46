import Raster
import Segmentation

/// The bytes of a cache entry: a line that names the kind, a line with the digest of all that follows, a line with the
/// number of segments, then the runs of the label map in the form in which journals store them.
///
/// The digest covers the key as well: an entry under another's name is none.
enum CachedLabels {
  private static let magic = Array("tessera-cache 1\n".utf8)

  /// The entry of `labels`.
  static func bytes(_ labels: PreparedLabels, key: Digest) -> [UInt8] {
    let body = Array("segments=\(labels.count)\n".utf8) + labels.runs.encoded
    return magic + checksum(body, key) + body
  }

  /// - Returns: nil where a single byte is not as it was written, or the map has another size.
  static func labels(_ bytes: [UInt8], key: Digest, _ method: MethodSpec, _ size: Size) -> PreparedLabels? {
    let head = magic.count + 65
    guard bytes.count > head, bytes.starts(with: magic) else { return nil }
    let body = Array(bytes[head...])
    guard Array(bytes[magic.count..<head]) == checksum(body, key), let end = body.firstIndex(of: UInt8(ascii: "\n")),
      let count = Int32(String(decoding: body[..<end].drop { $0 != UInt8(ascii: "=") }.dropFirst(), as: UTF8.self)),
      let runs = try? RunLengthPlane<Int32>(encoded: Array(body[(end + 1)...])), runs.size == size
    else { return nil }
    return PreparedLabels(method: method, runs: runs, count: count)
  }

  private static func checksum(_ body: [UInt8], _ key: Digest) -> [UInt8] {
    Array("\(Digest(of: Array(key.description.utf8) + body))\n".utf8)
  }
}
