import Raster

/// What a worker has computed for a command that takes too long for the main thread.
public enum Work: Equatable, Sendable {
  case none
  /// For `method` and `granularity`.
  case labels(PreparedLabels)
  /// For commands that ask about annotations.
  case answer(PreparedAnswer)

  var labels: PreparedLabels? { if case .labels(let labels) = self { labels } else { nil } }

  /// The plane that journals pin.
  var runs: RunLengthPlane<Int32>? {
    switch self {
    case .none: nil
    case .labels(let labels): labels.runs
    case .answer(let answer): answer.runs
    }
  }

  /// The command as a journal has it: with everything written out that the work depended on.
  func written(_ command: Command) -> Command {
    switch (self, command) {
    case (.labels(let labels), .method): .method(labels.method)
    case (.answer(let answer), _): answer.command
    default: command
    }
  }
}
