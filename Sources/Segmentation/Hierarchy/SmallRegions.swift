extension RegionGraph {
  /// The graph after every region of fewer than `pixels` pixels has joined the neighbour that costs least, and the
  /// number of the new region of each old one. New regions are numbered in the order of their first old ones.
  ///
  /// Noise leaves millions of specks, which the one-by-one order of a merge tree would take long to clear: here they
  /// join in rounds, all at once. A region that no other touches stays.
  /// - Complexity: O(regions + borders) per round; every round halves the small regions at least.
  /// - Source: the rounds of O. Borůvka's minimum spanning tree, 1926, as in X. Wei et al., "Superpixel hierarchy",
  ///   IEEE Trans. Image Processing 27(10), 2018.
  func absorbing(below pixels: Double) -> (graph: RegionGraph, regions: [Int32]) {
    var (regions, borders) = (regions, borders)
    var numbers = (0..<Int32(regions.count)).map { $0 }
    while let round = absorptions(of: regions, borders, cost, below: pixels) {
      var (sums, table) = (
        [Region](repeating: Region(pixels: 0, lightness: 0, a: 0, b: 0), count: round.count), BorderTable()
      )
      for region in regions.indices {
        sums[Int(round.numbers[region])] = sums[Int(round.numbers[region])] + regions[region]
      }
      for border in borders {
        let (one, other) = (round.numbers[Int(border.first)], round.numbers[Int(border.second)])
        guard one != other else { continue }
        table.add(
          Border(first: min(one, other), second: max(one, other), length: border.length, contrast: border.contrast))
      }
      (regions, borders) = (sums, table.borders)
      for leaf in numbers.indices { numbers[leaf] = round.numbers[Int(numbers[leaf])] }
    }
    return (RegionGraph(regions: regions, borders: borders, cost: cost), numbers)
  }
}

/// The new number of every region when each small one joins the neighbour that costs least; nil if none can.
private func absorptions(
  of regions: [RegionGraph.Region], _ borders: [RegionGraph.Border], _ cost: MergeCost, below pixels: Double
)
  -> (numbers: [Int32], count: Int)?
{
  let choices = cheapestNeighbors(of: regions, borders, cost, below: pixels)
  var forest = (0..<Int32(regions.count)).map { $0 }
  func root(_ region: Int32) -> Int32 {
    var at = region
    while forest[Int(at)] != at {
      forest[Int(at)] = forest[Int(forest[Int(at)])]
      at = forest[Int(at)]
    }
    return at
  }
  var joined = false
  for region in choices.indices where choices[region] >= 0 {
    let (one, other) = (root(Int32(region)), root(choices[region]))
    forest[Int(max(one, other))] = min(one, other)
    joined = true
  }
  guard joined else { return nil }
  var (numbers, count) = ([Int32](repeating: 0, count: regions.count), 0)
  for region in regions.indices {
    let first = Int(root(Int32(region)))
    numbers[region] = first == region ? Int32(count) : numbers[first]
    if first == region { count += 1 }
  }
  return (numbers, count)
}

/// For every region below `pixels` the neighbour that costs least, of equal ones the lowest; else -1.
private func cheapestNeighbors(
  of regions: [RegionGraph.Region], _ borders: [RegionGraph.Border], _ cost: MergeCost, below pixels: Double
)
  -> [Int32]
{
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
