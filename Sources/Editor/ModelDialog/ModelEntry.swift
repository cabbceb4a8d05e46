import Session

/// A row of the model dialog: who may answer the marks of Segment Anything.
public struct ModelEntry: Equatable, Sendable {
  /// What `model NAME` takes; no other row has it.
  public let name: String
  /// Such as `EdgeSAM`; may be empty.
  public let kind: String
  /// Of its files, such as `39 MB`; may be empty.
  public let size: String
  /// What else there is to know, a line each.
  public let details: [String]
  /// Why it cannot be used, in one sentence; nil where it can.
  public let problem: String?

  /// Makes all of it safe to show.
  public init(name: String, kind: String, size: String, details: [String], problem: String? = nil) {
    self.name = PlainText.sanitized(name)
    self.kind = PlainText.sanitized(kind)
    self.size = PlainText.sanitized(size)
    self.details = details.map { PlainText.sanitized($0) }
    self.problem = problem.map { PlainText.sanitized($0) }
  }

  /// The predictor that needs no model.
  public static let builtIn = ModelEntry(
    name: SamModel.builtIn.name, kind: "no model", size: "",
    details: ["Superpixels that are merged to a tree of regions; needs neither weights nor an engine"])
}
