/// Models that are read once somebody needs them.
public protocol PredictorSource: Sendable {
  /// Tells the models from others, in letters and digits; nil until they were read.
  var fingerprint: String? { get }
  /// Reads them the first time, which takes up to seconds: to be called on a worker.
  func predictor() throws(PredictorSourceError) -> (predictor: any MaskPredictor, fingerprint: String)
}

/// Why there are no models; the description is a sentence.
public struct PredictorSourceError: Error, Equatable, Sendable, CustomStringConvertible {
  /// One sentence: what is wrong, and what to do next.
  public let description: String

  /// A sentence that is fit for a terminal.
  public init(_ description: String) { self.description = description }
}

/// Models that have been read already.
struct ReadPredictor: PredictorSource {
  let read: any MaskPredictor
  let fingerprint: String?

  func predictor() throws(PredictorSourceError) -> (predictor: any MaskPredictor, fingerprint: String) {
    (read, fingerprint ?? "")
  }
}
