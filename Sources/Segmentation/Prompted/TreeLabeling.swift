/// The cheapest way to label the leaves of a tree as object and background.
///
/// Every leaf has a cost of being either, every node a cost of being labelled otherwise than what it is part of; above
/// the roots all is background. A leaf that clicks hold has an infinite cost of being the other.
/// - Complexity: O(nodes) once; O(depth) more, and a copy, for a node that is forced.
struct TreeLabeling {
  /// What a node costs as background and as object, with all that it holds.
  struct Cost: Equatable {
    var background: Float = 0
    var object: Float = 0

    static func + (one: Cost, other: Cost) -> Cost {
      Cost(background: one.background + other.background, object: one.object + other.object)
    }
  }

  private let tree: RegionTree
  private var costs: [Cost]

  /// - Parameter leafCosts: one per leaf.
  init(_ tree: RegionTree, _ leafCosts: [Cost]) {
    self.tree = tree
    costs = leafCosts
    costs.reserveCapacity(tree.parents.count)
    for node in tree.leaves..<tree.parents.count { costs.append(sum(of: node)) }
  }

  /// What an inner node costs without a change of its own.
  private func sum(of node: Int) -> Cost {
    let children = tree.children[node - tree.leaves]
    return cheapest(Int(children.one)) + cheapest(Int(children.other))
  }

  /// What a node costs within a parent that is background or object.
  private func cheapest(_ node: Int) -> Cost {
    let (own, change) = (costs[node], tree.switchCosts[node])
    return Cost(background: min(own.background, own.object + change), object: min(own.object, own.background + change))
  }

  /// What all costs.
  var total: Float {
    tree.parents.indices.reduce(0) { Int(tree.parents[$1]) == $1 ? $0 + cheapest($1).background : $0 }
  }

  /// For every leaf whether it is object.
  var labels: [Bool] {
    var labels = [Bool](repeating: false, count: tree.parents.count)
    for node in tree.parents.indices.reversed() {
      let parent = Int(tree.parents[node])
      let (own, change) = (costs[node], tree.switchCosts[node])
      let isInside = parent == node ? false : labels[parent]
      labels[node] = isInside ? own.object <= own.background + change : own.object + change < own.background
    }
    return Array(labels[..<tree.leaves])
  }

  /// The same where `node` must have this label and what it is part of must have the other.
  func forcing(_ node: Int, isObject: Bool) -> TreeLabeling {
    var forced = self
    forced.forbid(!isObject, at: node)
    for outer in tree.path(from: node).dropFirst() {
      forced.costs[outer] = forced.sum(of: outer)
      if outer == Int(tree.parents[node]) { forced.forbid(isObject, at: outer) }
    }
    return forced
  }

  private mutating func forbid(_ isObject: Bool, at node: Int) {
    if isObject { costs[node].object = .infinity } else { costs[node].background = .infinity }
  }
}
