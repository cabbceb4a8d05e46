import Inference
import Raster
import Session

/// Embeddings on the disk under the digests of encoder and image, each checked by a digest of its own.
struct EmbeddingCache: Sendable {
  private static let magic = Array("tessera-embedding 1\n".utf8)
  /// 256 images for SAM 1.
  static let standardByteLimit = 1 << 30

  let folder: CacheFolder

  /// What was found under a key.
  enum Entry {
    case none
    case damaged
    case embedding(ImageEmbedding)
  }

  func entry(_ key: EmbeddingKey, _ pair: ModelPair) -> Entry {
    guard let bytes = folder.read(key.fileName) else { return .none }
    let head = Self.magic.count + 65
    guard bytes.count > head, bytes.starts(with: Self.magic) else { return .damaged }
    let body = Array(bytes[head...])
    guard Array(bytes[Self.magic.count..<head]) == Self.checksum(body, key),
      let embedding = ImageEmbedding(encoded: body, of: key.size, pair)
    else { return .damaged }
    return .embedding(embedding)
  }

  /// Writes in the background.
  /// - Parameter isNew: takes the place of what there is.
  func offer(_ embedding: ImageEmbedding, of key: EmbeddingKey, isNew: Bool) {
    folder.write(key.fileName) {
      guard isNew || !folder.contains(key.fileName) else { return nil }
      let body = embedding.encoded
      return Self.magic + Self.checksum(body, key) + body
    }
  }

  /// Covers the key as well: an entry under another's name is none.
  private static func checksum(_ body: [UInt8], _ key: EmbeddingKey) -> [UInt8] {
    Array("\(Digest(of: Array(key.text.utf8) + body))\n".utf8)
  }
}

/// What an embedding depends on.
struct EmbeddingKey: Hashable, Sendable {
  /// Of the encoder's file.
  let encoder: Digest
  /// Of the decoded pixels.
  let image: Digest
  let size: Size

  var text: String { "encoder \(encoder)\nimage \(image) \(size.width) \(size.height)\n" }
  var fileName: String { "\(Digest(of: text.utf8)).embedding" }
}
