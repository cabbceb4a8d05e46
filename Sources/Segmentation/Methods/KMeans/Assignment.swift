/// The nearest centre of every point, and what the centres' means need.
struct Assignment {
  /// The index of the nearest centre; of equally near ones the first.
  private(set) var labels: [Int32]
  /// The sum of the squared distances.
  private(set) var cost = 0.0
  private var sums: [Double]
  private var counts: [Int]

  /// Bands and blocks do not depend on the machine: neither do rounded sums.
  private static let bandCount = 8
  private static let blockCount = 512

  private struct Tally {
    var cost = 0.0
    var sums: [Double]
    var counts: [Int]
  }

  /// Assigns the points to `centres`, five numbers each.
  /// - Throws: `.cancelled`.
  init(of points: PointCloud, to centres: [Float], _ work: ParallelWork) throws(SegmentationError) {
    let clusters = centres.count / PointCloud.dimensions
    let empty = Tally(sums: [Double](repeating: 0, count: centres.count), counts: [Int](repeating: 0, count: clusters))
    var tallies = [Tally](repeating: empty, count: Self.bandCount)
    (sums, counts) = (empty.sums, empty.counts)
    labels = try [Int32](count: points.count) { labels throws(SegmentationError) in
      guard let labels = labels.baseAddress else { return }
      try tallies.withUnsafeMutableBufferPointer { tallies throws(SegmentationError) in
        try work.divide(points.count, parts: Self.bandCount) { band, range in
          for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.blockCount) {
            if work.run.isCancelled() { return }
            Self.assign(points, start..<min(start + Self.blockCount, range.upperBound), centres, labels, &tallies[band])
          }
        }
      }
    }
    for tally in tallies {
      cost += tally.cost
      for index in sums.indices { sums[index] += tally.sums[index] }
      for index in counts.indices { counts[index] += tally.counts[index] }
    }
  }

  /// The means of the points of every centre; one without points stays where it is.
  func means(replacing centres: [Float]) -> [Float] {
    centres.indices.map { index in
      let count = counts[index / PointCloud.dimensions]
      return count > 0 ? Float(sums[index] / Double(count)) : centres[index]
    }
  }

  private static func assign(
    _ points: PointCloud, _ block: Range<Int>, _ centres: [Float], _ labels: UnsafeMutablePointer<Int32>,
    _ tally: inout Tally
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: blockCount) { nearest in
      guard let nearest = nearest.baseAddress else { return }
      let out = labels + block.lowerBound
      nearest.initialize(repeating: .infinity, count: block.count)
      out.initialize(repeating: 0, count: block.count)
      for cluster in 0..<tally.counts.count {
        compare(points, block, centres, cluster, nearest, out)
      }
      for index in 0..<block.count { tally.cost += Double(nearest[index]) }
      tally.sums.withUnsafeMutableBufferPointer { sums in
        tally.counts.withUnsafeMutableBufferPointer { counts in
          add(points, block, out, sums, counts)
        }
      }
    }
  }

  private static func compare(
    _ points: PointCloud, _ block: Range<Int>, _ centres: [Float], _ cluster: Int,
    _ nearest: UnsafeMutablePointer<Float>, _ labels: UnsafeMutablePointer<Int32>
  ) {
    func coordinate(_ dimension: Int) -> (UnsafeMutablePointer<Float>, Float) {
      (points.coordinate(dimension) + block.lowerBound, centres[cluster * PointCloud.dimensions + dimension])
    }
    let (first, firstCentre) = coordinate(0)
    let (second, secondCentre) = coordinate(1)
    let (third, thirdCentre) = coordinate(2)
    let (fourth, fourthCentre) = coordinate(3)
    let (fifth, fifthCentre) = coordinate(4)
    let label = Int32(truncatingIfNeeded: cluster)
    for index in 0..<block.count {
      let (one, two, three) = (first[index] - firstCentre, second[index] - secondCentre, third[index] - thirdCentre)
      let (four, five) = (fourth[index] - fourthCentre, fifth[index] - fifthCentre)
      let distance = one * one + two * two + three * three + four * four + five * five
      let isNearer = distance < nearest[index]
      nearest[index] = isNearer ? distance : nearest[index]
      labels[index] = isNearer ? label : labels[index]
    }
  }

  private static func add(
    _ points: PointCloud, _ block: Range<Int>, _ labels: UnsafeMutablePointer<Int32>,
    _ sums: UnsafeMutableBufferPointer<Double>, _ counts: UnsafeMutableBufferPointer<Int>
  ) {
    for index in 0..<block.count { counts[Int(labels[index])] += 1 }
    for dimension in 0..<PointCloud.dimensions {
      let values = points.coordinate(dimension) + block.lowerBound
      for index in 0..<block.count {
        sums[Int(labels[index]) * PointCloud.dimensions + dimension] += Double(values[index])
      }
    }
  }
}
