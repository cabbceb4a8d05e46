/// How a simulated annotator labels an image.
public enum AnnotationStrategy: String, CaseIterable, Sendable {
  /// Points at every segment, the largest first, and presses the key of its class.
  case fills
  /// Tab, then a key for every segment where the walk stands: its class, or Tab.
  case walk
  /// `;`, then for every class its key and the letters of its segments.
  case hints
  /// `G`, Tab to the largest segment; `+` and `-` until much is shown and nothing wrong, the key of its class, and on.
  case smartFill = "smart-fill"
  /// `[` to coarse segments, fills those that lie in one class, `]` to finer ones, and so on.
  case granularity
}

/// How far an annotator has come.
public struct AnnotationStep: Equatable, Sendable {
  /// Keys pressed.
  public var keys = 0
  /// Times that the pointer was put on a place.
  public var pointings = 0
  /// Pixels painted with their class.
  public var right = 0
  /// Pixels painted with another class.
  public var wrong = 0

  /// Keys and pointings.
  public var actions: Int { keys + pointings }
}

/// What labeling one image took.
public struct AnnotationEffort: Equatable, Sendable {
  /// Pixels that belong to a class.
  public let pixels: Int
  /// How many segments there were to begin with.
  public let segments: Int
  /// After each command that painted.
  public let steps: [AnnotationStep]

  /// The share of pixels of a class that have it at the end.
  public var accuracy: Double { steps.last.map(accuracy) ?? 0 }

  /// What it took until `goal` of the pixels had their class; nil where that never was.
  public func step(to goal: Double) -> AnnotationStep? { steps.first { accuracy($0) >= goal } }

  private func accuracy(_ step: AnnotationStep) -> Double { Double(step.right) / Double(max(1, pixels)) }
}
