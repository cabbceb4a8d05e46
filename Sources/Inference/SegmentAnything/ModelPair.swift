/// An encoder and a decoder that belong together.
public struct ModelPair: Equatable, Sendable {
  /// Runs once per image.
  public let encoder: EncoderSignature
  /// Runs once per prompt.
  public let decoder: DecoderSignature

  /// - Throws: if the two are of different exports, as far as their shapes tell.
  public init(_ encoder: EncoderSignature, _ decoder: DecoderSignature) throws(ModelKindError) {
    guard Self.mayBelong(encoder, decoder.family) else {
      throw .notAPair(encoder: encoder.family, decoder: decoder.family)
    }
    guard encoder.embedding.fits(decoder.embedding) else {
      throw .otherEmbedding(encoder: encoder.embedding, decoder: decoder.embedding)
    }
    (self.encoder, self.decoder) = (encoder, decoder)
  }

  /// A plain encoder of EdgeSAM looks like one of SAM 1.
  private static func mayBelong(_ encoder: EncoderSignature, _ decoder: PromptFamily) -> Bool {
    encoder.family == decoder || (encoder.family == .sam1 && decoder == .edgeSAM)
  }
}

extension TensorSpec {
  /// What one gives, the other takes, as far as both know.
  func fits(_ other: TensorSpec) -> Bool {
    guard elementType == other.elementType else { return false }
    guard let shape, let otherShape = other.shape else { return true }
    return shape.count == otherShape.count
      && zip(shape, otherShape).allSatisfy { $0.value == nil || $1.value == nil || $0.value == $1.value }
  }
}
