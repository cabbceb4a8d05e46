import Raster
import Session

/// What reshape mode knows: which change of a class is looked at before it is made.
struct ReshapeMode: Equatable, Sendable {
  /// What may be done to all pixels of a class.
  enum Kind: String, CaseIterable, Sendable {
    case holes, islands, grow, shrink, smooth, union, minus, intersect

    var combination: Combination? { Combination(rawValue: rawValue) }
    /// An amount belongs to it.
    var hasAmount: Bool { self != .holes && combination == nil }
  }

  var kind = Kind.holes
  /// Of discs, in pixels.
  var radius = 2
  /// Of islands that go.
  var least = 50
  /// The class that another is combined with; 0 until one is chosen.
  var other = 0

  /// What the keys step through for islands, in pixels.
  static let sizes = (0...6).flatMap { power in
    [1, 2, 3, 5, 8].map { $0 * Array(repeating: 10, count: power).reduce(1, *) }
  }

  /// So many steps more, less where negative.
  mutating func changeAmount(by step: Int) {
    if kind == .islands {
      let sizes = Self.sizes
      let place = (sizes.firstIndex { $0 >= least } ?? 0) + min(max(step, -sizes.count), sizes.count)
      least = sizes[min(max(place, 0), sizes.count - 1)]
    } else if kind.hasAmount {
      let radii = Reshaping.radii
      radius = min(max(radius + min(max(step, -radii.count), radii.count), radii.lowerBound), radii.upperBound)
    }
  }

  /// The command that makes the change.
  func command(current: Int) -> Command? {
    if let combination = kind.combination {
      guard current > 0, other > 0 else { return nil }
      return .freehand(.combine(combination, .number(current), .number(other)))
    }
    switch kind {
    case .islands: return .freehand(.reshape(.islands(least), nil))
    case .grow: return .freehand(.reshape(.grow(radius), nil))
    case .shrink: return .freehand(.reshape(.shrink(radius), nil))
    case .smooth: return .freehand(.reshape(.smooth(radius), nil))
    default: return .freehand(.reshape(.holes, nil))
    }
  }
}
