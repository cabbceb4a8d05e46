extension RegionGraph {
  /// Two touching regions that become one, by the lowest of the old regions that they hold; `one` < `other`.
  struct Join: Equatable {
    let one: Int32
    let other: Int32
  }

  /// A graph without small regions and how it came about.
  struct Cleared {
    var graph: RegionGraph
    /// The lowest of the old regions that each new one holds, ascending.
    var firsts: [Int32]
    /// What was joined, in this order.
    var joins: [Join]
  }

  /// Lets every region of fewer than `pixels` pixels join the neighbour that costs least, in rounds, all at once, until
  /// none is left that touches another.
  /// - Throws: `.cancelled`.
  /// - Complexity: O(regions + borders) per round; every round halves the small regions at least.
  /// - Source: the rounds of O. Borůvka's minimum spanning tree, 1926, as in X. Wei et al., "Superpixel hierarchy",
  ///   IEEE Trans. Image Processing 27(10), 2018.
  func absorbing(below pixels: Double, _ run: MethodRun) throws(SegmentationError) -> Cleared {
    var cleared = Cleared(graph: self, firsts: (0..<Int32(regions.count)).map { $0 }, joins: [])
    while true {
      var round = AbsorptionRound(regions: cleared.graph.regions.count)
      round.join(cleared.graph.cheapestNeighbors(below: pixels))
      guard !round.joins.isEmpty else { return cleared }
      try run.checkCancelled()
      for join in round.joins {
        cleared.joins.append(Join(one: cleared.firsts[Int(join.one)], other: cleared.firsts[Int(join.other)]))
      }
      cleared.firsts = round.roots.map { cleared.firsts[Int($0)] }
      cleared.graph = cleared.graph.contracted(to: round.numbers, count: round.roots.count)
    }
  }

  /// For every region below `pixels` the neighbour that costs least, of equal ones the lowest; else -1.
  private func cheapestNeighbors(below pixels: Double) -> [Int32] {
    var choices = [Int32](repeating: -1, count: regions.count)
    var least = [Double](repeating: .infinity, count: regions.count)
    for border in borders {
      let (first, second) = (regions[Int(border.first)], regions[Int(border.second)])
      guard min(first.pixels, second.pixels) < pixels else { continue }
      let loss = cost(first, second, length: Double(border.length), contrast: Double(border.contrast))
      for (region, neighbor) in [(border.first, border.second), (border.second, border.first)]
      where regions[Int(region)].pixels < pixels {
        let at = Int(region)
        guard loss < least[at] || loss == least[at] && neighbor < choices[at] else { continue }
        (least[at], choices[at]) = (loss, neighbor)
      }
    }
    return choices
  }

  /// The graph of `count` regions when each old one belongs to the new one of its number.
  private func contracted(to numbers: [Int32], count: Int) -> RegionGraph {
    var sums = [Region](repeating: Region(pixels: 0, lightness: 0, a: 0, b: 0), count: count)
    for region in regions.indices {
      sums[Int(numbers[region])] = sums[Int(numbers[region])] + regions[region]
    }
    var table = BorderTable()
    for border in borders {
      let (one, other) = (numbers[Int(border.first)], numbers[Int(border.second)])
      guard one != other else { continue }
      table.add(
        Border(first: min(one, other), second: max(one, other), length: border.length, contrast: border.contrast))
    }
    return RegionGraph(regions: sums, borders: table.borders, cost: cost)
  }
}

/// A union-find over the regions of one round. The root of a group is its lowest region.
private struct AbsorptionRound {
  private(set) var joins: [RegionGraph.Join] = []
  private var forest: [Int32]

  init(regions: Int) { forest = (0..<Int32(regions)).map { $0 } }

  /// Joins every region with its choice, unless that is -1.
  mutating func join(_ choices: [Int32]) {
    for region in choices.indices where choices[region] >= 0 {
      let (one, other) = (root(of: Int32(region)), root(of: choices[region]))
      guard one != other else { continue }
      joins.append(RegionGraph.Join(one: min(one, other), other: max(one, other)))
      forest[Int(max(one, other))] = min(one, other)
    }
    // From the lowest on: then every parent is a root already.
    for region in forest.indices { forest[region] = forest[Int(forest[region])] }
  }

  /// The root of each group, ascending.
  var roots: [Int32] { forest.indices.filter { forest[$0] == $0 }.map { Int32($0) } }

  /// The number of each region's group, in the order of roots.
  var numbers: [Int32] {
    var (numbers, count) = ([Int32](repeating: 0, count: forest.count), Int32(0))
    for region in forest.indices {
      let isRoot = forest[region] == region
      numbers[region] = isRoot ? count : numbers[Int(forest[region])]
      if isRoot { count += 1 }
    }
    return numbers
  }

  private mutating func root(of region: Int32) -> Int32 {
    var at = region
    while forest[Int(at)] != at {
      forest[Int(at)] = forest[Int(forest[Int(at)])]
      at = forest[Int(at)]
    }
    return at
  }
}
