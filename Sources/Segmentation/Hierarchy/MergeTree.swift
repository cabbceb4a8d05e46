import Raster

/// The order in which the regions of a graph are best merged, two at a time, until one is left.
///
/// Every state on the way is a segmentation, and each is nested in the next: a cut for any number of segments is
/// read off the tree.
struct MergeTree: Sendable {
  /// How many regions there were at first: nodes 0..<leaves. Node leaves + i is what the i-th merge made.
  let leaves: Int
  /// The node that each node was merged into; its own number where it never was.
  private(set) var parents: [Int32]

  /// How many nodes can be left at least: 1, or more where regions do not touch.
  var roots: Int { leaves - merges }
  private var merges: Int { parents.count - leaves }

  /// Merges the regions of `graph` until `count` are left or none touch; first those of fewer than `speck` pixels, in
  /// rounds, because one by one they take long where noise makes millions.
  /// - Throws: `.cancelled`.
  /// - Complexity: O(borders · log borders).
  init(_ graph: RegionGraph, downTo count: Int = 1, specksBelow speck: Double = 0, _ run: MethodRun)
    throws(SegmentationError)
  {
    leaves = graph.regions.count
    parents = (0..<Int32(leaves)).map { $0 }
    // The node of each region of the graph that is being merged.
    var nodes = parents
    let cleared = try graph.absorbing(below: speck, run)
    for join in cleared.joins { nodes[Int(join.one)] = merge(nodes[Int(join.one)], nodes[Int(join.other)]) }
    nodes = cleared.firsts.map { nodes[Int($0)] }
    var merger = RegionMerger(cleared.graph)
    while roots > count, let (one, other) = merger.mergeCheapest() {
      if parents.count % 1024 == 0 { try run.checkCancelled() }
      nodes.append(merge(nodes[Int(one)], nodes[Int(other)]))
    }
  }

  private mutating func merge(_ one: Int32, _ other: Int32) -> Int32 {
    let node = Int32(parents.count)
    (parents[Int(one)], parents[Int(other)]) = (node, node)
    parents.append(node)
    return node
  }

  /// For each leaf its segment, 1…n in the order of their first leaves, when as many merges as leave `count` segments
  /// are made; `count` is brought into `roots`…`leaves`.
  func segments(count: Int) -> [Int32] {
    let made = leaves - min(max(count, roots), leaves)
    var tops = [Int32](repeating: 0, count: leaves + made)
    for node in tops.indices.reversed() {
      let parent = Int(parents[node])
      tops[node] = parent == node || parent >= tops.count ? Int32(node) : tops[parent]
    }
    var numbers = [Int32](repeating: 0, count: tops.count)
    var last: Int32 = 0
    return (0..<leaves).map { leaf in
      let top = Int(tops[leaf])
      if numbers[top] == 0 {
        last += 1
        numbers[top] = last
      }
      return numbers[top]
    }
  }
}
