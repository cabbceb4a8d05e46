/// Regions that grow by merging: a union-find forest whose roots know how strong a border may be to give way.
final class MergeForest {
  private let count: Int
  private let scale: Double
  private let nodes: UnsafeMutablePointer<Node>

  /// A pixel. What is asked of it at the same time lies in the same line of the cache.
  private struct Node {
    /// For roots: the largest edge inside the region plus scale / size.
    var limit: Double
    /// For roots: the region's pixels.
    var size: Int32
    /// Never larger than the pixel; a root is its own and its region's first pixel.
    var parent: Int32
  }

  /// One region per pixel. `scale` counts costs 0…√3.
  init(count: Int, scale: Double) {
    self.count = count
    self.scale = scale
    nodes = .large(capacity: count)
    for pixel in 0..<count {
      (nodes + pixel).initialize(to: Node(limit: scale, size: 1, parent: Int32(truncatingIfNeeded: pixel)))
    }
  }

  deinit { nodes.deallocate() }

  /// Merges along the edges from the weakest on, then joins regions of fewer than `minimum` pixels to the neighbour
  /// behind their weakest edge. Overwrites `edges`.
  func merge(_ edges: WeighedEdges, minimum: Int32, _ run: MethodRun) throws(SegmentationError) {
    try edges.sort(ParallelWork(run))
    run.progress(0.4)
    var kept = 0
    for bucket in 0..<WeighedEdges.bucketCount {
      let range = edges.starts[bucket]..<edges.starts[bucket + 1]
      guard !range.isEmpty else { continue }
      try forEachBlock(range.count, run) { block in
        // What is kept never overtakes what is read.
        let start = edges.edges + range.lowerBound + block.lowerBound
        kept += mergeAcross(
          UnsafeBufferPointer(start: start, count: block.count), bucket: UInt64(bucket), width: edges.width,
          keepingIn: edges.edges + kept)
      }
      if bucket % 64 == 0 { run.progress(0.4 + 0.4 * Double(range.upperBound) / Double(edges.count)) }
    }
    try forEachBlock(kept, run) { block in
      joinSmall(
        UnsafeBufferPointer(start: edges.edges + block.lowerBound, count: block.count), width: edges.width,
        minimum: minimum)
    }
  }

  /// The regions' numbers, from 1 in the order of their first pixels. The forest is spent afterwards.
  func labels() -> [Int32] {
    [Int32](unsafeUninitializedCapacity: count) { labels, written in
      var last: Int32 = 0
      for pixel in 0..<count {
        let parent = Int(nodes[pixel].parent)
        // Parents come first, so theirs is final already.
        if parent == pixel { last += 1 }
        labels[pixel] = parent == pixel ? last : labels[parent]
      }
      written = count
    }
  }

  private func forEachBlock(_ count: Int, _ run: MethodRun, _ body: (Range<Int>) -> Void) throws(SegmentationError) {
    var start = 0
    while start < count {
      try run.checkCancelled()
      // A cancelled run ends within some milliseconds.
      let end = min(count, start + 1 << 16)
      body(start..<end)
      start = end
    }
  }

  /// Merges along sorted edges; writes the ids of those that still divide regions to `kept` and returns how many.
  private func mergeAcross(
    _ edges: UnsafeBufferPointer<UInt64>, bucket: UInt64, width: Int, keepingIn kept: UnsafeMutablePointer<UInt64>
  ) -> Int {
    var keptCount = 0
    forEachPair(edges, width: width) { edge, one, other in
      guard one != other else { return }
      let cost = cost(ofKey: bucket << 32 | edge >> 32)
      if cost < min(nodes[one].limit, nodes[other].limit) {
        let root = join(one, other)
        nodes[root].limit = cost + scale / Double(nodes[root].size)
      } else {
        kept[keptCount] = edge
        keptCount += 1
      }
    }
    return keptCount
  }

  private func joinSmall(_ edges: UnsafeBufferPointer<UInt64>, width: Int, minimum: Int32) {
    forEachPair(edges, width: width) { _, one, other in
      if one != other && min(nodes[one].size, nodes[other].size) < minimum { _ = join(one, other) }
    }
  }

  /// Calls `body` with every edge and the roots of its two ends.
  @inline(__always)
  private func forEachPair(_ edges: UnsafeBufferPointer<UInt64>, width: Int, _ body: (UInt64, Int, Int) -> Void) {
    withUnsafeTemporaryAllocation(of: (Int, Int).self, capacity: batch) { near in
      for start in stride(from: 0, to: edges.count, by: batch) {
        let end = min(edges.count, start + batch)
        // Edges of equal cost lie all over the image. Loads that do not wait for one another overlap their misses.
        for at in start..<end {
          let (one, other) = ends(ofEdge: UInt32(truncatingIfNeeded: edges[at]), width: width)
          near[at - start] = (Int(nodes[one].parent), Int(nodes[other].parent))
        }
        for at in 0..<end - start {
          let (one, other) = near[at]
          near[at] = (Int(nodes[one].parent), Int(nodes[other].parent))
        }
        for at in start..<end {
          let (first, second) = near[at - start]
          let (one, other) = ends(ofEdge: UInt32(truncatingIfNeeded: edges[at]), width: width)
          body(edges[at], root(of: one, from: first), root(of: other, from: second))
        }
      }
    }
  }

  /// The root of `pixel`, which is also the root of its ancestor `from`.
  @inline(__always)
  private func root(of pixel: Int, from ancestor: Int) -> Int {
    var at = ancestor
    var parent = Int(nodes[at].parent)
    while parent != at {
      let above = nodes[parent].parent
      nodes[at].parent = above
      at = parent
      parent = Int(above)
    }
    nodes[pixel].parent = Int32(truncatingIfNeeded: at)
    return at
  }

  @inline(__always)
  private func join(_ one: Int, _ other: Int) -> Int {
    let (root, child) = (min(one, other), max(one, other))
    nodes[child].parent = Int32(truncatingIfNeeded: root)
    nodes[root].size &+= nodes[child].size
    return root
  }
}

private let batch = 32
