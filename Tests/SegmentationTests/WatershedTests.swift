import Raster
import Testing

@testable import Segmentation

/// Labels of scikit-image 0.26.0 for the same gradient and markers of `noisyScene(width: 24, height: 17, seed: 7)`, by
/// compactness.
private let goldens: [(compactness: String, rows: String)] = [
  (
    "0",
    """
    1,1,1,1,1,1,1,1,1,2,2,2,3,3,3,3,3,3,3,3,3,3,3,3
    1,1,1,1,1,1,1,1,1,2,2,2,3,3,3,3,3,3,3,3,4,4,3,3
    1,1,1,1,1,1,1,1,2,2,2,2,3,3,3,3,3,3,3,4,4,4,4,8
    1,1,1,1,1,1,1,6,2,2,2,2,3,3,3,3,3,3,3,3,4,4,8,8
    1,1,1,5,5,1,6,6,6,2,6,6,3,3,3,3,3,3,3,3,3,8,8,8
    1,1,5,5,5,5,6,6,6,6,6,6,3,3,3,3,3,3,3,3,8,8,8,8
    5,5,5,5,5,5,5,6,6,6,6,6,3,3,3,7,3,3,3,3,8,8,8,8
    5,5,5,5,5,5,5,6,6,6,6,6,7,7,7,7,7,3,3,3,8,8,8,8
    5,5,5,5,5,5,5,5,6,6,6,6,6,7,7,7,7,3,3,3,8,8,8,8
    5,5,5,5,5,5,5,6,6,6,6,6,6,11,11,11,11,11,11,12,12,12,12,12
    9,9,5,5,5,5,5,6,6,6,6,6,11,11,11,11,11,11,11,12,12,12,12,12
    9,9,9,5,5,5,5,6,6,6,6,6,11,11,11,11,11,11,12,12,12,12,12,12
    9,9,9,5,5,5,5,6,10,10,10,10,11,11,11,11,11,12,12,12,12,12,12,12
    9,9,9,5,5,5,5,5,10,10,10,10,11,11,11,11,11,12,12,12,12,12,12,12
    9,9,9,5,5,5,5,5,10,10,10,10,11,11,11,11,11,12,12,12,12,12,12,12
    9,9,5,5,5,5,5,5,10,10,10,10,11,11,11,11,11,11,11,12,12,12,12,12
    9,9,9,5,5,5,5,5,10,10,10,10,11,11,11,11,11,11,11,12,12,12,12,12
    """
  ),
  (
    "8.5",
    """
    1,1,1,1,1,1,1,2,2,2,2,2,3,3,3,3,3,3,3,4,4,4,4,4
    1,1,1,1,1,1,1,2,2,2,2,2,3,3,3,3,3,3,3,4,4,4,4,4
    1,1,1,1,1,1,1,2,2,2,2,2,3,3,3,3,3,3,3,4,4,4,4,4
    1,1,1,1,1,1,1,2,2,2,2,2,3,3,3,3,3,3,4,4,4,4,4,8
    1,1,1,5,5,1,2,2,2,2,2,2,3,3,3,3,3,7,4,4,4,4,8,8
    5,5,5,5,5,5,6,6,2,2,2,2,7,3,3,3,7,7,7,8,8,8,8,8
    5,5,5,5,5,5,6,6,6,6,6,7,7,7,7,7,7,7,7,8,8,8,8,8
    5,5,5,5,5,5,6,6,6,6,6,6,7,7,7,7,7,7,7,8,8,8,8,8
    5,5,5,5,5,5,6,6,6,6,6,6,7,7,7,7,7,7,7,8,8,8,8,8
    5,5,5,5,5,5,6,6,6,6,6,6,7,7,11,11,11,11,11,12,12,12,12,8
    9,9,9,9,5,6,6,6,6,6,6,6,11,11,11,11,11,11,11,12,12,12,12,12
    9,9,9,9,9,6,6,6,6,10,10,10,11,11,11,11,11,11,11,12,12,12,12,12
    9,9,9,9,9,9,10,6,10,10,10,10,11,11,11,11,11,11,11,12,12,12,12,12
    9,9,9,9,9,10,10,10,10,10,10,10,10,11,11,11,11,11,12,12,12,12,12,12
    9,9,9,9,9,10,10,10,10,10,10,10,10,11,11,11,11,11,11,12,12,12,12,12
    9,9,9,9,9,10,10,10,10,10,10,10,10,11,11,11,11,11,11,12,12,12,12,12
    9,9,9,9,9,10,10,10,10,10,10,10,10,11,11,11,11,11,11,12,12,12,12,12
    """
  ),
]

@Test(arguments: 0..<2)
func watershedMatchesScikitImage(golden: Int) throws {
  let labels = try Watershed().segment(
    noisyScene(width: 24, height: 17, seed: 7), ["markers": "12", "compactness": goldens[golden].compactness])
  #expect(labels == LabelMap(rows: goldens[golden].rows))
}

/// The least height over which a pixel can be reached from a marker, by relaxation until nothing changes.
private func passes(_ relief: Plane<UInt16>, from markers: [Int]) -> [UInt16] {
  var pass = [UInt16](repeating: .max, count: relief.size.area)
  for marker in markers { pass[marker] = relief.elements[marker] }
  var hasChanged = true
  while hasChanged {
    hasChanged = false
    for pixel in pass.indices {
      let (x, y) = (pixel % relief.width, pixel / relief.width)
      for (column, row) in [(x, y - 1), (x - 1, y), (x + 1, y), (x, y + 1)]
      where relief.size.contains(PixelPoint(x: column, y: row)) {
        let over = max(relief.elements[pixel], pass[row * relief.width + column])
        if over < pass[pixel] { (pass[pixel], hasChanged) = (over, true) }
      }
    }
  }
  return pass
}

@Test(arguments: UInt64(0)..<8)
func everyPixelBelongsToAMarkerOverItsLowestPass(seed: UInt64) throws {
  var generator = SplitMix64(seed: seed)
  let size = Size(width: 15, height: 12)
  let relief = Plane(size: size, elements: (0..<size.area).map { _ in UInt16(generator.next() >> 60) })
  let markers = [3, 77, 130]
  let labels = try Flood(relief).run(from: markers, MethodRun())
  let all = passes(relief, from: markers)
  for (index, marker) in markers.enumerated() {
    let own = passes(relief, from: [marker])
    for pixel in labels.indices where labels[pixel] == Int32(index + 1) { #expect(own[pixel] == all[pixel]) }
  }
  #expect(labels.allSatisfy { 1...3 ~= $0 })
}

@Test func markersLieInTheirCellsAtTheLeastGradient() {
  var relief = Plane<UInt16>(size: Size(width: 40, height: 20), filledWith: 9)
  relief[PixelPoint(x: 12, y: 7)] = 3
  relief[PixelPoint(x: 0, y: 0)] = 1
  // Two cells of 20 x 20; ties go to the centre, and the margin of a cell does not count.
  #expect(gridMinima(of: relief, count: 2) == [7 * 40 + 12, 9 * 40 + 29])
}

@Test(arguments: [1, 9, 250], ["0", "40"])
func watershedSegmentsAreConnected(markers: Int, compactness: String) throws {
  let labels = try Watershed().segment(
    noiseImage(width: 60, height: 45, seed: 1), ["markers": "\(markers)", "compactness": compactness])
  let count = labels.elements.max() ?? 0
  #expect(Set(labels.elements) == Set(1...count))
  #expect(abs(Int(count) - markers) <= markers / 5)
  #expect(connectedRegions(of: labels).count == count)
}

@Test(arguments: awkwardSizes)
func watershedTakesAnySize(width: Int, height: Int) throws {
  let images = [
    uniformImage(width: width, height: height), noiseImage(width: width, height: height, seed: 1),
    grayImage(width: width, height: height),
  ]
  for image in images {
    for settings: KeyValuePairs<String, String> in [[:], ["markers": "1"], ["markers": "1000000", "compactness": "1"]] {
      let labels = try Watershed().segment(image, settings)
      #expect(Set(labels.elements) == Set(1...(labels.elements.max() ?? 0)))
    }
  }
}

@Test(arguments: ["0", "5"])
func watershedStopsWhenCancelled(compactness: String) {
  #expect(throws: SegmentationError.cancelled) {
    try Watershed().segment(
      noiseImage(width: 30, height: 30, seed: 5), ["compactness": compactness], MethodRun(isCancelled: { true }))
  }
}

@Test func sobelIsSobel() throws {
  // A step of ten between the columns: 40 across, and nothing at the mirrored borders.
  let bytes: [UInt8] = (0..<20).flatMap { $0 % 5 < 2 ? [0, 0, 9] : [10, 20, 9] }
  let image = Image(size: Size(width: 5, height: 4), bytes: bytes)
  let row: [Int32] = [0, 1600, 1600, 0, 0]
  let work = ParallelWork(MethodRun())
  #expect(try sobelSquares(of: image, channel: 0, work) == row + row + row + row)
  #expect(try sobelSquares(of: image, channel: 2, work).allSatisfy { $0 == 0 })
}
