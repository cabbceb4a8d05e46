import Session

/// A relabeling of all images, from its question to its end.
enum FolderRelabeling: Equatable, Sendable {
  /// What a worker is at.
  struct Work: Equatable, Sendable {
    let request: Int
    /// Fit for the status row.
    let what: String
    var progress: Double
    /// When it began, on the app's clock.
    let since: Int
  }

  case counting(Work)
  /// Counted: a key says whether it is done.
  case asked(RelabelPlan)
  /// No image is open meanwhile: whoever relabels one holds its lock.
  case running(Work)
  /// To be said once the image is open again.
  case ended(Message)

  var work: Work? {
    get {
      switch self {
      case .counting(let work), .running(let work): work
      case .asked, .ended: nil
      }
    }
    set {
      guard let newValue else { return }
      switch self {
      case .counting: self = .counting(newValue)
      case .running: self = .running(newValue)
      case .asked, .ended: break
      }
    }
  }

  var isRunning: Bool { if case .running = self { true } else { false } }
}
