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
  public func mask() -> Mask { Mask(size: fit.original, runs: runs()) }

  /// The same as runs of pixels, row by row; none touch.
  /// - Complexity: O(rows of the image · samples of a row), whatever the image's width.
  public func runs() -> [PixelRun] { runMask { _ in }.runs }

  /// The mask in the image's size.
  /// - Parameter look: is shown every row as well.
  func runMask(_ look: (ScaledLogits.Row) -> Void) -> RunMask {
    var runs: [PixelRun] = []
    ScaledLogits(logits, fit).eachRow { y, row in
      let start = y * fit.original.width
      row.eachSpan(above: 0) { runs.append(PixelRun(start: UInt32(start + $0.lowerBound), length: UInt32($0.count))) }
      look(row)
    }
    return RunMask(size: fit.original, runs: runs)
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
