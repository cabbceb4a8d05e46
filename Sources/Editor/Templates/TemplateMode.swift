import Raster
import Segmentation

/// What template mode knows: the templates, which outlive it, and what was found on the open image.
struct TemplateMode: Equatable, Sendable {
  var sets: [TemplateSet] = []
  /// What is looked for, and what of it is shown.
  var search = TemplateSearch()
  /// What was found, the best first, beyond the threshold as well; nil until it is.
  private(set) var found: [TemplateMatch]?
  /// Places in `found` that are left out.
  private var dropped: Set<Int> = []
  /// A place in `found`.
  var chosen: Int?

  /// What `+` and `-` step through.
  private static let thresholds = [
    0, 0.001, 0.002, 0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4,
    0.5,
  ]

  /// The matches that are shown, and would be painted.
  var shown: [TemplateMatch] { places.compactMap { found?[$0] } }

  var chosenMatch: TemplateMatch? { chosen.flatMap { found?[$0] } }

  /// Places in `found`.
  private var places: [Int] { found.map { search.taken(of: $0).filter { !dropped.contains($0) } } ?? [] }

  mutating func forget() { (found, dropped, chosen) = (nil, [], nil) }

  mutating func take(_ matches: [TemplateMatch]) {
    (found, dropped) = (matches, [])
    chosen = places.first
  }

  mutating func changeThreshold(by steps: Int) {
    let all = Self.thresholds
    let place =
      steps < 0
      ? all.lastIndex { $0 < search.threshold }.map { $0 + steps + 1 }
      : all.firstIndex { $0 > search.threshold }.map { $0 + steps - 1 }
    if let place, steps != 0 { search.threshold = all[min(max(place, 0), all.count - 1)] }
    let places = places
    if chosen.map({ !places.contains($0) }) ?? true { chosen = places.last }
  }

  /// The match so many places further, around the end.
  mutating func choose(_ step: Int) {
    let places = places
    guard !places.isEmpty else { return }
    let place = chosen.flatMap { places.firstIndex(of: $0) }
    let next = place.map { $0 + step % places.count } ?? (step < 0 ? -1 : 0)
    chosen = places[(next + places.count) % places.count]
  }

  /// The best match whose box holds the point; none where there is none.
  mutating func choose(at point: PixelPoint) {
    chosen = places.first { found?[$0].box.contains(point) == true }
  }

  /// Leaves the chosen match out and chooses the next.
  mutating func drop() {
    guard let chosen else { return }
    dropped.insert(chosen)
    self.chosen = places.first { $0 > chosen } ?? places.last
  }
}

extension TemplateMatch {
  /// `.021`; `1.20`.
  var scoreText: String { scored(score) }
}

/// A score in three digits.
func scored(_ score: Double) -> String {
  let thousandths = Int((min(max(score, 0), 9) * 1000).rounded())
  let digits = String(thousandths % 1000 + 1000).dropFirst()
  return thousandths < 1000 ? ".\(digits)" : "\(thousandths / 1000).\(digits.prefix(2))"
}
