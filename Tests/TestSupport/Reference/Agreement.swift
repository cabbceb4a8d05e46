import Raster

/// How well two label maps of one size agree as partitions, whatever the numbers of their labels.
package struct Agreement {
  /// 1 if the partitions are the same, about 0 if they are independent.
  ///
  /// - Source: L. Hubert, P. Arabie, "Comparing partitions", Journal of Classification 2, 1985.
  package let adjustedRandIndex: Double
  /// The share of the pixels that are equal once every label of one takes the label of the other that it overlaps most;
  /// the smaller of both directions.
  package let equalShare: Double

  /// Whether the partitions are the same.
  package var isExact: Bool { equalShare == 1 }

  /// - Complexity: O(pixels) time and memory.
  package init(_ one: LabelMap, _ other: LabelMap) {
    precondition(one.size == other.size, "label maps of two sizes cannot be compared")
    let pixels = one.size.area
    let common = zip(one.elements, other.elements).reduce(into: [:] as [Pair: Int]) {
      $0[Pair(one: $1.0, other: $1.1), default: 0] += 1
    }
    let (rows, columns) = (Sums(common, by: \.one), Sums(common, by: \.other))
    equalShare = pixels == 0 ? 1 : Double(min(rows.matched, columns.matched)) / Double(pixels)
    let both = common.values.reduce(0) { $0 + choices($1) }
    let expected = Double(rows.pairs) * Double(columns.pairs) / Double(max(1, choices(pixels)))
    let most = Double(rows.pairs + columns.pairs) / 2
    adjustedRandIndex = most == expected ? 1 : (Double(both) - expected) / (most - expected)
  }

  private struct Pair: Hashable {
    let one: Int32
    let other: Int32
  }

  /// Whole numbers, so that the order of the table does not show.
  private struct Sums {
    let pairs: Int
    let matched: Int

    init(_ common: [Pair: Int], by label: KeyPath<Pair, Int32>) {
      var (pixels, most): ([Int32: Int], [Int32: Int]) = ([:], [:])
      for (pair, count) in common {
        pixels[pair[keyPath: label], default: 0] += count
        most[pair[keyPath: label], default: 0] = max(most[pair[keyPath: label], default: 0], count)
      }
      pairs = pixels.values.reduce(0) { $0 + choices($1) }
      matched = most.values.reduce(0, +)
    }
  }
}

/// How many pairs can be drawn from so many pixels.
private func choices(_ count: Int) -> Int { count * (count - 1) / 2 }
