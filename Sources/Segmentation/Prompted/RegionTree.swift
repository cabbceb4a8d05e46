import Raster

/// The superpixels of an image and everything that they merge to, as a tree: node k < `leaves` is superpixel k + 1,
/// every other node is the union of two that have lower numbers.
struct RegionTree: Sendable {
  let leaves: Int
  /// The node that a node is part of; its own number at a root.
  let parents: [Int32]
  /// The two nodes that node `leaves` + k was made of.
  let children: [(one: Int32, other: Int32)]
  /// By node.
  let regions: [RegionGraph.Region]
  /// What it costs to label a node otherwise than what surrounds it, by node: near 0 for what looks like a thing by
  /// itself, the more the less it does.
  let switchCosts: [Float]

  /// - Parameter edges: how many pixels of each superpixel lie at the edge of the image.
  /// - Throws: `.cancelled`.
  /// - Complexity: O(borders · (log borders + depth)).
  init(_ graph: RegionGraph, edges: [Int], _ run: MethodRun) throws(SegmentationError) {
    let tree = try MergeTree(graph, run)
    let (leaves, parents) = (tree.leaves, tree.parents)
    var children = [(one: Int32, other: Int32)](repeating: (-1, -1), count: parents.count - leaves)
    for node in parents.indices where Int(parents[node]) != node {
      let place = Int(parents[node]) - leaves
      if children[place].one < 0 { children[place].one = Int32(node) } else { children[place].other = Int32(node) }
    }
    let regions = children.reduce(into: graph.regions) { $0.append($0[Int($1.one)] + $0[Int($1.other)]) }
    let outlines = outlines(of: graph, edges: edges, parents)
    let distinction = Distinction(regions, children, leaves: leaves)
    let wholeEdge = Double(edges.reduce(0, +))
    switchCosts = parents.indices.map { node in
      let parent = Int(parents[node])
      return outlines[node].switchCost(
        pixels: regions[node].pixels, wholeEdge: wholeEdge,
        distinction: parent == node ? 0 : distinction(node, in: parent))
    }
    (self.leaves, self.parents, self.children, self.regions) = (leaves, parents, children, regions)
  }

  /// The node and all that it is part of, upwards.
  func path(from node: Int) -> [Int] {
    var path = [node]
    while let last = path.last, Int(parents[last]) != last { path.append(Int(parents[last])) }
    return path
  }
}

/// How much more the parts of a union differ than the parts of one of them do.
private struct Distinction {
  private let distances: [Double]

  /// Squared Lab units that noise makes.
  private static let noise = 30.0

  init(_ regions: [RegionGraph.Region], _ children: [(one: Int32, other: Int32)], leaves: Int) {
    distances =
      [Double](repeating: 0, count: leaves)
      + children.map { squaredColorDistance(regions[Int($0.one)], regions[Int($0.other)]) }
  }

  /// A natural logarithm; above 0 where the node is more of a piece than its parent.
  func callAsFunction(_ node: Int, in parent: Int) -> Double {
    logarithm((distances[parent] + Self.noise) / (distances[node] + Self.noise))
  }
}
