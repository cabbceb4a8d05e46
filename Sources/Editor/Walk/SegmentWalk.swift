import Raster
import Segmentation
import Session

/// A walk through the segments that are still to be painted.
struct SegmentWalk: Sendable {
  private let segments: [UnpaintedSegment]
  private let order: WalkOrder
  /// The places in `segments` that were visited, the last is where the walk stands. Kept for `.similar` alone: there
  /// the way back is not in the order.
  private var trail: [Int] = []
  private var place: Int?
  /// Of `.similar`: what this round has shown already.
  private var isSeen: [Bool]

  init(_ segments: [UnpaintedSegment], _ order: WalkOrder) {
    self.segments = Self.sorted(segments, order)
    self.order = order
    isSeen = [Bool](repeating: false, count: segments.count)
  }

  private static func sorted(_ segments: [UnpaintedSegment], _ order: WalkOrder) -> [UnpaintedSegment] {
    switch order {
    case .largest, .similar: return segments.sorted { ($1.area, $0.label) < ($0.area, $1.label) }
    case .reading:
      // Lines are as high as a segment is, as a rule: sorted by rows alone the walk would jump about.
      let area = segments.reduce(0) { $0 + $1.area } / max(1, segments.count)
      let line = max(1, Int(Double(area).squareRoot()))
      return segments.sorted {
        ($0.point.y / line, $0.point.x, $0.label) < ($1.point.y / line, $1.point.x, $1.label)
      }
    }
  }

  /// Segments that `isUnpainted` still takes.
  func left(_ isUnpainted: (UnpaintedSegment) -> Bool) -> Int { segments.count(where: isUnpainted) }

  /// Goes to the next segment that `isUnpainted` takes, or to the one before; nil if there is none.
  mutating func step(backwards: Bool, _ isUnpainted: (UnpaintedSegment) -> Bool) -> UnpaintedSegment? {
    let next =
      switch (order, backwards) {
      case (.similar, true): previousOnTrail(isUnpainted)
      case (.similar, false): mostAlike(isUnpainted)
      default: neighbour(backwards: backwards, isUnpainted)
      }
    guard let next else { return nil }
    place = next
    return segments[next]
  }

  private func neighbour(backwards: Bool, _ isUnpainted: (UnpaintedSegment) -> Bool) -> Int? {
    let count = segments.count
    let start = place ?? (backwards ? 0 : -1)
    return (1...max(1, count)).lazy.map { (start + (backwards ? -$0 : $0) + count) % max(1, count) }
      .first { segments.indices.contains($0) && isUnpainted(segments[$0]) }
  }

  private mutating func previousOnTrail(_ isUnpainted: (UnpaintedSegment) -> Bool) -> Int? {
    if trail.last == place { trail.removeLast(min(1, trail.count)) }
    while let last = trail.last {
      if isUnpainted(segments[last]) { return last }
      trail.removeLast()
    }
    return mostAlike(isUnpainted)
  }

  /// The segment most like the one where the walk stands, each once in a round.
  private mutating func mostAlike(_ isUnpainted: (UnpaintedSegment) -> Bool) -> Int? {
    var open = segments.indices.filter { !isSeen[$0] && isUnpainted(segments[$0]) }
    if open.isEmpty {
      isSeen = [Bool](repeating: false, count: segments.count)
      open = segments.indices.filter { isUnpainted(segments[$0]) }
    }
    guard let next = open.min(by: { (distance($0), $0) < (distance($1), $1) }) else { return nil }
    isSeen[next] = true
    trail.append(next)
    return next
  }

  /// From the colour where the walk stands; 0 for all at its beginning, so that it begins with the largest.
  private func distance(_ other: Int) -> Int {
    guard let place else { return 0 }
    let (one, other) = (segments[place].color, segments[other].color)
    return [(one.red, other.red), (one.green, other.green), (one.blue, other.blue)].reduce(0) {
      $0 + (Int($1.0) - Int($1.1)) * (Int($1.0) - Int($1.1))
    }
  }
}
