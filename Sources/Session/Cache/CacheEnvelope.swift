import Raster

/// What surrounds the body of a cache entry: a line that names the kind, and a line with the digest of key and body.
///
/// The digest covers the key as well: an entry under another's name is none.
public struct CacheEnvelope: Sendable {
  private let magic: [UInt8]
  /// A digest in hexadecimal and the end of its line.
  private static let checksumLength = 65

  /// - Parameter kind: the first line.
  public init(kind: String) { magic = Array("\(kind)\n".utf8) }

  /// The entry of `body`.
  public func sealed(_ body: [UInt8], key: String) -> [UInt8] { magic + Self.checksum(body, key) + body }

  /// - Returns: nil where a single byte is not as it was written, or there is no body.
  public func body(of bytes: [UInt8], key: String) -> [UInt8]? {
    let head = magic.count + Self.checksumLength
    guard bytes.count > head, bytes.starts(with: magic) else { return nil }
    let body = Array(bytes[head...])
    return Array(bytes[magic.count..<head]) == Self.checksum(body, key) ? body : nil
  }

  private static func checksum(_ body: [UInt8], _ key: String) -> [UInt8] {
    Array("\(Digest(of: Array(key.utf8) + body))\n".utf8)
  }
}
