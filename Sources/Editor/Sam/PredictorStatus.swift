/// Who answers the marks of Segment Anything.
public struct PredictorStatus: Equatable, Sendable {
  /// `built-in`, or the file's name.
  public var name: String
  /// The image is being made ready for it; clicks wait.
  public var isPreparing: Bool
  /// What the person should know; said once.
  public var notice: String?

  /// By default the predictor that needs no model.
  public init(_ name: String = "built-in", isPreparing: Bool = false, notice: String? = nil) {
    (self.name, self.isPreparing, self.notice) = (name, isPreparing, notice)
  }
}

extension Editor {
  mutating func take(_ status: PredictorStatus) {
    if let notice = status.notice { state.say(.warning, notice) }
    state.predictor = status
    state.predictor.notice = nil
  }
}
