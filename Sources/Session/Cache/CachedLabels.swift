import Raster
import Segmentation

/// The body of a cache entry: a line with the number of segments, then the runs of the label map in the form in which
/// journals store them.
enum CachedLabels {
  private static let envelope = CacheEnvelope(kind: "tessera-cache 1")

  /// The entry of `labels`.
  static func bytes(_ labels: PreparedLabels, key: Digest) -> [UInt8] {
    let body = Array("segments=\(labels.count)\n".utf8) + labels.runs.encoded
    return envelope.sealed(body, key: key.description)
  }

  /// - Returns: nil where a single byte is not as it was written, or the map has another size.
  static func labels(_ bytes: [UInt8], key: Digest, _ method: MethodSpec, _ size: Size) -> PreparedLabels? {
    guard let body = envelope.body(of: bytes, key: key.description), let end = body.firstIndex(of: UInt8(ascii: "\n")),
      let count = Int32(String(decoding: body[..<end].drop { $0 != UInt8(ascii: "=") }.dropFirst(), as: UTF8.self)),
      let runs = try? RunLengthPlane<Int32>(encoded: Array(body[(end + 1)...])), runs.size == size
    else { return nil }
    return PreparedLabels(method: method, runs: runs, count: count)
  }
}
