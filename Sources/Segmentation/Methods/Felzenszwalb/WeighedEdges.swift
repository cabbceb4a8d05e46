import Raster

/// The edges between 8-neighbours of an image in buckets of ascending cost; inside a bucket they lie in raster order.
///
/// An edge is 64 bits: the lower 32 bits of its cost's key above its id. The key orders like the cost, is exact to
/// 1e-12, and its upper part is the bucket. 32 bytes per pixel.
final class WeighedEdges {
  /// Ids are 32 bits, four of them per pixel.
  static let pixelLimit = 1 << 30
  /// Nine octaves of 1024 buckets: costs up to the square root of 3, counted from `origin`, are below 2.
  static let bucketCount = 9 << 10

  let width: Int
  let count: Int
  let edges: UnsafeMutablePointer<UInt64>
  /// Where each bucket starts; one more than there are buckets.
  private(set) var starts: [Int]

  /// Weighs every edge twice, once to count and once to place, so that nothing but the edges is ever stored.
  /// - Parameter bands: how many parts the rows are divided into; the edges do not depend on it.
  init(_ rows: SmoothedRows, bands: Int = 8, _ work: ParallelWork) throws(SegmentationError) {
    let size = rows.image.size
    width = size.width
    count = size.area * 2 - size.width - size.height + (size.width - 1) * (size.height - 1) * 2
    edges = .large(capacity: count)
    starts = []
    var tallies = [Int](repeating: 0, count: bands * Self.bucketCount)
    try tallies.withUnsafeMutableBufferPointer { tallies throws(SegmentationError) in
      try forEachKey(rows, bands, work) { band, keys, _ in
        let tally = tallies.extracting(band * Self.bucketCount..<(band + 1) * Self.bucketCount)
        for key in keys { tally[Int(key >> 32)] += 1 }
      }
    }
    work.run.progress(0.15)
    starts = Self.place(&tallies, bands: bands)
    try tallies.withUnsafeMutableBufferPointer { tallies throws(SegmentationError) in
      try forEachKey(rows, bands, work) { band, keys, firstId in
        let next = tallies.extracting(band * Self.bucketCount..<(band + 1) * Self.bucketCount)
        var id = UInt64(firstId)
        for key in keys {
          let bucket = Int(key >> 32)
          edges[next[bucket]] = key << 32 | id
          next[bucket] += 1
          id += 4
        }
      }
    }
  }

  deinit { edges.deallocate() }

  /// Sorts the edges inside the buckets; equal ones stay in raster order.
  func sort(_ work: ParallelWork) throws(SegmentationError) {
    try work.divide(Self.bucketCount, grain: 16) { buckets in
      let sorter = BucketSorter()
      for bucket in buckets { sorter.sort(edges + starts[bucket], count: starts[bucket + 1] - starts[bucket]) }
    }
  }

  /// Replaces how many edges each band has in each bucket by where it places its first one; returns the starts.
  private static func place(_ tallies: inout [Int], bands: Int) -> [Int] {
    var (starts, at): ([Int], Int) = ([], 0)
    starts.reserveCapacity(bucketCount + 1)
    for bucket in 0..<bucketCount {
      starts.append(at)
      for band in 0..<bands {
        let edges = tallies[band * bucketCount + bucket]
        tallies[band * bucketCount + bucket] = at
        at += edges
      }
    }
    return starts + [at]
  }
}

/// The two pixels that an edge joins: its id is the pixel at the top left of the four that it lies among, times four,
/// plus its direction (right, down, down right, up right).
@inline(__always)
func ends(ofEdge id: UInt32, width: Int) -> (Int, Int) {
  // Without branches: directions follow one another at random, and each would be guessed wrong.
  let (corner, low, high) = (Int(id >> 2), Int(id & 1), Int(id >> 1 & 1))
  return (corner &+ width &* (low & high), corner &+ width &* (low ^ high) &+ (1 &- (low & (1 &- high))))
}

/// Added to costs, so that their floating-point numbers are evenly spaced near 0 and ever wider above.
private let origin = 0x1p-8

@inline(__always)
private func key(ofCost cost: Double) -> UInt64 { ((cost + origin).bitPattern - origin.bitPattern) >> 10 }

/// The cost that a key stands for.
@inline(__always)
func cost(ofKey key: UInt64) -> Double { Double(bitPattern: origin.bitPattern + key << 10) - origin }

/// Calls `body` with the band, the keys of one direction of one row, and the first one's edge id, in raster order
/// within a band.
private func forEachKey(
  _ rows: SmoothedRows, _ bands: Int, _ work: ParallelWork, _ body: (Int, UnsafeBufferPointer<UInt64>, Int) -> Void
) throws(SegmentationError) {
  let size = rows.image.size
  try work.divide(size.height, parts: bands) { band, range in
    var window = RowWindow(rows, first: range.lowerBound)
    defer { window.free() }
    for y in range where !work.run.isCancelled() {
      let id = y * size.width * 4
      body(band, window.keys(window.lower, window.lower + 3, size.width - 1), id)
      guard y + 1 < size.height else { continue }
      window.advance(rows, to: y + 1)
      body(band, window.keys(window.upper, window.lower, size.width), id + 1)
      body(band, window.keys(window.upper, window.lower + 3, size.width - 1), id + 2)
      body(band, window.keys(window.lower, window.upper + 3, size.width - 1), id + 3)
    }
  }
}

/// Two neighbouring smoothed rows and room for the keys between them.
private struct RowWindow {
  private(set) var upper: UnsafeMutablePointer<Double>
  private(set) var lower: UnsafeMutablePointer<Double>
  private let scratch: UnsafeMutablePointer<Double>
  private let found: UnsafeMutablePointer<UInt64>

  init(_ rows: SmoothedRows, first: Int) {
    upper = .allocate(capacity: rows.rowCount)
    lower = .allocate(capacity: rows.rowCount)
    scratch = .allocate(capacity: rows.scratchCount)
    found = .allocate(capacity: rows.image.size.width)
    rows.write(row: first, to: lower, scratch: scratch)
  }

  /// Makes the lower row the upper one, and row `y` the lower one.
  mutating func advance(_ rows: SmoothedRows, to y: Int) {
    (upper, lower) = (lower, upper)
    rows.write(row: y, to: lower, scratch: scratch)
  }

  /// The keys of the distances between pixels of two rows, valid until the next call.
  func keys(_ one: UnsafeMutablePointer<Double>, _ other: UnsafeMutablePointer<Double>, _ count: Int)
    -> UnsafeBufferPointer<UInt64>
  {
    for x in 0..<count {
      let red = one[x * 3] - other[x * 3]
      let green = one[x * 3 + 1] - other[x * 3 + 1]
      let blue = one[x * 3 + 2] - other[x * 3 + 2]
      found[x] = key(ofCost: (red * red + green * green + blue * blue).squareRoot())
    }
    return UnsafeBufferPointer(start: found, count: count)
  }

  func free() {
    upper.deallocate()
    lower.deallocate()
    scratch.deallocate()
    found.deallocate()
  }
}
