/// An encoder of Segment Anything, as its input and outputs tell.
public struct EncoderSignature: Equatable, Sendable {
  /// How an image is brought to the size that the encoder takes.
  public enum Fit: Hashable, Sendable {
    /// The longest side to `side`, zeros to the right and below.
    case padded
    /// The longest side to `side`, nothing added.
    case longestSide
    /// Both sides to `side`, whatever the proportions.
    case stretched
    /// As it is.
    case original
  }

  /// What the numbers of a pixel are.
  public enum PixelScale: Hashable, Sendable {
    /// Mean 0 and deviation 1 over natural images, by channel.
    case standardized
    /// 0…255.
    case bytes
    /// 0…1.
    case unit
  }

  /// Decides how points are scaled and which decoders fit.
  public let family: PromptFamily
  /// What takes the pixels.
  public let input: TensorSpec
  /// Channels last: [h, w, 3]. Otherwise [1, 3, h, w].
  public let isInterleaved: Bool
  /// How the image is brought to size.
  public let fit: Fit
  /// What the numbers are.
  public let scale: PixelScale
  /// The side that points and masks refer to, in pixels: 1024, or what the shapes say.
  public let side: Int
  /// What the decoder reads.
  public let embedding: TensorSpec
  /// Further outputs that the decoder reads, in the file's order.
  public let extraEmbeddings: [TensorSpec]

  /// All that is asked of it.
  var outputNames: [String] { [embedding.name] + extraEmbeddings.map(\.name) }

  /// nil where the model gives no embedding of an image, so is no encoder.
  init?(_ model: ONNXModel) throws(ModelKindError) {
    guard model.inputs.count == 1, let input = model.inputs.first, let layout = Layout(input, model.outputs) else {
      return nil
    }
    guard let embedding = Self.embedding(model.outputs, layout) else { return nil }
    let others = model.outputs.filter { $0.name != embedding.name }
    (self.input, self.embedding) = (input, embedding)
    family = layout.family ?? (others.isEmpty ? .sam1 : .samHQ)
    extraEmbeddings = family == .sam2 || family == .samHQ ? others : []
    (isInterleaved, fit, scale) = (layout.isInterleaved, layout.fit, layout.scale)
    side = layout.side ?? 1024
    if family == .sam2 {
      try SignatureTensors(model).require(([], ["image_embed", "high_res_feats_0", "high_res_feats_1"]), family)
    }
  }

  /// A map of features with 16 pixels per position, or something that is called one where the shapes do not tell.
  private static func embedding(_ outputs: [TensorSpec], _ layout: Layout) -> TensorSpec? {
    let named = outputs.first { $0.name.contains("image_embed") }
    guard let output = named ?? outputs.first, output.elementType == .float32, output.rank ?? 4 == 4 else { return nil }
    guard let extent = output.extent(3) else { return named }
    return layout.side == nil || layout.side == extent * 16 ? output : nil
  }

  /// Such as `SAM encoder, takes images as f32 of 1024 x 1024`.
  public var summary: String {
    let pixels = input.elementType?.shortName ?? "?"
    let size =
      switch fit {
      case .padded: "\(side) x \(side), padded"
      case .stretched: "\(side) x \(side), stretched"
      case .longestSide: "at most \(side) x \(side)"
      case .original: "any size"
      }
    return "\(family.title) encoder, takes images as \(pixels) of \(size)"
  }
}

/// What the single input of an encoder says.
private struct Layout {
  var family: PromptFamily?
  var isInterleaved = false
  var fit = EncoderSignature.Fit.padded
  var scale = EncoderSignature.PixelScale.standardized
  var side: Int?

  /// nil for what takes no image.
  init?(_ input: TensorSpec, _ outputs: [TensorSpec]) {
    switch (input.rank, input.elementType) {
    case (3, .float32), (3, .uint8):
      guard input.extent(2) ?? 3 == 3 else { return nil }
      (isInterleaved, fit, scale) = (true, .longestSide, .bytes)
    case (4, .uint8):
      guard input.extent(1) ?? 3 == 3 else { return nil }
      (family, fit, scale) = (.edgeSAM, .longestSide, .bytes)
    case (4, .float32):
      guard input.extent(1) ?? 3 == 3, input.extent(2) == input.extent(3) else { return nil }
      side = input.extent(2)
      // Whatever a file says, no more memory is asked for than a real encoder needs.
      guard (16...4096).contains(side ?? 1024) else { return nil }
    default: return nil
    }
    refine(input, outputs)
  }

  private mutating func refine(_ input: TensorSpec, _ outputs: [TensorSpec]) {
    if input.name == "batched_images" {
      (family, fit, scale, side) = (.efficientSAM, .original, .unit, nil)
    } else if outputs.contains(where: { $0.name == "high_res_feats_0" || $0.name == "image_embed" }) {
      (family, fit) = (.sam2, .stretched)
    }
  }
}
