import Session

/// The scores of `tessera eval segments --json`. What there is not is null.
struct ScoreReport: Encodable {
  struct Scores: Encodable {
    let segments: Double
    let parts: Double
    let boundaryDensity: Double
    let boundaryRecall: Double
    let boundaryPrecision: Double
    let boundaryF: Double
    let undersegmentationError: Double
    let achievableAccuracy: Double

    enum CodingKeys: String, CodingKey {
      case segments, parts
      case boundaryDensity = "boundary_density"
      case boundaryRecall = "boundary_recall"
      case boundaryPrecision = "boundary_precision"
      case boundaryF = "boundary_f"
      case undersegmentationError = "undersegmentation_error"
      case achievableAccuracy = "achievable_segmentation_accuracy"
    }

    init(_ scores: MeanScores) {
      segments = scores.segments
      parts = scores.parts
      boundaryDensity = scores.boundaryDensity
      boundaryRecall = scores.boundaryRecall
      boundaryPrecision = scores.boundaryPrecision
      boundaryF = scores.boundaryF
      undersegmentationError = scores.undersegmentationError
      achievableAccuracy = scores.achievableAccuracy
    }
  }

  struct Row: Encodable {
    let path: String
    let groundTruths: [String]
    @OrNull var width: Int?
    @OrNull var height: Int?
    @OrNull var scores: Scores?
    @OrNull var error: String?

    enum CodingKeys: String, CodingKey {
      case path, width, height, scores, error
      case groundTruths = "ground_truths"
    }
  }

  let tolerance: Int
  let images: [Row]
  @OrNull var mean: Scores?

  init(_ scored: [ScoredPair], _ mean: MeanScores?, _ tolerance: Int) {
    self.tolerance = tolerance
    images = scored.map { pair in
      Row(
        path: pair.pair.labels.string, groundTruths: pair.pair.truths.map(\.string), width: pair.size?.width,
        height: pair.size?.height, scores: pair.scores.map(Scores.init), error: pair.failure?.description)
    }
    self.mean = mean.map(Scores.init)
  }
}
