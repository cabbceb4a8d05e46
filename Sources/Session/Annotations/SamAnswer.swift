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
  public func mask(_ candidate: Int) -> Mask { Mask(size: runs.size, runs: runs(of: candidate)) }
}

extension PreparedAnswer {
  /// The answer to `sam-predict`: candidate k joins the k-th best masks of all groups, or a group's last where it has
  /// fewer. Its score is that of its worst part.
  /// - Parameter groups: the answers to `SamMarks.prompts`, best first; masks of the image's size.
  public init(_ model: SamModel, joining groups: [[ScoredMask]], size: Size) {
    let groups = groups.filter { !$0.isEmpty }
    let count = min(groups.map(\.count).max() ?? 0, SamAnswer.mostCandidates)
    let candidates = (0..<count).map { candidate in groups.map { $0[min(candidate, $0.count - 1)] } }
    let scores = candidates.map { parts in parts.reduce(1) { min($0, Double($1.score)) } }
    let prediction = SamPrediction(model: model, scores: (scores.isEmpty ? [0] : scores).map { SamScore($0) })
    let layers = candidates.map { parts in parts.flatMap(\.runs) }
    self.init(command: .sam(.predict(prediction)), runs: RunLengthPlane(size: size, layers: layers))
  }
}
