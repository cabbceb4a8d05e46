import Raster

/// The superpixels of an image and everything that they merge to, as a tree: node k < `leaves` is superpixel k + 1,
/// every other node is the union of two that have lower numbers.
struct RegionTree: Sendable {
  let leaves: Int
  /// The node that a node is part of; its own number at a root.
  let parents: [Int32]
  /// By node.
  let regions: [RegionGraph.Region]
  /// What it costs to tell a node apart from what surrounds it, by node: 0 at a perfect border, rising as it fades.
  let switchCosts: [Float]

  /// The two nodes that node `leaves` + k was made of.
  let children: [(one: Int32, other: Int32)]

  /// - Throws: `.cancelled`.
  /// - Complexity: O(borders · (log borders + depth)).
  init(_ graph: RegionGraph, _ run: MethodRun) throws(SegmentationError) {
    let tree = try MergeTree(graph, run)
    (leaves, parents) = (tree.leaves, tree.parents)
    var children = [(one: Int32, other: Int32)](repeating: (-1, -1), count: parents.count - leaves)
    for node in parents.indices where Int(parents[node]) != node {
      let place = Int(parents[node]) - leaves
      if children[place].one < 0 { children[place].one = Int32(node) } else { children[place].other = Int32(node) }
    }
    self.children = children
    regions = children.reduce(into: graph.regions) { $0.append($0[Int($1.one)] + $0[Int($1.other)]) }
    switchCosts = Outlines(graph, parents).switchCosts
  }

  /// The node and all that it is part of, upwards.
  func path(from node: Int) -> [Int] {
    var path = [node]
    while let last = path.last, Int(parents[last]) != last { path.append(Int(parents[last])) }
    return path
  }
}

/// The outline of every node.
private struct Outlines {
  private var outlines: [Outline]

  struct Outline {
    var length: Float = 0
    var strength: Float = 0

    /// The mean strength, 0…1; the image's own border does not count.
    var switchCost: Float { length > 0 ? 0.02 + (1 - strength / length) : 2 }
  }

  init(_ graph: RegionGraph, _ parents: [Int32]) {
    outlines = [Outline](repeating: Outline(), count: parents.count)
    for border in graph.borders {
      let (length, strength) = (Float(border.length), Float(border.length) * graph.strength(of: border))
      add(length, strength, to: Int(border.first))
      add(length, strength, to: Int(border.second))
      // Inside the first node that holds both it is no outline any more.
      if let node = commonNode(border.first, border.second, parents) { add(-2 * length, -2 * strength, to: node) }
    }
    for node in parents.indices where Int(parents[node]) != node {
      add(outlines[node].length, outlines[node].strength, to: Int(parents[node]))
    }
  }

  private mutating func add(_ length: Float, _ strength: Float, to node: Int) {
    outlines[node].length += length
    outlines[node].strength += strength
  }

  var switchCosts: [Float] { outlines.map(\.switchCost) }
}

/// The lowest node that holds both; nil if they are in different trees.
func commonNode(_ one: Int32, _ other: Int32, _ parents: [Int32]) -> Int? {
  var (one, other) = (one, other)
  while one != other {
    // Parents have higher numbers.
    if one > other { swap(&one, &other) }
    guard parents[Int(one)] != one else { return nil }
    one = parents[Int(one)]
  }
  return Int(one)
}

extension RegionGraph {
  /// Squared Lab units at which a border is half as clear as one can be.
  private static let clearDistance: Float = 1600

  /// How clear a border is, 0…1: the distance of the mean colours beside it and the contrast across it.
  func strength(of border: Border) -> Float {
    let (one, other) = (regions[Int(border.first)], regions[Int(border.second)])
    let l = Float(one.lightness / one.pixels - other.lightness / other.pixels)
    let a = Float(one.a / one.pixels - other.a / other.pixels)
    let b = Float(one.b / one.pixels - other.b / other.pixels)
    let distance = l * l + 2 * (a * a + b * b) + 0.2 * Float(border.contrast) / Float(border.length)
    return distance / (distance + Self.clearDistance)
  }
}
