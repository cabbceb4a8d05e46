/// The largest flow from a source to a sink through nodes that have up to eight neighbours each, and the smallest cut
/// that goes with it.
///
/// Two search trees grow from the terminals until they meet; the path is filled, and what is cut off is adopted anew.
/// Capacities are whole numbers, so that no rounding depends on the order of sums.
/// - Complexity: fast on images, where paths are short; 85 bytes per node.
/// - Source: Y. Boykov, V. Kolmogorov, "An experimental comparison of min-cut/max-flow algorithms for energy
///   minimization in vision", IEEE TPAMI 26(9), 2004.
final class GridFlow {
  /// Neighbours by direction: left to right, then down; the opposite of `d` is `7 - d`.
  static let directions = 8
  private static let terminal: UInt8 = 8
  private static let orphan: UInt8 = 9
  private static let none: UInt8 = 10

  let count: Int
  /// What is left of the capacity of the link from a node to its neighbour, eight per node.
  private let capacities: UnsafeMutablePointer<Int32>
  /// The neighbours, eight per node; -1 for none.
  private let neighbours: UnsafeMutablePointer<Int32>
  /// What is left of the capacity from the source where it is positive, to the sink where it is negative.
  private let terminals: UnsafeMutablePointer<Int32>
  /// The direction in which the root of the node's tree lies.
  private let parents: UnsafeMutablePointer<UInt8>
  private let isSink: UnsafeMutablePointer<Bool>
  /// When the distance to the root was last known to be right.
  private let stamps: UnsafeMutablePointer<Int32>
  private let distances: UnsafeMutablePointer<Int32>
  /// The next active node; itself for the last one, -1 where the node is not active.
  private let nextActive: UnsafeMutablePointer<Int32>
  private var firstActive: [Int32] = [-1, -1]
  private var lastActive: [Int32] = [-1, -1]
  private var orphans: [Int32] = []
  private var time: Int32 = 0

  /// Nodes without links.
  init(count: Int) {
    self.count = count
    capacities = .large(capacity: count * Self.directions)
    neighbours = .large(capacity: count * Self.directions)
    (terminals, stamps) = (.allocate(capacity: count), .allocate(capacity: count))
    (distances, nextActive) = (.allocate(capacity: count), .allocate(capacity: count))
    (parents, isSink) = (.allocate(capacity: count), .allocate(capacity: count))
    capacities.initialize(repeating: 0, count: count * Self.directions)
    neighbours.initialize(repeating: -1, count: count * Self.directions)
    for numbers in [terminals, stamps, distances] { numbers.initialize(repeating: 0, count: count) }
    nextActive.initialize(repeating: -1, count: count)
    parents.initialize(repeating: Self.none, count: count)
    isSink.initialize(repeating: false, count: count)
  }

  deinit {
    for numbers in [capacities, neighbours, terminals, stamps, distances, nextActive] { numbers.deallocate() }
    parents.deallocate()
    isSink.deallocate()
  }

  /// Links two nodes both ways.
  func link(_ node: Int, _ direction: Int, _ other: Int, capacity: Int32) {
    let (there, back) = (node * 8 + direction, other * 8 + 7 - direction)
    (neighbours[there], neighbours[back]) = (Int32(other), Int32(node))
    (capacities[there], capacities[back]) = (capacity, capacity)
  }

  /// Links a node with the source by so much more than with the sink.
  func pull(_ node: Int, by amount: Int32) { terminals[node] += amount }

  /// The node is on the source's side of the cut.
  func isSource(_ node: Int) -> Bool { parents[node] != Self.none && !isSink[node] }

  /// Finds the flow. Once per object.
  /// - Throws: `.cancelled`.
  func run(_ run: MethodRun) throws(SegmentationError) {
    plant()
    var current: Int32 = -1
    var rounds = 0
    while true {
      var node = current
      if node >= 0 {
        nextActive[Int(node)] = -1
        if parents[Int(node)] == Self.none { node = -1 }
      }
      if node < 0 { node = takeActive() }
      if node < 0 { return }
      let meeting = grow(Int(node))
      time &+= 1
      current = -1
      if let (source, direction) = meeting {
        // It stays active: there may be more ways from it.
        nextActive[Int(node)] = node
        current = node
        augment(source, direction)
        adopt()
      }
      rounds &+= 1
      if rounds & 0xFFF == 0 { try run.checkCancelled() }
    }
  }

  private func plant() {
    for node in 0..<count where terminals[node] != 0 {
      isSink[node] = terminals[node] < 0
      parents[node] = Self.terminal
      distances[node] = 1
      activate(node)
    }
  }

  // MARK: Active nodes

  private func activate(_ node: Int) {
    guard nextActive[node] < 0 else { return }
    if lastActive[1] >= 0 { nextActive[Int(lastActive[1])] = Int32(node) } else { firstActive[1] = Int32(node) }
    lastActive[1] = Int32(node)
    nextActive[node] = Int32(node)
  }

  private func takeActive() -> Int32 {
    while true {
      var node = firstActive[0]
      if node < 0 {
        node = firstActive[1]
        (firstActive[0], lastActive[0]) = (firstActive[1], lastActive[1])
        (firstActive[1], lastActive[1]) = (-1, -1)
        if node < 0 { return -1 }
      }
      let next = nextActive[Int(node)]
      if next == node { (firstActive[0], lastActive[0]) = (-1, -1) } else { firstActive[0] = next }
      nextActive[Int(node)] = -1
      if parents[Int(node)] != Self.none { return node }
    }
  }

  // MARK: Growth

  /// Takes free neighbours into the node's tree.
  /// - Returns: a link with room from the source's tree to the sink's, where there is one.
  private func grow(_ node: Int) -> (source: Int, direction: Int)? {
    let sink = isSink[node]
    let (ownTime, ownDistance) = (stamps[node], distances[node])
    for direction in 0..<8 {
      let other = Int(neighbours[node * 8 + direction])
      guard other >= 0, (sink ? capacities[other * 8 + 7 - direction] : capacities[node * 8 + direction]) > 0
      else { continue }
      if parents[other] == Self.none {
        isSink[other] = sink
        hang(other, under: 7 - direction, ownTime, ownDistance)
        activate(other)
      } else if isSink[other] != sink {
        return sink ? (other, 7 - direction) : (node, direction)
      } else if stamps[other] <= ownTime && distances[other] > ownDistance {
        // A shorter way to the root.
        hang(other, under: 7 - direction, ownTime, ownDistance)
      }
    }
    return nil
  }

  private func hang(_ node: Int, under direction: Int, _ time: Int32, _ distance: Int32) {
    parents[node] = UInt8(truncatingIfNeeded: direction)
    stamps[node] = time
    distances[node] = distance + 1
  }

  // MARK: Augmentation

  private func augment(_ source: Int, _ direction: Int) {
    let sink = Int(neighbours[source * 8 + direction])
    let room = min(
      capacities[source * 8 + direction], roomToRoot(source, isSink: false), roomToRoot(sink, isSink: true))
    capacities[source * 8 + direction] -= room
    capacities[sink * 8 + 7 - direction] += room
    fill(source, room, isSink: false)
    fill(sink, room, isSink: true)
  }

  private func roomToRoot(_ start: Int, isSink: Bool) -> Int32 {
    var (node, room) = (start, Int32.max)
    while parents[node] != Self.terminal {
      let direction = Int(parents[node])
      let parent = Int(neighbours[node * 8 + direction])
      room = min(room, isSink ? capacities[node * 8 + direction] : capacities[parent * 8 + 7 - direction])
      node = parent
    }
    return min(room, isSink ? -terminals[node] : terminals[node])
  }

  private func fill(_ start: Int, _ room: Int32, isSink: Bool) {
    var node = start
    while parents[node] != Self.terminal {
      let direction = Int(parents[node])
      let parent = Int(neighbours[node * 8 + direction])
      let (up, down) = (node * 8 + direction, parent * 8 + 7 - direction)
      let (used, other) = isSink ? (up, down) : (down, up)
      capacities[other] += room
      capacities[used] -= room
      if capacities[used] == 0 { orphan(node) }
      node = parent
    }
    terminals[node] += isSink ? room : -room
    if terminals[node] == 0 { orphan(node) }
  }

  // MARK: Adoption

  private func orphan(_ node: Int) {
    parents[node] = Self.orphan
    orphans.append(Int32(node))
  }

  private func adopt() {
    var at = 0
    while at < orphans.count {
      adopt(Int(orphans[at]))
      at += 1
    }
    orphans.removeAll(keepingCapacity: true)
  }

  private func adopt(_ node: Int) {
    let sink = isSink[node]
    var (best, least) = (-1, Int32.max)
    for direction in 0..<8 {
      let other = Int(neighbours[node * 8 + direction])
      guard other >= 0, isSink[other] == sink, parents[other] != Self.none,
        (sink ? capacities[node * 8 + direction] : capacities[other * 8 + 7 - direction]) > 0
      else { continue }
      let distance = distanceToRoot(other)
      if distance < least { (best, least) = (direction, distance) }
    }
    if best >= 0 {
      hang(node, under: best, time, least)
    } else {
      release(node, sink)
    }
  }

  /// How far the root is; `.max` where the way ends at an orphan. Stamps the way, so that it is walked once.
  private func distanceToRoot(_ start: Int) -> Int32 {
    var (node, steps) = (start, Int32(0))
    while true {
      if stamps[node] == time {
        steps += distances[node]
        break
      }
      let parent = parents[node]
      if parent == Self.terminal {
        stamps[node] = time
        distances[node] = 1
        steps += 1
        break
      }
      if parent == Self.orphan { return .max }
      steps += 1
      node = Int(neighbours[node * 8 + Int(parent)])
    }
    let distance = steps
    var way = start
    while stamps[way] != time {
      stamps[way] = time
      distances[way] = steps
      steps -= 1
      way = Int(neighbours[way * 8 + Int(parents[way])])
    }
    return distance
  }

  /// No tree takes the node: its children are orphans, and neighbours may grow to it again.
  private func release(_ node: Int, _ sink: Bool) {
    stamps[node] = 0
    parents[node] = Self.none
    for direction in 0..<8 {
      let other = Int(neighbours[node * 8 + direction])
      guard other >= 0, isSink[other] == sink, parents[other] != Self.none else { continue }
      if (sink ? capacities[node * 8 + direction] : capacities[other * 8 + 7 - direction]) > 0 { activate(other) }
      if parents[other] == UInt8(7 - direction) { orphan(other) }
    }
  }
}
