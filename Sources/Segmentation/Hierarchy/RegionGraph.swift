import Raster

/// The regions of a label map and which of them touch.
struct RegionGraph {
  /// Index = label - 1.
  let regions: [Region]
  /// One per pair of regions that share a border, sorted by the pair.
  let borders: [Border]
  /// How merges of its regions are compared.
  var cost = MergeCost()

  /// What is known of a region: its size and the sum of its colours, in Lab units.
  struct Region: Equatable {
    var pixels: Double
    var lightness: Double
    var a: Double
    var b: Double

    static func + (one: Region, other: Region) -> Region {
      Region(
        pixels: one.pixels + other.pixels, lightness: one.lightness + other.lightness, a: one.a + other.a,
        b: one.b + other.b)
    }
  }

  /// Two regions, `first` < `second`, that touch in `length` pairs of pixels.
  struct Border: Equatable {
    var first: Int32
    var second: Int32
    var length: Int32
    /// Sum over the pairs of the squared colour distance across the border, taken three pixels wide.
    var contrast: Int

    /// Both numbers in one, ordered by the first.
    var pair: UInt64 { UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second)) }
  }

  /// The graph of `labels` 0…`count`; pixels of label 0 belong to no region.
  /// - Throws: `.cancelled`.
  /// - Complexity: O(pixels + borders · log borders), about 4 ns per pixel.
  init(of labels: LabelMap, count: Int, image: Image, _ work: ParallelWork) throws(SegmentationError) {
    precondition(labels.size == image.size, "a label map of another image")
    let regions = try regionSums(labels, count: count, image, work).map { $0.region }
    self.init(regions: regions, borders: try bordersBetween(labels, image, work))
  }

  /// Borders in any order.
  init(regions: [Region], borders: [Border], cost: MergeCost = MergeCost()) {
    self.cost = cost
    self.regions = regions
    self.borders = borders.sorted { $0.pair < $1.pair }
  }
}

/// Sums over the pixels of a region.
private struct ColorSum {
  private var pixels = 0
  private var red = 0
  private var green = 0
  private var blue = 0

  /// Adds as many of the pixels of `range` as are of the label of the first, and returns where they end.
  @inline(__always)
  mutating func addRun(
    _ range: Range<Int>, _ labels: UnsafeBufferPointer<Int32>, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Int {
    let label = labels[range.lowerBound]
    var at = range.lowerBound
    while at < range.upperBound && labels[at] == label {
      red &+= Int(bytes[at * 3])
      green &+= Int(bytes[at * 3 + 1])
      blue &+= Int(bytes[at * 3 + 2])
      at += 1
    }
    pixels += at - range.lowerBound
    return at
  }

  mutating func add(_ other: ColorSum) {
    pixels += other.pixels
    red += other.red
    green += other.green
    blue += other.blue
  }

  var region: RegionGraph.Region {
    let count = max(1, pixels)
    let color = LabTable.shared.withConverter { lab in
      lab(UInt8(red / count), UInt8(green / count), UInt8(blue / count))
    }
    let weight = Double(pixels)
    return RegionGraph.Region(
      pixels: weight, lightness: weight * Double(color.lightness), a: weight * Double(color.a),
      b: weight * Double(color.b))
  }
}

private func regionSums(_ labels: LabelMap, count: Int, _ image: Image, _ work: ParallelWork)
  throws(SegmentationError) -> [ColorSum]
{
  // Every band adds up for itself: whole numbers, so that the order of the bands does not matter.
  let size = labels.size
  let bands = max(1, min(work.threads, size.area / max(1, count)))
  var sums = [ColorSum](repeating: ColorSum(), count: (count + 1) * bands)
  try sums.withUnsafeMutableBufferPointer { sums throws(SegmentationError) in
    try labels.elements.withUnsafeBufferPointer { labels throws(SegmentationError) in
      try image.bytes.withUnsafeBufferPointer { bytes throws(SegmentationError) in
        try work.divide(bands, grain: 1) { parts in
          for band in parts {
            for y in size.height * band / bands..<size.height * (band + 1) / bands where !work.run.isCancelled() {
              var at = y * size.width
              let end = (y + 1) * size.width
              while at < end { at = sums[(count + 1) * band + Int(labels[at])].addRun(at..<end, labels, bytes) }
            }
          }
        }
      }
    }
  }
  for band in 1..<max(1, bands) {
    for label in 0...count { sums[label].add(sums[(count + 1) * band + label]) }
  }
  return Array(sums[1..<count + 1])
}
