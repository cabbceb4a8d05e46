import Raster

/// What a prompt asks of a tree of regions, and its answers by superpixel.
struct PromptLabeling {
  /// One answer: for every superpixel whether it is object.
  struct Choice {
    let labels: [Bool]
    let score: Float
  }

  private let tree: RegionTree
  private let labeling: TreeLabeling
  /// The superpixel of the last click and what it was clicked as.
  private let last: (leaf: Int, isObject: Bool)?

  private static let mostChoices = 3
  /// Of answers that share more than this part of their union only the best is given.
  private static let mostOverlap = 0.8

  init(_ prompt: PointPrompt, _ regions: PreparedRegions) {
    tree = regions.tree
    labeling = TreeLabeling(regions.tree, regions.leafCosts(of: prompt))
    last = prompt.points.last.map { (regions.leaf(at: $0.position), $0.isForeground) }
  }

  /// The cheapest first.
  var choices: [Choice] {
    var choices = [Choice(labels: labeling.labels, score: score(labeling.total))]
    guard let last else { return choices }
    let forced = tree.path(from: last.leaf).map { labeling.forcing($0, isObject: last.isObject) }
    for other in forced.filter({ $0.total.isFinite }).sorted(by: { $0.total < $1.total }) {
      let labels = other.labels
      guard choices.allSatisfy({ overlap($0.labels, labels) <= Self.mostOverlap }) else { continue }
      choices.append(Choice(labels: labels, score: score(other.total)))
      if choices.count == Self.mostChoices { break }
    }
    return choices
  }

  private func score(_ cost: Float) -> Float { 1 / (1 + cost) }

  /// Common pixels by pixels of either.
  private func overlap(_ one: [Bool], _ other: [Bool]) -> Double {
    var (common, all) = (0.0, 0.0)
    for leaf in one.indices where one[leaf] || other[leaf] {
      all += tree.regions[leaf].pixels
      if one[leaf] && other[leaf] { common += tree.regions[leaf].pixels }
    }
    return all > 0 ? common / all : 1
  }
}
