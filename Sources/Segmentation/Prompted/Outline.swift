/// What surrounds a region.
struct Outline {
  /// Pairs of pixels along it, the image's edge left out.
  var length = 0.0
  /// The sum of the border's strength over them, 0…1 each.
  var strength = 0.0
  /// Pixels at the image's edge.
  var edge = 0.0

  static func + (one: Outline, other: Outline) -> Outline {
    Outline(length: one.length + other.length, strength: one.strength + other.strength, edge: one.edge + other.edge)
  }

  private static let strengthWeight = 16.0
  private static let edgeWeight = 12.0
  private static let distinctionWeight = 1.2
  private static let roundnessWeight = 3.4
  /// The clarity at which telling apart costs about 1.
  private static let clear = 4.0

  /// What it costs to tell the region apart from what surrounds it: little for one of `pixels` pixels that is round,
  /// has a strong outline, lies within the image, whose whole edge is `wholeEdge` long, and differs from its neighbour.
  ///
  /// The weights are those of a linear model of how well the regions around a click fit the object that was meant,
  /// found on drawn scenes of many kinds; the result hardly depends on them.
  func switchCost(pixels: Double, wholeEdge: Double, distinction: Double) -> Float {
    let perimeter = length + edge
    let clarity =
      Self.strengthWeight * strength / max(length, 1) - Self.edgeWeight * edge / max(wholeEdge, 1)
      + Self.distinctionWeight * distinction - Self.roundnessWeight * logarithm(max(1, perimeter * perimeter) / pixels)
    let doubt = (Self.clear - clarity) / 2
    // Linear where it is large and never 0, so that nothing is told apart for nothing.
    return Float((doubt + (doubt * doubt + 4).squareRoot()) / 2)
  }
}

/// The outline of every node of a tree.
/// - Complexity: O(borders · depth).
func outlines(of graph: RegionGraph, edges: [Int], _ parents: [Int32]) -> [Outline] {
  var outlines = edges.map { Outline(edge: Double($0)) }
  outlines += [Outline](repeating: Outline(), count: parents.count - edges.count)
  for border in graph.borders {
    let length = Double(border.length)
    let part = Outline(length: length, strength: length * graph.strength(of: border))
    outlines[Int(border.first)] = outlines[Int(border.first)] + part
    outlines[Int(border.second)] = outlines[Int(border.second)] + part
    // Inside the first node that holds both it is no outline any more.
    guard let node = commonNode(border.first, border.second, parents) else { continue }
    outlines[node] = outlines[node] + Outline(length: -2 * part.length, strength: -2 * part.strength)
  }
  for node in parents.indices where Int(parents[node]) != node {
    outlines[Int(parents[node])] = outlines[Int(parents[node])] + outlines[node]
  }
  return outlines
}

/// The lowest node that holds both; nil if they are in different trees.
private func commonNode(_ one: Int32, _ other: Int32, _ parents: [Int32]) -> Int? {
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
  private static let clearDistance = 1600.0

  /// How clear a border is, 0…1, by the mean colours beside it.
  fileprivate func strength(of border: Border) -> Double {
    let distance = squaredColorDistance(regions[Int(border.first)], regions[Int(border.second)])
    return distance / (distance + Self.clearDistance)
  }
}
