import Raster

/// How sure a model is at each place of its own grid: above 0 belongs to the object.
public typealias MaskLogits = Plane<Float>

/// One answer to a prompt.
public struct MaskCandidate: Equatable, Sendable {
  /// The model's own estimate of how good the mask is, about 0…1.
  public let score: Float
  /// What may be fed back to refine this answer.
  public let logits: MaskLogits
  /// How the grid lies on the image.
  public let fit: ImageFit

  /// The mask in the image's size: 255 where the logits, bilinearly interpolated, are above 0.
  /// - Complexity: about 20 ms for 12 megapixels.
  public func mask() -> Mask {
    let elements = [UInt8](unsafeUninitializedCapacity: fit.original.area) { elements, count in
      eachRow { y, line in
        let start = y * line.count
        for x in line.indices { elements[start &+ x] = line[x] > 0 ? 255 : 0 }
      }
      count = fit.original.area
    }
    return Mask(size: fit.original, elements: elements)
  }

  /// Gives the rows of the logits in the image's size one by one.
  func eachRow(_ take: (_ y: Int, _ line: [Float]) -> Void) {
    let source = fit.isStretched ? logits : logits.cropped(fit)
    source.interpolate(to: fit.original, take)
  }
}

extension MaskLogits {
  /// The logits at the encoder's resolution, without what covers padding.
  fileprivate func cropped(_ fit: ImageFit) -> MaskLogits {
    var values: [Float] = []
    values.reserveCapacity(fit.scaled.area)
    interpolate(to: fit.frame, keeping: fit.scaled) { _, line in values += line }
    return MaskLogits(size: fit.scaled, elements: values)
  }

  /// Gives the rows of the plane scaled to `size` one by one; `kept` is the part at the top left that is wanted.
  fileprivate func interpolate(to size: Size, keeping kept: Size? = nil, _ take: (_ y: Int, _ line: [Float]) -> Void) {
    let kept = kept ?? size
    let columns = LinearTaps(from: width, to: size.width, isSmooth: false).prefix(kept.width)
    let rows = LinearTaps(from: height, to: size.height, isSmooth: false)
    let wide = columns.horizontally(elements, rows: height)
    var line = [Float](repeating: 0, count: kept.width)
    for y in 0..<kept.height {
      rows.vertically(wide, y: y, into: &line)
      take(y, line)
    }
  }
}

/// What a model answers to a prompt.
public struct PromptAnswer: Equatable, Sendable {
  /// In the model's order; at least one.
  public let candidates: [MaskCandidate]
  /// Which one is meant.
  public let best: Int

  /// The other candidates worth offering, best first: for one click the whole, a part or a subpart.
  public var alternatives: [Int] {
    let several = candidates.count == 4 ? 1..<4 : candidates.indices
    return several.filter { $0 != best }.sorted { (candidates[$0].score, $1) > (candidates[$1].score, $0) }
  }

  /// Of four candidates the first is meant for several prompts, the others for one: then the best score counts.
  /// Source: Segment Anything's choice in the exported graph.
  init(_ candidates: [MaskCandidate], _ prompt: Prompt) {
    self.candidates = candidates
    let isSingle = prompt.count <= 1
    let eligible = candidates.count == 4 ? (isSingle ? 1..<4 : 0..<1) : candidates.indices
    best = eligible.max { (candidates[$0].score, $1) < (candidates[$1].score, $0) } ?? 0
  }
}
