import Raster

/// The places whose score is no worse than those around them.
struct LocalMinima {
  private let scores: Plane<Float>
  /// Of one template in one form; a flat image has one at every other place.
  private static let most = 5000

  init(_ scores: Plane<Float>) { self.scores = scores }

  /// The best of them, the best first, those above `limit` left out. Of equal neighbours the first in reading order.
  func best(under limit: Float) -> [(place: PixelPoint, score: Float)] {
    var found: [UInt64] = []
    scores.elements.withUnsafeBufferPointer { elements in
      for at in elements.indices where elements[at] <= limit && isLeast(at, elements) {
        // Floats that are not negative are ordered as their bits are; equal ones by their places.
        found.append(UInt64(elements[at].bitPattern) << 32 | UInt64(at))
      }
    }
    return found.sorted().prefix(Self.most).map { key in
      let at = Int(key & 0xFFFF_FFFF)
      return (PixelPoint(x: at % scores.width, y: at / scores.width), Float(bitPattern: UInt32(key >> 32)))
    }
  }

  private func isLeast(_ at: Int, _ elements: UnsafeBufferPointer<Float>) -> Bool {
    let (x, y, score) = (at % scores.width, at / scores.width, elements[at])
    for row in max(0, y - 1)...min(scores.height - 1, y + 1) {
      for column in max(0, x - 1)...min(scores.width - 1, x + 1) {
        let other = row * scores.width + column
        if other < at ? elements[other] <= score : elements[other] < score { return false }
      }
    }
    return true
  }
}

/// Leaves the best of matches that share too much.
package struct Suppression {
  /// What two matches may share: the common part of their boxes over what both cover, 0…1.
  let share: Double
  /// So many matches of one template are left at the most.
  static let most = 500

  package init(share: Double) { self.share = share }

  /// Matches no two of which share more; the best first, equal ones in reading order.
  /// - Complexity: O(matches · those that are left)
  package func kept(of matches: [TemplateMatch]) -> [TemplateMatch] {
    var kept: [TemplateMatch] = []
    for match in matches.sorted(by: isBefore) where !kept.contains(where: { shared($0.box, match.box) > share }) {
      kept.append(match)
      if kept.count == Self.most { break }
    }
    return kept
  }

  private func isBefore(_ one: TemplateMatch, _ other: TemplateMatch) -> Bool {
    if (one.score, one.box.y, one.box.x) != (other.score, other.box.y, other.box.x) {
      return (one.score, one.box.y, one.box.x) < (other.score, other.box.y, other.box.x)
    }
    return (one.scale, one.rotation) < (other.scale, other.rotation)
  }

  private func shared(_ one: PixelRect, _ other: PixelRect) -> Double {
    let common = one.intersection(other).area
    return Double(common) / Double(one.area + other.area - common)
  }
}
