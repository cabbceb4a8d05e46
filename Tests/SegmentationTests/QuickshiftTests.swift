import Glibc
import Raster
import Testing

@testable import Segmentation

private let work = ParallelWork(MethodRun(), threads: 3)

/// Labels of scikit-image 0.26.0 for `noisyScene(width: 24, height: 17, seed: 7)`.
private let goldens: [(settings: KeyValuePairs<String, String>, rows: String)] = [
  (
    ["kernel_size": "3", "max_dist": "100", "ratio": "0.5"],
    """
    1,1,1,1,1,1,1,1,1,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    1,1,1,1,1,1,1,1,1,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    1,1,1,1,1,1,1,1,1,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    1,1,1,1,1,1,1,1,1,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    1,1,1,1,1,1,1,1,1,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    1,1,1,1,1,1,1,1,1,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    1,1,1,1,1,1,1,1,1,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    1,1,1,1,1,1,1,1,1,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    1,1,1,1,1,1,1,1,1,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    1,1,1,1,1,1,1,1,1,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    1,1,1,1,1,1,1,1,1,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    1,1,1,1,1,1,1,1,1,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    1,1,1,1,1,1,1,1,1,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    1,1,1,1,1,1,1,1,1,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    1,1,1,1,1,1,1,1,1,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    1,1,1,1,1,1,1,1,1,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    1,1,1,1,1,1,1,1,1,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    """
  ),
  (
    ["kernel_size": "1.2", "max_dist": "6", "ratio": "0.2"],
    """
    2,2,2,2,1,2,1,1,1,1,1,1,3,3,3,3,3,3,3,3,3,3,3,3
    2,2,2,2,2,2,1,1,1,1,1,1,3,3,3,3,3,3,3,3,3,3,3,3
    2,2,2,2,2,1,1,1,1,1,1,1,3,3,3,3,3,3,3,3,3,3,3,3
    2,2,2,2,1,1,1,1,1,1,1,1,3,3,3,3,3,3,3,3,3,3,3,3
    2,2,2,2,2,1,1,1,1,1,1,1,3,3,3,3,3,3,3,3,3,3,3,3
    2,2,2,2,2,2,1,1,1,1,1,1,3,3,3,3,3,3,3,3,3,3,3,3
    2,2,2,2,2,2,2,4,1,1,1,1,3,3,3,3,3,3,3,3,3,3,3,3
    2,2,2,2,2,2,4,4,4,1,1,1,3,3,3,3,3,3,3,3,3,3,3,3
    2,2,2,2,2,2,4,4,4,4,4,4,3,3,3,3,3,3,3,3,3,3,3,3
    4,2,2,2,2,2,2,4,4,4,4,4,5,5,5,5,5,5,5,5,5,5,5,5
    4,2,2,2,4,2,4,4,4,4,4,4,5,5,5,5,5,5,5,5,5,5,5,5
    2,4,2,2,4,4,4,4,4,4,4,4,5,5,5,5,5,5,5,5,5,5,5,5
    4,2,4,4,4,4,4,4,4,4,4,4,5,5,5,5,5,5,5,5,5,5,5,5
    4,4,4,4,4,4,4,4,4,4,4,4,5,5,5,5,5,5,5,5,5,5,5,5
    4,4,4,4,4,4,4,4,4,4,4,4,5,5,5,5,5,5,5,5,5,5,5,5
    4,4,4,4,4,4,4,4,4,4,4,4,5,5,5,5,5,5,5,5,5,5,5,5
    4,4,4,4,4,4,4,4,4,4,4,4,5,5,5,5,5,5,5,5,5,5,5,5
    """
  ),
  (
    ["kernel_size": "1.2", "max_dist": "6", "ratio": "0.2", "compat": "icas"],
    """
    3,3,3,3,1,3,1,1,1,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    3,3,3,3,3,3,1,1,1,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    3,3,3,3,3,1,1,1,1,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    3,3,3,3,3,1,1,1,1,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    3,3,3,3,3,3,1,1,1,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    3,3,3,3,3,3,3,3,3,1,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    3,3,3,3,3,3,3,3,3,3,1,1,2,2,2,2,2,2,2,2,2,2,2,2
    3,3,3,3,3,3,3,3,3,3,3,3,2,2,2,2,2,2,2,2,2,2,2,2
    3,3,3,3,3,3,3,3,3,3,3,3,2,2,2,2,2,2,2,2,2,2,2,2
    3,3,3,3,3,3,3,3,3,3,3,3,4,4,4,4,4,4,4,4,4,4,4,4
    3,3,3,3,3,3,3,3,3,3,3,3,4,4,4,4,4,4,4,4,4,4,4,4
    3,3,3,3,3,3,3,3,3,3,3,3,4,4,4,4,4,4,4,4,4,4,4,4
    3,3,3,3,3,3,3,3,3,3,3,3,4,4,4,4,4,4,4,4,4,4,4,4
    3,3,3,3,3,3,3,3,3,3,3,3,4,4,4,4,4,4,4,4,4,4,4,4
    3,3,3,3,3,3,3,3,3,3,3,3,4,4,4,4,4,4,4,4,4,4,4,4
    3,3,3,3,3,3,3,3,3,3,3,3,4,4,4,4,4,4,4,4,4,4,4,4
    3,3,3,3,3,3,3,3,3,3,3,3,4,4,4,4,4,4,4,4,4,4,4,4
    """
  ),
  (
    ["kernel_size": "2", "max_dist": "1.5", "ratio": "0.1"],
    """
    1,11,11,2,3,5,14,14,6,6,8,14,16,9,10,16,16,16,16,16,16,16,16,4
    11,11,11,11,7,5,14,14,14,6,8,14,16,9,10,10,10,10,16,16,16,16,16,16
    17,11,11,11,7,14,14,14,8,8,8,14,16,9,9,9,10,16,16,16,16,13,13,16
    17,17,17,11,11,14,14,14,14,8,14,12,16,16,16,16,16,16,16,16,13,13,13,13
    17,17,17,17,11,14,14,14,14,15,14,14,16,16,16,16,16,16,16,16,18,13,13,13
    17,17,17,17,17,19,14,14,14,14,14,14,21,16,16,16,16,16,16,18,18,18,18,13
    17,17,17,17,22,19,19,23,20,20,14,25,21,16,16,16,16,16,16,16,16,18,18,18
    17,17,32,32,22,22,27,23,23,20,24,25,21,16,16,16,16,16,16,16,16,16,18,26
    17,30,30,32,22,22,27,27,23,23,23,28,16,16,16,16,16,16,16,16,16,16,29,29
    30,30,30,31,32,33,33,34,34,23,23,23,45,38,38,45,35,46,46,46,46,46,46,45
    30,30,36,40,40,33,33,37,37,37,23,23,45,38,45,45,45,45,46,46,46,45,45,45
    42,40,39,39,40,33,33,37,37,37,41,41,45,45,45,45,45,45,46,46,46,45,45,45
    42,39,40,40,40,40,48,37,43,44,41,41,45,45,45,45,45,45,45,46,45,45,45,45
    42,40,40,40,40,47,48,48,48,49,41,41,45,45,45,45,45,45,45,45,45,45,45,45
    40,40,40,40,40,50,47,51,48,48,52,52,45,45,45,45,45,45,45,45,45,45,45,45
    40,53,54,40,50,50,47,55,56,48,48,52,45,45,45,45,45,45,45,45,45,45,45,45
    53,53,53,54,40,47,55,55,56,56,56,56,45,45,45,45,45,45,45,45,45,57,45,45
    """
  ),
]

@Test(arguments: 0..<4)
func quickshiftMatchesScikitImage(golden: Int) throws {
  let labels = try Quickshift().segment(noisyScene(width: 24, height: 17, seed: 7), goldens[golden].settings)
  #expect(labels == LabelMap(rows: goldens[golden].rows))
}

@Test(arguments: awkwardSizes)
func quickshiftTakesAnySize(width: Int, height: Int) throws {
  let images = [
    uniformImage(width: width, height: height), noiseImage(width: width, height: height, seed: 1),
    grayImage(width: width, height: height),
  ]
  let settings: [KeyValuePairs<String, String>] = [
    ["kernel_size": "1"], ["kernel_size": "20", "ratio": "0"], ["max_dist": "0"],
  ]
  for image in images {
    for settings in settings {
      let labels = try Quickshift().segment(image, settings)
      #expect(Set(labels.elements) == Set(1...(labels.elements.max() ?? 0)))
    }
  }
}

@Test func noMoveIsAllowedAtDistanceZero() throws {
  let labels = try Quickshift().segment(noiseImage(width: 9, height: 8, seed: 2), ["max_dist": "0"])
  #expect(labels.elements == Array(1...72))
}

@Test(arguments: [1, 2, 5, 30])
func densitiesDoNotDependOnTheDivision(bands: Int) throws {
  let colours = try LabPlanes(noiseImage(width: 31, height: 30, seed: 3), scale: 0.1, swapsRedAndBlue: false, work)
  let estimate = DensityEstimate(colours, kernelSize: 2)
  let densities = try estimate.densities(bands: bands, work)
  #expect(try densities == estimate.densities(bands: 3, ParallelWork(MethodRun(), threads: 1)))
}

/// Every pair of pixels, as the definition says.
@Test func densitiesAreSumsOfGaussians() throws {
  let size = Size(width: 9, height: 7)
  let colours = try LabPlanes(noiseImage(width: 9, height: 7, seed: 4), scale: 0.05, swapsRedAndBlue: false, work)
  let found = try DensityEstimate(colours, kernelSize: 1.5).densities(work)
  for pixel in 0..<size.area {
    let expected = (0..<size.area).reduce(0.0) { sum, other in
      let (x, y) = (abs(pixel % 9 - other % 9), abs(pixel / 9 - other / 9))
      guard max(x, y) <= 5 else { return sum }
      let colour = (0..<3).reduce(0.0) {
        let apart = Double(colours.planes[$1 * size.area + pixel] - colours.planes[$1 * size.area + other])
        return $0 + apart * apart
      }
      return sum + exp(-0.5 / 2.25 * (colour + Double(x * x + y * y)))
    }
    #expect(abs(found[pixel] - expected) < 1e-5 * expected)
  }
}

@Test func aSeedRepeats() throws {
  let image = uniformImage(width: 50, height: 40)
  let one = try Quickshift().segment(image, ["seed": "1"])
  #expect(try Quickshift().segment(image, ["seed": "1"]) == one)
  #expect(try Quickshift().segment(image, ["seed": "2"]) != one)
}

@Test func quickshiftStopsWhenCancelled() {
  #expect(throws: SegmentationError.cancelled) {
    try Quickshift().segment(noiseImage(width: 30, height: 30, seed: 5), [:], MethodRun(isCancelled: { true }))
  }
}
