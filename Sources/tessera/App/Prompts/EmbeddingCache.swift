import Inference
import Raster
import Session

/// Embeddings on the disk under the digests of encoder and image, each checked by a digest of its own.
struct EmbeddingCache: Sendable {
  private static let envelope = CacheEnvelope(kind: "tessera-embedding 1")
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
    guard let body = Self.envelope.body(of: bytes, key: key.text),
      let embedding = ImageEmbedding(encoded: body, of: key.size, pair)
    else { return .damaged }
    return .embedding(embedding)
  }

  /// Writes in the background.
  /// - Parameter isNew: takes the place of what there is.
  func offer(_ embedding: ImageEmbedding, of key: EmbeddingKey, isNew: Bool) {
    folder.write(key.fileName) {
      guard isNew || !folder.contains(key.fileName) else { return nil }
      return Self.envelope.sealed(embedding.encoded, key: key.text)
    }
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
