import Raster

/// What the method dialog knows of the segments that its method would make.
struct MethodPreview: Equatable, Sendable {
  /// What is under way; the newest wish only.
  enum Work: Equatable, Sendable {
    case none
    /// To be asked for at this time, unless something changes before.
    case due(Int)
    case running(request: Int, since: Int, progress: Double)
  }

  /// What the picture shows: the last answer, until the next one comes or begins to; nil where it shows the segments as
  /// they are.
  var segments: SegmentsPreview?
  var work = Work.none
  /// Why there are no segments.
  var failure: String?

  /// Changes that follow one another faster are tried only once.
  static let delay = 120
  /// Pixels that every method segments within a moment.
  static let pixels = 300_000
}

extension Pyramid {
  /// The largest level of at most so many pixels; the smallest one where none is.
  func level(ofAtMost pixels: Int) -> Int { levels.firstIndex { $0.size.area <= pixels } ?? levels.count - 1 }
}
