import Raster
import Testing

@testable import Inference

@Suite struct EmbeddingTests {
  private func pair() throws -> ModelPair {
    let image = Signatures.masks("image", 1, 3, 1024, 1024)
    let encoder = Signatures.model([image], [Signatures.sam1[0]])
    let decoder = Signatures.model(Signatures.sam1, Signatures.sam1Outputs)
    return try ModelPair(
      try #require(try EncoderSignature(encoder)), try #require(try DecoderSignature(decoder)))
  }

  private let size = Size(width: 300, height: 200)

  private func embedding(_ pair: ModelPair) -> ImageEmbedding {
    var random = SplitMix64(seed: 3)
    let values = (0..<256 * 64 * 64).map { _ in Float.random(in: -2...2, using: &random) }
    return ImageEmbedding(
      fit: pair.encoder.imageFit(size), tensors: ["image_embeddings": Tensor(shape: [1, 256, 64, 64], values)])
  }

  @Test func whatIsStoredComesBack() throws {
    let pair = try pair()
    let embedding = embedding(pair)
    #expect(embedding.byteCount == 4 << 20)
    let again = try #require(ImageEmbedding(encoded: embedding.encoded, of: size, pair))
    #expect(again.tensors == embedding.tensors && again.fit == embedding.fit)
  }

  @Test func anythingElseIsRefused() throws {
    let pair = try pair()
    let bytes = embedding(pair).encoded
    #expect(ImageEmbedding(encoded: [], of: size, pair) == nil)
    #expect(ImageEmbedding(encoded: Array(bytes.dropLast()), of: size, pair) == nil)
    #expect(ImageEmbedding(encoded: bytes + [1], of: size, pair) == nil)
    var other = bytes
    other[0] = UInt8(ascii: "7")
    #expect(ImageEmbedding(encoded: other, of: size, pair) == nil)
    for head in ["1 1,99999999999999,99999999999 4 a\n", "1 -1 4 a\n", "1 1 999999 a\n", "x\n", "1 1 4 a"] {
      #expect(ImageEmbedding(encoded: Array(head.utf8) + [0, 0, 0, 0], of: size, pair) == nil)
    }
  }

  /// Half of a landscape image: the same half of what the decoder sees, nothing in the padding.
  @Test func aMaskBecomesLogits() throws {
    let pair = try pair()
    let mask = Mask(size: size, elements: (0..<size.area).map { $0 % 300 < 150 ? 255 : 0 })
    let logits = try #require(pair.logits(refining: mask))
    #expect(logits.size == Size(width: 256, height: 256))
    let rows = 256 * 200 / 300
    #expect((0..<rows - 1).allSatisfy { y in (0..<127).allSatisfy { logits[PixelPoint(x: $0, y: y)] == 8 } })
    #expect((0..<256).allSatisfy { y in (130..<256).allSatisfy { logits[PixelPoint(x: $0, y: y)] == -8 } })
    #expect((rows + 2..<256).allSatisfy { y in (0..<256).allSatisfy { logits[PixelPoint(x: $0, y: y)] == -8 } })
    // And back, as an answer would be shown.
    let back = MaskCandidate(score: 1, logits: logits, fit: pair.encoder.imageFit(size)).mask()
    let wrong = zip(back.elements, mask.elements).count { $0 != $1 }
    #expect(wrong <= size.height * 2, "\(wrong) pixels")
  }
}
