import Raster

/// Runs the encoder of a pair. One thread at a time may use it.
public final class ImageEncoder {
  private let session: any InferenceSession
  private let pair: ModelPair

  /// - Parameter session: the opened file that `pair.encoder` was told from.
  public init(_ session: any InferenceSession, _ pair: ModelPair) {
    (self.session, self.pair) = (session, pair)
  }

  /// Prepares an image for prompts; takes from 0.3 s (MobileSAM) to 8 s (ViT-B) on two cores.
  /// - Precondition: the image has a pixel.
  public func embed(_ image: Image) throws(InferenceError) -> ImageEmbedding {
    let encoder = pair.encoder
    let outputs = try session.run([encoder.input.name: encoder.tensor(image)], wanted: encoder.outputNames)
    return ImageEmbedding(fit: encoder.imageFit(image.size), tensors: try decoderFeeds(outputs))
  }

  private func decoderFeeds(_ outputs: [String: Tensor]) throws(InferenceError) -> [String: Tensor] {
    let embedding = try checked(pair.encoder.embedding, outputs)
    guard pair.decoder.embedding.accepts(embedding) else {
      throw .wrongOutput(
        name: pair.encoder.embedding.name, expected: "\(pair.decoder.embedding)", found: embedding.shownShape)
    }
    var feeds = [pair.decoder.embedding.name: embedding]
    for spec in pair.decoder.extraEmbeddings {
      feeds[spec.name] = spec.name == "interm_embeddings" ? try stacked(spec, outputs) : try checked(spec, outputs)
    }
    return feeds
  }

  private func checked(_ spec: TensorSpec, _ outputs: [String: Tensor]) throws(InferenceError) -> Tensor {
    guard let tensor = outputs[spec.name] else { throw .noSuchOutput(spec.name, nearest: nil) }
    guard spec.accepts(tensor) else {
      throw .wrongOutput(name: spec.name, expected: "\(spec)", found: tensor.shownShape)
    }
    return tensor
  }

  /// SAM-HQ's decoder takes the encoder's further outputs on a new first axis.
  private func stacked(_ spec: TensorSpec, _ outputs: [String: Tensor]) throws(InferenceError) -> Tensor {
    var parts: [Tensor] = []
    for part in pair.encoder.extraEmbeddings { parts.append(try checked(part, outputs)) }
    guard let first = parts.first else { throw .noSuchOutput(spec.name, nearest: nil) }
    if parts.count == 1, first.shape.count == spec.rank { return first }
    if let other = parts.first(where: { $0.shape != first.shape || $0.elementType != first.elementType }) {
      throw .wrongOutput(name: spec.name, expected: first.shownShape, found: other.shownShape)
    }
    return Tensor(
      shape: [parts.count] + first.shape, elementType: first.elementType, bytes: parts.flatMap(\.bytes))
  }
}
