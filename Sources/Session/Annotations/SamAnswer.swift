import Raster
import Segmentation

/// What answers prompts.
public enum SamModel: Hashable, Sendable {
  /// Our own predictor, without weights.
  case builtIn
  /// Two model files; the name is that of the decoder's file and decides nothing.
  case files(name: String, encoder: Digest, decoder: Digest)

  /// `built-in`, or the file's name.
  public var name: String {
    switch self {
    case .builtIn: Self.builtInName
    case .files(let name, _, _): name
    }
  }

  static let builtInName = "built-in"
}

/// A probability in thousandths, as journals write it.
public struct SamScore: Hashable, Sendable, CustomStringConvertible {
  /// 0…1000.
  public let thousandths: Int

  /// - Parameter value: held within 0…1; what is no number counts as 0.
  public init(_ value: Double) {
    thousandths = value.isFinite ? Int((min(max(value, 0), 1) * 1000).rounded()) : 0
  }

  /// `0.912`.
  public var description: String {
    "\(thousandths / 1000)." + String(thousandths % 1000 + 1000).dropFirst()
  }
}

/// Masks that were predicted for the marks; one of them is chosen.
public struct SamAnswer: Equatable, Sendable {
  /// The most candidates that an answer has.
  public static let mostCandidates = 8

  /// Bit k of a pixel: candidate k holds it.
  let runs: RunLengthPlane<Int32>
  /// How good the model thinks each candidate is, one for each, at least one.
  public let scores: [SamScore]
  /// What answered.
  public let model: SamModel
  /// Points and boxes that it knew.
  public let markCount: Int
  /// The place of the candidate that is shown, painted and finished.
  public internal(set) var chosen = 0
  /// The number of pixels of each candidate.
  public let areas: [Int]

  init(runs: RunLengthPlane<Int32>, scores: [SamScore], model: SamModel, markCount: Int) {
    (self.runs, self.scores, self.model, self.markCount) = (runs, scores, model, markCount)
    let counts = runs.pixelCounts(upTo: 1 << Int32(scores.count) - 1)
    areas = scores.indices.map { candidate in
      counts.indices.reduce(0) { $1 >> candidate & 1 == 1 ? $0 + Int(counts[$1]) : $0 }
    }
  }

  /// The runs of pixels of a candidate, in order.
  public func runs(of candidate: Int) -> [PixelRun] {
    var found: [PixelRun] = []
    for (run, bits) in runs.filledRuns where bits >> Int32(candidate) & 1 == 1 {
      if let last = found.last, last.start + last.length == run.start {
        found[found.count - 1].length += run.length
      } else {
        found.append(run)
      }
    }
    return found
  }

  /// 255 in the candidate, 0 elsewhere; of the image's size.
  public func mask(_ candidate: Int) -> Mask {
    var mask = Mask(size: runs.size, filledWith: 0)
    let runs = runs(of: candidate)
    mask.elements.withUnsafeMutableBufferPointer { elements in
      for run in runs { elements[run.range].update(repeating: 255) }
    }
    return mask
  }
}

extension PreparedAnswer {
  /// The answer to `sam-predict`: candidate k joins the k-th best masks of all groups, or a group's last where it has
  /// fewer. Its score is that of its worst part.
  /// - Parameter groups: the answers to `SamMarks.prompts`, best first; masks of the image's size.
  public init(_ model: SamModel, joining groups: [[ScoredMask]], size: Size) {
    let groups = groups.filter { !$0.isEmpty }
    let count = min(groups.map(\.count).max() ?? 0, SamAnswer.mostCandidates)
    var plane = LabelMap(size: size, filledWith: 0)
    var scores = [Double](repeating: groups.isEmpty ? 0 : 1, count: max(1, count))
    for candidate in 0..<count {
      for group in groups {
        let part = group[min(candidate, group.count - 1)]
        scores[candidate] = min(scores[candidate], Double(part.score))
        plane.add(part.mask, bit: Int32(candidate))
      }
    }
    self.init(command: .sam(.predict(SamPrediction(model: model, scores: scores.map { SamScore($0) }))), plane: plane)
  }
}

extension LabelMap {
  fileprivate mutating func add(_ mask: Mask, bit: Int32) {
    precondition(mask.size == size, "a mask of another size")
    let flag = Int32(1) << bit
    elements.withUnsafeMutableBufferPointer { elements in
      mask.elements.withUnsafeBufferPointer { mask in
        for at in elements.indices { elements[at] |= mask[at] == 0 ? 0 : flag }
      }
    }
  }
}
