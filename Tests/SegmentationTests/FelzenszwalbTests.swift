import Raster
import Testing

@testable import Segmentation

/// Labels of scikit-image 0.26.0 for `noisyScene(width: 14, height: 9, seed: 7)`.
private let goldens: [(settings: KeyValuePairs<String, String>, rows: String)] = [
  (
    ["scale": "5", "min_size": "3"],
    """
    1,2,2,2,2,2,3,4,5,5,5,6,6,6
    2,1,7,2,2,2,3,4,8,5,5,5,6,6
    1,1,7,7,2,2,3,4,8,8,5,5,9,9
    1,1,1,1,10,10,3,4,8,8,9,9,9,9
    1,1,1,11,10,10,3,4,12,12,12,12,12,12
    1,1,1,13,11,10,14,15,15,15,15,15,15,15
    1,1,1,13,11,10,14,15,16,16,16,17,17,17
    18,18,18,13,19,19,14,15,16,16,16,17,17,17
    18,18,13,19,19,19,14,15,16,16,16,17,17,17
    """
  ),
  (
    ["scale": "30", "sigma": "0.8", "min_size": "1"],
    """
    1,2,2,2,3,3,4,5,6,6,6,6,6,6
    1,2,2,2,2,2,4,5,6,6,6,6,6,6
    2,2,2,2,2,2,4,5,6,6,6,6,6,6
    2,2,2,2,2,2,4,5,6,6,6,6,6,6
    2,2,2,2,2,2,7,8,9,9,9,9,9,9
    2,2,2,2,2,2,10,11,12,12,12,12,12,12
    2,2,2,2,2,2,10,13,14,14,14,14,14,14
    15,2,2,2,2,2,10,13,14,14,14,14,14,14
    15,2,2,2,2,2,10,13,14,14,14,14,14,14
    """
  ),
  (
    ["scale": "60", "sigma": "0", "min_size": "8"],
    """
    1,1,1,1,1,1,1,2,2,2,2,2,2,2
    1,1,1,1,1,1,1,2,2,2,2,2,2,2
    1,1,1,1,1,1,1,2,2,2,2,2,2,2
    1,1,1,1,1,1,1,2,2,2,2,2,2,2
    1,1,1,1,1,1,1,2,2,2,2,2,2,2
    1,1,1,1,1,1,1,3,3,3,3,3,3,3
    1,1,1,1,1,1,1,3,3,3,3,3,3,3
    1,1,1,1,1,1,1,3,3,3,3,3,3,3
    1,1,1,1,1,1,1,3,3,3,3,3,3,3
    """
  ),
]

@Test(arguments: 0..<3)
func felzenszwalbMatchesScikitImage(golden: Int) throws {
  let labels = try Felzenszwalb().segment(noisyScene(width: 14, height: 9, seed: 7), goldens[golden].settings)
  #expect(labels == LabelMap(rows: goldens[golden].rows))
}

/// The paper's algorithm, edge by edge, on the unsmoothed image. Costs that differ by rounding only count as equal.
private func plainFelzenszwalb(_ image: Image, scale: Double, minimum: Int) -> LabelMap {
  let size = image.size
  var edges: [(cost: Double, one: Int, other: Int)] = []
  func add(_ one: PixelPoint, _ other: PixelPoint) {
    guard size.contains(one), size.contains(other) else { return }
    let (first, second) = (image[one], image[other])
    let channels = [(first.red, second.red), (first.green, second.green), (first.blue, second.blue)]
    let sum = channels.reduce(0.0) {
      let difference = Double($1.0) * (1.0 / 255) - Double($1.1) * (1.0 / 255)
      return $0 + difference * difference
    }
    edges.append(
      ((sum.squareRoot() * 0x1p40).rounded() * 0x1p-40, one.y * size.width + one.x, other.y * size.width + other.x))
  }
  for y in 0..<size.height {
    // Row by row, direction by direction: edges of equal cost count in this order.
    for (from, to) in [((0, 0), (1, 0)), ((0, 0), (0, 1)), ((0, 0), (1, 1)), ((0, 1), (1, 0))] {
      for x in 0..<size.width { add(.init(x: x + from.0, y: y + from.1), .init(x: x + to.0, y: y + to.1)) }
    }
  }
  var regions = Array(0..<size.area), sizes = regions.map { _ in 1 }, inside = regions.map { _ in 0.0 }
  func join(_ one: Int, _ other: Int) -> Int {
    for pixel in regions.indices where regions[pixel] == max(one, other) { regions[pixel] = min(one, other) }
    sizes[min(one, other)] += sizes[max(one, other)]
    return min(one, other)
  }
  let order = edges.indices.sorted { (edges[$0].cost, $0) < (edges[$1].cost, $1) }
  for edge in order.map({ edges[$0] }) where regions[edge.one] != regions[edge.other] {
    let (one, other) = (regions[edge.one], regions[edge.other])
    let limit = [one, other].map { inside[$0] + scale / 255 / Double(sizes[$0]) }.min() ?? 0
    if edge.cost < limit { inside[join(one, other)] = edge.cost }
  }
  for edge in order.map({ edges[$0] }) where regions[edge.one] != regions[edge.other] {
    let (one, other) = (regions[edge.one], regions[edge.other])
    if min(sizes[one], sizes[other]) < minimum { _ = join(one, other) }
  }
  let firsts = regions.indices.filter { regions[$0] == $0 }
  return LabelMap(size: size, elements: regions.map { region in Int32(firsts.firstIndex(of: region) ?? -1) + 1 })
}

@Test(arguments: UInt64(0)..<12, [3, 256])
func felzenszwalbIsThePapersAlgorithm(seed: UInt64, levels: Int) throws {
  let image = noiseImage(width: 13, height: 11, seed: seed, levels: levels)
  for (scale, minimum) in [(0.0, 0), (3.3, 0), (301.7, 4), (2003.1, 20)] {
    let labels = try Felzenszwalb().segment(
      image, ["scale": "\(scale)", "sigma": "0", "min_size": "\(minimum)"])
    #expect(labels == plainFelzenszwalb(image, scale: scale, minimum: minimum))
  }
}

@Test(arguments: awkwardSizes)
func felzenszwalbTakesAnySize(width: Int, height: Int) throws {
  #expect(try Felzenszwalb().segment(uniformImage(width: width, height: height)).elements.allSatisfy { $0 == 1 })
  for image in [noiseImage(width: width, height: height, seed: 1), grayImage(width: width, height: height)] {
    for sigma in ["0", "0.5", "20"] {
      let labels = try Felzenszwalb().segment(image, ["sigma": sigma, "min_size": "2", "scale": "1"])
      #expect(labels.elements.allSatisfy { 1...Int32(width * height) ~= $0 })
      #expect(labels.elements[0] == 1)
    }
  }
}

@Test func noRegionIsBelowTheMinimum() throws {
  let labels = try Felzenszwalb().segment(noiseImage(width: 60, height: 50, seed: 3), ["min_size": "37"])
  let sizes = Dictionary(grouping: labels.elements) { $0 }.mapValues(\.count)
  #expect(sizes.count > 1)
  #expect(sizes.values.allSatisfy { $0 >= 37 })
}

@Test func anyDivisionOfTheWorkGivesTheSameEdges() throws {
  let image = noiseImage(width: 40, height: 33, seed: 4, levels: 9)
  let rows = SmoothedRows(image, deviation: 0.7)
  func words(_ bands: Int) throws -> [UInt64] {
    let edges = try WeighedEdges(rows, bands: bands, ParallelWork(MethodRun(), threads: 3))
    return Array(UnsafeBufferPointer(start: edges.edges, count: edges.count))
  }
  let one = try words(1)
  for bands in [2, 7, 33, 100] { #expect(try words(bands) == one) }
}

@Test func felzenszwalbStopsWhenCancelled() {
  #expect(throws: SegmentationError.cancelled) {
    try Felzenszwalb().segment(noiseImage(width: 30, height: 30, seed: 5), [:], MethodRun(isCancelled: { true }))
  }
}
