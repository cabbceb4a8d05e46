import Raster

/// What is asked of Segment Anything.
public enum SamAction: Equatable, Sendable {
  /// The object is here, or it is not.
  case point(PixelPoint?, isForeground: Bool)
  /// The object lies between these corners.
  case box(PixelPoint, PixelPoint)
  /// A worker answers the marks.
  case predict(SamPrediction)
  /// Chooses another answer, from 1.
  case candidate(Int)
  /// The chosen mask becomes the segments.
  case finish
  /// The chosen mask is painted.
  case paint(ClassReference?)
  /// Drops marks and answer.
  case clear
}

/// Who is asked, and what was thought of the answers.
public struct SamPrediction: Equatable, Sendable {
  /// Nil: whoever answers now.
  public var model: SamModel?
  /// One per candidate; empty before the answer.
  public var scores: [SamScore]

  /// - Parameter scores: of the candidates that were answered.
  public init(model: SamModel? = nil, scores: [SamScore] = []) {
    (self.model, self.scores) = (model, scores)
  }
}
