import Raster

/// k-means: centres such that the squared distances of all points to their nearest centres add up to little.
///
/// Every attempt draws its first centres far apart and refines them on a sample; the best one is refined on all points.
/// - Complexity: O(points · clusters) time per round, about 1 ns each, on all cores; the same result on any number.
/// - Source: S. P. Lloyd, "Least squares quantization in PCM", IEEE Trans. Information Theory 28(2), 1982; D. Arthur,
///   S. Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007.
package struct Clustering {
  /// Most clusters; there are fewer where fewer points differ.
  package let clusters: Int
  /// How often centres are drawn.
  package let attempts: Int
  /// Of the generator that draws them.
  package let seed: UInt64

  private static let sampleSize = 1 << 14
  private static let mostRounds = 100
  /// Centres that move less have arrived.
  private static let tolerance = 0.2

  /// A clustering; nothing is computed yet.
  package init(clusters: Int, attempts: Int, seed: UInt64) {
    self.clusters = clusters
    self.attempts = attempts
    self.seed = seed
  }

  /// The cluster of every point, from 1 in the order of the clusters' first points, and the sum of the squared distances.
  package func run(_ points: PointCloud, _ run: MethodRun) throws(SegmentationError) -> (labels: [Int32], cost: Double)
  {
    var generator = SplitMix64(seed: seed)
    let sample = points.sample(Self.sampleSize, using: &generator)
    var (best, least): ([Float], Double) = ([], .infinity)
    for attempt in 1...attempts {
      try run.checkCancelled()
      let first = spreadCentres(of: sample, using: &generator, run)
      let (centres, found) = try refine(first, on: sample, run.silent)
      if found.cost < least { (best, least) = (centres, found.cost) }
      run.progress(0.2 * Double(attempt) / Double(attempts))
    }
    let (_, found) = try refine(best, on: points, run.part(0.2...1))
    return (numbered(found.labels), found.cost)
  }

  /// k-means++: each further centre is a point, drawn by its squared distance to the nearest centre so far.
  private func spreadCentres(of points: PointCloud, using generator: inout SplitMix64, _ run: MethodRun) -> [Float] {
    var centres = points.point(Int.random(in: 0..<points.count, using: &generator))
    var nearest = [Float](repeating: .infinity, count: points.count)
    while centres.count < clusters * PointCloud.dimensions && !run.isCancelled() {
      let newest = Array(centres.suffix(PointCloud.dimensions))
      for index in nearest.indices { nearest[index] = min(nearest[index], squaredDistance(points, index, newest)) }
      let sum = nearest.reduce(0.0) { $0 + Double($1) }
      guard sum > 0 else { break }
      var left = Double.random(in: 0..<sum, using: &generator)
      let drawn = nearest.firstIndex { weight in
        left -= Double(weight)
        return left < 0 && weight > 0
      }
      guard let drawn = drawn ?? nearest.lastIndex(where: { $0 > 0 }) else { break }
      centres += points.point(drawn)
    }
    return centres
  }

  private func squaredDistance(_ points: PointCloud, _ index: Int, _ centre: [Float]) -> Float {
    var sum: Float = 0
    for dimension in 0..<PointCloud.dimensions {
      let apart = points.coordinate(dimension)[index] - centre[dimension]
      sum += apart * apart
    }
    return sum
  }

  /// Lloyd's rounds: points go to the nearest centre, centres to the mean of their points.
  private func refine(_ first: [Float], on points: PointCloud, _ run: MethodRun) throws(SegmentationError) -> (
    centres: [Float], found: Assignment
  ) {
    let work = ParallelWork(run)
    var centres = first
    var found = try Assignment(of: points, to: centres, work)
    for round in 1...Self.mostRounds {
      let moved = found.means(replacing: centres)
      let farthest = stride(from: 0, to: centres.count, by: PointCloud.dimensions).map { start in
        (start..<start + PointCloud.dimensions).reduce(0.0) {
          let shift = Double(moved[$1] - centres[$1])
          return $0 + shift * shift
        }
      }.max()
      centres = moved
      found = try Assignment(of: points, to: centres, work)
      run.progress(Double(round) / Double(Self.mostRounds))
      if (farthest ?? 0) <= Self.tolerance * Self.tolerance { break }
    }
    return (centres, found)
  }

  private func numbered(_ clusters: [Int32]) -> [Int32] {
    var numbers = [Int32](repeating: 0, count: self.clusters)
    var last: Int32 = 0
    return clusters.map { cluster in
      if numbers[Int(cluster)] == 0 {
        last += 1
        numbers[Int(cluster)] = last
      }
      return numbers[Int(cluster)]
    }
  }
}
