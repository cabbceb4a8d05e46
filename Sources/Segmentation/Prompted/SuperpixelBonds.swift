/// Which superpixels touch and how strongly they hold together.
struct SuperpixelBonds: Sendable {
  /// The neighbours of superpixel k: `starts[k]..<starts[k + 1]`.
  private let starts: [Int32]
  private let neighbours: [Int32]
  /// By the places of `neighbours`: length of the border in sides of a superpixel, the less the more its colours differ.
  private let strengths: [Double]

  /// Squared Lab units at which a border is half as strong.
  private static let clearDistance = 400.0

  /// - Complexity: O(borders).
  init(_ graph: RegionGraph) {
    var starts = [Int32](repeating: 0, count: graph.regions.count + 1)
    for border in graph.borders {
      starts[Int(border.first) + 1] += 1
      starts[Int(border.second) + 1] += 1
    }
    for region in graph.regions.indices { starts[region + 1] += starts[region] }
    let pixels = graph.regions.reduce(0) { $0 + $1.pixels } / Double(max(1, graph.regions.count))
    var (next, neighbours) = (starts, [Int32](repeating: 0, count: graph.borders.count * 2))
    var strengths = [Double](repeating: 0, count: neighbours.count)
    for border in graph.borders {
      let (one, other) = (Int(border.first), Int(border.second))
      let distance = squaredColorDistance(graph.regions[one], graph.regions[other])
      let strength = Double(border.length) / pixels.squareRoot() / (1 + distance / Self.clearDistance)
      for (from, to) in [(one, border.second), (other, border.first)] {
        (neighbours[Int(next[from])], strengths[Int(next[from])]) = (to, strength)
        next[from] += 1
      }
    }
    (self.starts, self.neighbours, self.strengths) = (starts, neighbours, strengths)
  }

  /// Calls `body` with every neighbour and the strength of the border.
  @inline(__always)
  func forEachNeighbour(of region: Int, _ body: (_ other: Int, _ strength: Double) -> Void) {
    for place in Int(starts[region])..<Int(starts[region + 1]) { body(Int(neighbours[place]), strengths[place]) }
  }

  /// Divides some superpixels by a minimal cut; the others stay and pull their neighbours to their side.
  /// - Parameters:
  ///   - open: the numbers of those that are divided.
  ///   - pulls: for each of these how much speaks for object, in units of a superpixel; below 0 for background.
  ///   - labels: the side of all.
  /// - Returns: `labels`, with those of the open ones anew.
  func divide(_ open: [Int], _ pulls: [Double], _ labels: [Bool]) -> [Bool] {
    var (nodes, pulls) = ([Int: Int32](minimumCapacity: open.count), pulls)
    for (node, region) in open.enumerated() { nodes[region] = Int32(node) }
    var links: [RegionFlow.Link] = []
    for (node, region) in open.enumerated() {
      forEachNeighbour(of: region) { other, strength in
        let bond = strength * Self.bond
        if let there = nodes[other] {
          if Int(there) > node {
            links.append(RegionFlow.Link(one: Int32(node), other: there, capacity: Self.whole(bond)))
          }
        } else {
          pulls[node] += labels[other] ? bond : -bond
        }
      }
    }
    var flow = RegionFlow(pulls: pulls.map(Self.whole), links: links)
    var result = labels
    for (region, isObject) in zip(open, flow.sourceSide()) { result[region] = isObject }
    return result
  }

  /// What parting costs, in units of a superpixel's pull.
  private static let bond = 2.0

  private static func whole(_ amount: Double) -> Int32 { Int32((max(-1e5, min(1e5, amount)) * 256).rounded()) }
}
