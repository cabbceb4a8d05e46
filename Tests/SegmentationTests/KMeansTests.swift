import Raster
import Testing

@testable import Segmentation

private let work = ParallelWork(MethodRun(), threads: 3)

@Test func flatColoursAreClusters() throws {
  let colours: [[UInt8]] = [[250, 10, 10], [10, 250, 10], [10, 10, 250], [240, 240, 10]]
  // Quarters of 30 x 20 pixels, numbered row by row.
  let quarters: [Int] = (0..<600).map { pixel in
    let (x, y) = (pixel % 30, pixel / 30)
    return x / 15 + y / 10 * 2
  }
  let image = Image(size: Size(width: 30, height: 20), bytes: quarters.flatMap { colours[$0] })
  let labels = try KMeans().segment(image, ["k": "4"])
  #expect(labels.elements == quarters.map { Int32($0 + 1) })
}

/// The sum of the squared distances to the means of the points with equal labels.
private func cost(_ points: PointCloud, _ labels: [Int32]) -> Double {
  var sum = 0.0
  for dimension in 0..<PointCloud.dimensions {
    for members in Dictionary(grouping: labels.indices, by: { labels[$0] }).values {
      let values = members.map { Double(points.coordinate(dimension)[$0]) }
      let mean = values.reduce(0, +) / Double(values.count)
      sum += values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
  }
  return sum
}

@Test(arguments: UInt64(0)..<6)
func clusteringIsNearTheBestOfAll(seed: UInt64) throws {
  var generator = SplitMix64(seed: seed)
  let points = PointCloud(count: 10)
  for index in 0..<50 { points.coordinate(index % 5)[index / 5] = Float.random(in: 0..<100, using: &generator) }
  let (labels, found) = try Clustering(clusters: 2, attempts: 20, seed: seed).run(points, MethodRun())
  // Every division of ten points in two.
  let best = (1..<512).map { bits in cost(points, (0..<10).map { Int32(bits >> $0 & 1) }) }.min() ?? 0
  #expect(abs(found - cost(points, labels)) <= 1e-3 * found)
  #expect(found <= best * 1.1)
}

@Test func moreClustersCostLess() throws {
  let points = try colourPoints(of: noiseImage(width: 50, height: 40, seed: 1), divisor: 5, work)
  let costs = try [1, 2, 5, 20, 100].map { clusters in
    try Clustering(clusters: clusters, attempts: 3, seed: 0).run(points, MethodRun()).cost
  }
  #expect(costs == costs.sorted(by: >))
  #expect(costs[4] < costs[0] / 2)
}

@Test func thePartsOfTheWorkAddUpToTheWhole() throws {
  // More points than a band's block, and every one counted once.
  let points = try colourPoints(of: noiseImage(width: 97, height: 89, seed: 2), divisor: 1, work)
  let centres: [Float] = [50, 50, 50, 20, 20, 200, 200, 200, 60, 60]
  let assignment = try Assignment(of: points, to: centres, work)
  #expect(abs(assignment.cost - distances(points, centres, assignment.labels)) <= 1e-5 * assignment.cost)
  let means = assignment.means(replacing: centres)
  for label in [Int32(0), 1] {
    let members = assignment.labels.indices.filter { assignment.labels[$0] == label }
    let mean = members.reduce(0.0) { $0 + Double(points.coordinate(0)[$1]) } / Double(members.count)
    #expect(abs(Double(means[Int(label) * 5]) - mean) < 1e-3)
  }
}

private func distances(_ points: PointCloud, _ centres: [Float], _ labels: [Int32]) -> Double {
  labels.indices.reduce(0.0) { sum, index in
    let perCentre = [0, 1].map { centre in
      (0..<5).reduce(0.0) {
        let apart = Double(points.coordinate($1)[index] - centres[centre * 5 + $1])
        return $0 + apart * apart
      }
    }
    #expect(perCentre[Int(labels[index])] <= (perCentre.min() ?? 0) + 1e-2)
    return sum + perCentre[Int(labels[index])]
  }
}

@Test(arguments: awkwardSizes)
func kMeansTakesAnySize(width: Int, height: Int) throws {
  for image in [noiseImage(width: width, height: height, seed: 1), grayImage(width: width, height: height)] {
    for settings: KeyValuePairs<String, String> in [[:], ["k": "1000"], ["color_importance": "10000", "k": "2"]] {
      let labels = try KMeans().segment(image, settings)
      #expect(Set(labels.elements) == Set(1...(labels.elements.max() ?? 0)))
    }
  }
  let uniform = try KMeans().segment(uniformImage(width: width, height: height), ["k": "1"])
  #expect(uniform.elements.allSatisfy { $0 == 1 })
}

@Test func aSeedRepeatsClusters() throws {
  let image = noiseImage(width: 50, height: 40, seed: 3)
  #expect(try KMeans().segment(image, ["seed": "4"]) == KMeans().segment(image, ["seed": "4"]))
}

@Test func kMeansStopsWhenCancelled() {
  #expect(throws: SegmentationError.cancelled) {
    try KMeans().segment(noiseImage(width: 30, height: 30, seed: 5), [:], MethodRun(isCancelled: { true }))
  }
}
