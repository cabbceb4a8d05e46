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
  /// The best answer.
  private let labels: [Bool]
  /// The superpixel of the last click and what it was clicked as.
  private let last: (leaf: Int, isObject: Bool)?
  private let prompts: Int

  private static let mostChoices = 3
  /// Of answers that share more than this part of their union only the best is given.
  private static let mostOverlap = 0.8

  /// - Complexity: O(superpixels · clicks).
  init(_ prompt: PointPrompt, _ regions: PreparedRegions) {
    tree = regions.tree
    (labeling, labels) = Self.labeling(prompt, regions)
    last = prompt.points.last.map { (regions.leaf(at: $0.position), $0.isForeground) }
    prompts = max(1, prompt.points.count + (prompt.box == nil ? 0 : 1))
  }

  /// The answer to one click after the other, each with regard to the answer before.
  private static func labeling(_ prompt: PointPrompt, _ regions: PreparedRegions) -> (TreeLabeling, labels: [Bool]) {
    var costs = regions.leafCosts(of: prompt)
    var labeling = TreeLabeling(regions.tree, costs)
    var labels = regions.filled(labeling.labels, prompt.box)
    // A box or a mask is an answer that even the first click only changes.
    var isKnown = labels.contains(true)
    for (number, click) in prompt.points.enumerated() {
      regions.add(click, to: &costs)
      var changing = costs
      if number > 0 { regions.addChanges(of: labels, by: click, after: number, to: &changing) }
      labeling = TreeLabeling(regions.tree, changing)
      labels =
        isKnown
        ? ClickChange(regions: regions)(labels, labeling.labels, by: Array(prompt.points[...number]))
        : labeling.labels
      isKnown = isKnown || click.isForeground
    }
    return (labeling, labels)
  }

  /// The cheapest first: the best of all, then the best that differ in what the last click reaches.
  var choices: [Choice] {
    var choices = [Choice(labels: labels, score: score(labeling))]
    guard let last else { return choices }
    let others = tree.path(from: last.leaf).map {
      (node: $0, cost: labeling.forcing($0, isObject: last.isObject).total)
    }
    for other in others.filter({ $0.cost.isFinite }).sorted(by: { ($0.cost, $0.node) < ($1.cost, $1.node) }) {
      let offered = choice(labeling.forcing(other.node, isObject: last.isObject))
      guard choices.allSatisfy({ overlap($0.labels, offered.labels) <= Self.mostOverlap }) else { continue }
      choices.append(offered)
      if choices.count == Self.mostChoices { break }
    }
    return choices
  }

  private func choice(_ labeling: TreeLabeling) -> Choice {
    Choice(labels: labeling.labels, score: score(labeling))
  }

  private func score(_ labeling: TreeLabeling) -> Float { 1 / (1 + labeling.total / Float(prompts)) }

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

extension PreparedRegions {
  /// What the tree found in a box, or what is unlike its surroundings where that is too little to fill the box.
  fileprivate func filled(_ labels: [Bool], _ box: PixelRect?) -> [Bool] {
    guard let box = box?.intersection(size.bounds), !box.isEmpty else { return labels }
    let found = labels.indices.reduce(0) { labels[$1] ? $0 + tree.regions[$1].pixels : $0 }
    guard found * Self.leastOfBox < Double(box.area) / Double(factor * factor) else { return labels }
    return BoxColors(regions: self, box: box, shares: shares(in: box))()
  }

  /// What fills less than one of so many parts of its box is none.
  private static let leastOfBox = 10.0
}
