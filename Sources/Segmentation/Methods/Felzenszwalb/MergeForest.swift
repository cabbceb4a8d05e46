/// Regions that grow by merging: a union-find forest whose roots know how strong a border may be to give way.
final class MergeForest {
  private let count: Int
  private let scale: Double
  /// The parent of each pixel, never larger than the pixel; a root is its own and its region's first pixel.
  private let parents: UnsafeMutablePointer<Int32>
  private let sizes: UnsafeMutablePointer<Int32>
  /// For roots: the largest edge inside the region plus scale / size.
  private let limits: UnsafeMutablePointer<Double>

  /// One region per pixel. `scale` counts costs 0…√3.
  init(count: Int, scale: Double) {
    self.count = count
    self.scale = scale
    parents = .allocate(capacity: count)
    sizes = .allocate(capacity: count)
    limits = .allocate(capacity: count)
    for pixel in 0..<count { parents[pixel] = Int32(truncatingIfNeeded: pixel) }
    sizes.initialize(repeating: 1, count: count)
    limits.initialize(repeating: scale, count: count)
  }

  deinit {
    parents.deallocate()
    sizes.deallocate()
    limits.deallocate()
  }

  /// Merges along the edges from the weakest on, then joins regions of fewer than `minimum` pixels to the neighbour
  /// behind their weakest edge. Overwrites `edges`.
  func merge(_ edges: WeighedEdges, minimum: Int32, _ run: MethodRun) throws(SegmentationError) {
    let sorter = BucketSorter()
    var kept = 0
    for bucket in 0..<WeighedEdges.bucketCount {
      let range = edges.starts[bucket]..<edges.starts[bucket + 1]
      guard !range.isEmpty else { continue }
      try run.checkCancelled()
      let sorted = sorter.sort(edges.edges + range.lowerBound, count: range.count)
      try forEachBlock(range.count, run) { block in
        // What is kept never overtakes what is read.
        kept += mergeAcross(
          UnsafeBufferPointer(start: sorted + block.lowerBound, count: block.count), bucket: UInt64(bucket),
          width: edges.width, keepingIn: edges.edges + kept)
      }
      if bucket % 64 == 0 { run.progress(0.3 + 0.5 * Double(range.upperBound) / Double(edges.count)) }
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
        let parent = Int(parents[pixel])
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
      if cost < min(limits[one], limits[other]) {
        let root = join(one, other)
        limits[root] = cost + scale / Double(sizes[root])
      } else {
        kept[keptCount] = edge
        keptCount += 1
      }
    }
    return keptCount
  }

  private func joinSmall(_ edges: UnsafeBufferPointer<UInt64>, width: Int, minimum: Int32) {
    forEachPair(edges, width: width) { _, one, other in
      if one != other && min(sizes[one], sizes[other]) < minimum { _ = join(one, other) }
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
          near[at - start] = (Int(parents[one]), Int(parents[other]))
        }
        for at in start..<end {
          let (one, other) = ends(ofEdge: UInt32(truncatingIfNeeded: edges[at]), width: width)
          let (first, second) = near[at - start]
          body(edges[at], root(of: one, from: first), root(of: other, from: second))
        }
      }
    }
  }

  /// The root of `pixel`, which is also the root of its ancestor `from`.
  @inline(__always)
  private func root(of pixel: Int, from ancestor: Int) -> Int {
    var at = ancestor
    var parent = Int(parents[at])
    while parent != at {
      let above = parents[parent]
      parents[at] = above
      at = parent
      parent = Int(above)
    }
    parents[pixel] = Int32(truncatingIfNeeded: at)
    return at
  }

  @inline(__always)
  private func join(_ one: Int, _ other: Int) -> Int {
    let (root, child) = (min(one, other), max(one, other))
    parents[child] = Int32(truncatingIfNeeded: root)
    sizes[root] &+= sizes[child]
    return root
  }
}

private let batch = 32

/// Sorts the edges of a bucket by the upper halves of their words; equal ones keep their order.
private final class BucketSorter {
  private var room: UnsafeMutablePointer<UInt64> = .allocate(capacity: 1 << 14)
  private var capacity = 1 << 14
  private let tallies: UnsafeMutablePointer<Int> = .allocate(capacity: 4 * 256)

  deinit {
    room.deallocate()
    tallies.deallocate()
  }

  /// The sorted edges: in place or in memory that is valid until the next call.
  func sort(_ edges: UnsafeMutablePointer<UInt64>, count: Int) -> UnsafeMutablePointer<UInt64> {
    if count <= 48 {
      insertionSort(edges, count: count)
      return edges
    }
    reserve(count)
    tally(edges, count: count)
    var (from, to) = (edges, room)
    for digit in 0..<4 {
      let shift = UInt64(32 + digit * 8)
      let next = tallies + digit * 256
      // One value only: the pass would change nothing.
      if next[Int(edges[0] >> shift & 255)] == count { continue }
      var at = 0
      for value in 0..<256 {
        let size = next[value]
        next[value] = at
        at += size
      }
      for place in 0..<count {
        let edge = from[place]
        let value = Int(edge >> shift & 255)
        to[next[value]] = edge
        next[value] += 1
      }
      (from, to) = (to, from)
    }
    return from
  }

  private func reserve(_ count: Int) {
    guard count > capacity else { return }
    room.deallocate()
    capacity = count
    room = .allocate(capacity: count)
  }

  private func tally(_ edges: UnsafeMutablePointer<UInt64>, count: Int) {
    tallies.initialize(repeating: 0, count: 4 * 256)
    for place in 0..<count {
      let edge = edges[place]
      for digit in 0..<4 { tallies[digit * 256 + Int(edge >> UInt64(32 + digit * 8) & 255)] += 1 }
    }
  }

  private func insertionSort(_ edges: UnsafeMutablePointer<UInt64>, count: Int) {
    for place in 1..<max(count, 1) {
      let edge = edges[place]
      var at = place
      while at > 0 && edges[at - 1] >> 32 > edge >> 32 {
        edges[at] = edges[at - 1]
        at -= 1
      }
      edges[at] = edge
    }
  }
}
