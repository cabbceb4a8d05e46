/// Gives every 4-connected region of equal label its own id: 1…`count`, in raster order of the regions' first pixels.
///
/// 0 (edge) stays 0. Renumbering a map that is numbered this way already gives the same map.
/// - Complexity: O(pixels · α), two passes, 3 ns per pixel (12 where every pixel is a region); allocates the result and 4 bytes per region seed.
/// - Source: L. He, Y. Chao, K. Suzuki, "A run-based two-scan labeling algorithm", IEEE Trans. Image Processing 17(5), 2008.
public func connectedRegions(of map: LabelMap) -> (labels: LabelMap, count: Int32) {
  let size = map.size
  guard size.area > 0 else { return (map, 0) }
  var forest = RegionForest()
  let ids = [Int32](unsafeUninitializedCapacity: size.area) { ids, written in
    map.elements.withUnsafeBufferPointer { labels in
      for row in 0..<size.height { seedRow(row, width: size.width, labels, ids, &forest) }
    }
    written = size.area
  }
  var regions = LabelMap(size: size, elements: ids)
  let count = forest.number()
  regions.elements.withUnsafeMutableBufferPointer { ids in
    forest.ids.withUnsafeBufferPointer { final in
      for at in ids.indices { ids[at] = final[Int(ids[at])] }
    }
  }
  return (regions, count)
}

/// Gives every run of one row the seed of the equal runs above it, or a new one, and joins the seeds that it connects.
private func seedRow(
  _ row: Int, width: Int, _ labels: UnsafeBufferPointer<Int32>, _ ids: UnsafeMutableBufferPointer<Int32>,
  _ forest: inout RegionForest
) {
  let rowEnd = (row + 1) * width
  var start = row * width
  while start < rowEnd {
    let label = labels[start]
    var end = start + 1
    while end < rowEnd && labels[end] == label { end += 1 }
    let id = label == 0 ? 0 : seed(of: start..<end, label, above: row > 0 ? width : nil, labels, ids, &forest)
    for at in start..<end { ids[at] = id }
    start = end
  }
}

@inline(__always)
private func seed(
  of run: Range<Int>, _ label: Int32, above offset: Int?, _ labels: UnsafeBufferPointer<Int32>,
  _ ids: UnsafeMutableBufferPointer<Int32>, _ forest: inout RegionForest
) -> Int32 {
  guard let offset else { return forest.plant() }
  var (id, last): (Int32, Int32) = (0, 0)
  for at in run.lowerBound - offset..<run.upperBound - offset where labels[at] == label && ids[at] != last {
    last = ids[at]
    id = id == 0 ? forest.root(of: last) : forest.join(id, last)
  }
  return id == 0 ? forest.plant() : id
}

/// Union-find over region seeds. The root of a tree is its smallest seed, which lies on the region's first pixel.
private struct RegionForest {
  /// The parent of each seed, never larger than the seed; after `number()` the final id of each seed.
  private(set) var ids: [Int32] = [0]

  mutating func plant() -> Int32 {
    let seed = Int32(ids.count)
    ids.append(seed)
    return seed
  }

  mutating func root(of seed: Int32) -> Int32 {
    var at = seed
    while ids[Int(at)] != at {
      // Halving the path keeps later walks short.
      ids[Int(at)] = ids[Int(ids[Int(at)])]
      at = ids[Int(at)]
    }
    return at
  }

  mutating func join(_ one: Int32, _ other: Int32) -> Int32 {
    let (first, second) = (root(of: one), root(of: other))
    let root = min(first, second)
    ids[Int(max(first, second))] = root
    return root
  }

  /// Replaces parents by final ids and returns how many there are.
  mutating func number() -> Int32 {
    var count: Int32 = 0
    for seed in ids.indices.dropFirst() {
      let parent = Int(ids[seed])
      if parent == seed { count += 1 }
      // Parents come first, so theirs is final already.
      ids[seed] = parent == seed ? count : ids[parent]
    }
    return count
  }
}
