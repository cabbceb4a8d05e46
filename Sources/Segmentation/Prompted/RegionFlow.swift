/// The smallest cut between a source and a sink through nodes with any number of neighbours, for graphs of a few
/// thousand nodes.
///
/// Shortest paths are filled together, phase by phase. Capacities are whole numbers, so that no rounding depends on the
/// order of sums.
/// - Source: E. Dinic, "Algorithm for solution of a problem of maximum flow in networks with power estimation", 1970.
struct RegionFlow {
  /// Two nodes, and what it costs to part them.
  struct Link {
    let one: Int32
    let other: Int32
    let capacity: Int32
  }

  private let count: Int
  private var source: Int { count }
  private var sink: Int { count + 1 }
  /// Links of a node: `starts[node]..<starts[node + 1]`.
  private let starts: [Int32]
  private let targets: [Int32]
  /// The link the other way round.
  private let opposites: [Int32]
  private var capacities: [Int32]

  /// - Parameter pulls: by node; above 0 to the source's side, below 0 to the sink's.
  init(pulls: [Int32], links: [Link]) {
    let count = pulls.count
    self.count = count
    let ends = pulls.indices.filter { pulls[$0] != 0 }
    var counts = [Int32](repeating: 0, count: count + 3)
    func each(_ body: (Int, Int, Int32, Int32) -> Void) {
      for link in links { body(Int(link.one), Int(link.other), link.capacity, link.capacity) }
      for node in ends {
        if pulls[node] > 0 { body(count, node, pulls[node], 0) } else { body(node, count + 1, -pulls[node], 0) }
      }
    }
    each { one, other, _, _ in
      counts[one + 1] += 1
      counts[other + 1] += 1
    }
    for node in 1..<counts.count { counts[node] += counts[node - 1] }
    let total = (links.count + ends.count) * 2
    var (targets, opposites) = ([Int32](repeating: 0, count: total), [Int32](repeating: 0, count: total))
    var (capacities, next) = ([Int32](repeating: 0, count: total), counts)
    each { one, other, there, back in
      let (first, second) = (Int(next[one]), Int(next[other]))
      next[one] += 1
      next[other] += 1
      (targets[first], targets[second]) = (Int32(other), Int32(one))
      (opposites[first], opposites[second]) = (Int32(second), Int32(first))
      (capacities[first], capacities[second]) = (there, back)
    }
    (starts, self.targets, self.opposites, self.capacities) = (counts, targets, opposites, capacities)
  }

  /// For every node whether it is on the source's side of the cut that is nearest to the source.
  mutating func sourceSide() -> [Bool] {
    while true {
      let levels = levels()
      guard levels[sink] >= 0 else { return levels[..<count].map { $0 >= 0 } }
      fill(levels)
    }
  }

  /// How many links each node is from the source; -1 where there is no way.
  private func levels() -> [Int32] {
    var levels = [Int32](repeating: -1, count: count + 2)
    var queue = [Int32(source)]
    queue.reserveCapacity(count + 2)
    levels[source] = 0
    var first = 0
    while first < queue.count {
      let node = Int(queue[first])
      first += 1
      for link in Int(starts[node])..<Int(starts[node + 1]) where capacities[link] > 0 && levels[Int(targets[link])] < 0
      {
        levels[Int(targets[link])] = levels[node] + 1
        queue.append(targets[link])
      }
    }
    return levels
  }

  /// Fills all shortest paths.
  private mutating func fill(_ levels: [Int32]) {
    var next = starts
    var path: [Int] = []
    var node = source
    while true {
      if node == sink {
        let amount = path.reduce(Int32.max) { min($0, capacities[$1]) }
        for link in path {
          capacities[link] -= amount
          capacities[Int(opposites[link])] += amount
        }
        // Go on from where the path is full.
        let full = path.firstIndex { capacities[$0] == 0 } ?? 0
        node = Int(targets[Int(opposites[path[full]])])
        path.removeSubrange(full...)
        continue
      }
      if let link = open(from: node, levels, &next) {
        path.append(link)
        node = Int(targets[link])
      } else {
        guard let back = path.popLast() else { return }
        node = Int(targets[Int(opposites[back])])
        next[node] += 1
      }
    }
  }

  /// The next link on a shortest path that is not full.
  private func open(from node: Int, _ levels: [Int32], _ next: inout [Int32]) -> Int? {
    while next[node] < starts[node + 1] {
      let link = Int(next[node])
      if capacities[link] > 0 && levels[Int(targets[link])] == levels[node] + 1 { return link }
      next[node] += 1
    }
    return nil
  }
}
