import Raster

/// Runs the decoder of a pair. One thread at a time may use it.
public final class PromptDecoder {
  private let session: any InferenceSession
  private let decoder: DecoderSignature

  /// - Parameter session: the opened file that `decoder` was told from.
  public init(_ session: any InferenceSession, _ decoder: DecoderSignature) {
    (self.session, self.decoder) = (session, decoder)
  }

  /// Answers a prompt; takes 40 to 100 ms on two cores. Equal prompts have equal answers.
  ///
  /// A prompt without foreground has an answer as well: an empty mask, as a rule.
  public func answer(_ prompt: Prompt, on embedding: ImageEmbedding) throws(InferenceError) -> PromptAnswer {
    guard prompt.count > 0 else { throw .emptyPrompt }
    let names = decoder.names
    let feeds = try embedding.tensors.merging(promptFeeds(prompt, embedding.fit)) { $1 }
    let outputs = try session.run(feeds, wanted: decoder.outputNames)
    guard let masks = outputs[names.masks], let scores = outputs[names.scores] else {
      throw .noSuchOutput(names.masks, nearest: nil)
    }
    return PromptAnswer(try candidates(masks, scores, embedding.fit), prompt)
  }

  /// Real ones give 1, 3 or 4.
  private static let mostMasks = 64

  private func candidates(_ masks: Tensor, _ scores: Tensor, _ fit: ImageFit) throws(InferenceError) -> [MaskCandidate]
  {
    let (values, scores, shape) = (masks.floats, scores.floats, masks.shape)
    guard shape.count >= 3, (1...Self.mostMasks).contains(scores.count), !values.isEmpty,
      let width = shape.last, let height = shape.dropLast().last, values.count == width * height * scores.count
    else {
      let expected = "logits of \(min(scores.count, Self.mostMasks)) masks"
      throw .wrongOutput(name: decoder.names.masks, expected: expected, found: masks.shownShape)
    }
    let size = Size(width: width, height: height)
    return scores.indices.map { index in
      let logits = Array(values[index * size.area..<(index + 1) * size.area])
      // A score that is no number must not win.
      let score = scores[index].isFinite ? scores[index] : 0
      return MaskCandidate(score: score, logits: MaskLogits(size: size, elements: logits), fit: fit)
    }
  }
}

extension PromptDecoder {
  /// All that the decoder takes but the embedding.
  private func promptFeeds(_ prompt: Prompt, _ fit: ImageFit) throws(InferenceError) -> [String: Tensor] {
    let output = outputSize(fit)
    let isInOutput = decoder.family == .efficientSAM
    let (coordinates, labels) = prompt.labelled(fit, in: isInOutput ? output : fit.scaled, isPadded: isPadded)
    let batch = isInOutput ? [1, 1] : [1]
    var feeds = [
      decoder.names.points: Tensor(shape: batch + [labels.count, 2], coordinates),
      decoder.names.labels: Tensor(shape: batch + [labels.count], labels),
    ]
    if let size = decoder.names.size { feeds[size.name] = sizeTensor(output, size.elementType) }
    if let maskInput = decoder.maskInput {
      feeds[maskInput.name] = try mask(prompt.previous, maskInput)
      feeds["has_mask_input"] = Tensor(shape: [1], [prompt.previous == nil ? 0 : 1])
    }
    return feeds
  }

  /// The graphs of the others add padding themselves.
  private var isPadded: Bool { decoder.family != .sam2 && decoder.family != .efficientSAM }

  /// The size that the decoder is asked for: that of the low-resolution masks, because masks of the image's size take
  /// the engine longer than ourselves.
  private func outputSize(_ fit: ImageFit) -> Size {
    ImageFit.longest(fit.original, fit.isStretched ? 512 : max(fit.scaled.width, fit.scaled.height) / 4)
  }

  /// Height before width.
  private func sizeTensor(_ size: Size, _ type: ElementType?) -> Tensor {
    if type == .int64 { return Tensor(shape: [2], integers: [Int64(size.height), Int64(size.width)]) }
    return Tensor(shape: [2], [Float(size.height), Float(size.width)])
  }

  private func mask(_ previous: MaskLogits?, _ spec: TensorSpec) throws(InferenceError) -> Tensor {
    let (height, width) = (spec.extent(2) ?? 256, spec.extent(3) ?? 256)
    let values = previous?.elements ?? [Float](repeating: 0, count: height * width)
    let shape = [1, 1, previous?.height ?? height, previous?.width ?? width]
    let tensor = Tensor(shape: shape, values)
    guard shape[2] == height, shape[3] == width else { throw .wrongInput(spec, found: tensor.shownShape) }
    return tensor
  }
}
