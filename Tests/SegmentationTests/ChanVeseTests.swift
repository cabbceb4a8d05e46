import Raster
import Testing

@testable import Segmentation

private let work = ParallelWork(MethodRun(), threads: 3)

/// Bins of scikit-image 0.26.0's level set for `noisyScene(width: 14, height: 9, seed: 7)`.
private let goldens: [(settings: KeyValuePairs<String, String>, rows: String)] = [
  (
    ["init": "checkerboard", "max_iter": "30", "number_of_bins": "20", "tol": "0"],
    """
    17,17,17,17,17,17,17,17,17,17,17,17,17,17
    17,18,18,19,18,17,17,17,17,17,18,19,20,20
    17,18,19,19,18,18,17,17,17,17,18,20,20,20
    17,18,19,19,18,18,17,17,17,17,18,20,20,20
    17,18,19,18,18,18,17,16,16,16,18,19,20,20
    17,18,18,18,18,17,17,4,3,2,4,2,2,1
    17,17,18,17,17,17,16,4,4,4,4,3,3,3
    17,17,16,16,16,16,16,3,4,4,3,3,3,3
    17,16,16,16,16,16,16,4,5,5,4,5,5,5
    """
  ),
  (
    [
      "init": "checkerboard", "max_iter": "200", "number_of_bins": "6", "tol": "0.001", "mu": "0.6", "lambda1": "1",
      "dt": "2",
    ],
    """
    2,2,2,2,2,2,2,2,2,2,2,2,2,2
    2,2,2,2,1,1,1,1,2,2,2,2,2,2
    2,2,2,2,1,1,1,2,2,2,2,2,2,2
    2,2,1,1,1,1,1,2,2,2,2,2,2,2
    1,1,1,1,1,1,1,2,2,2,2,3,3,3
    1,1,1,1,1,1,1,4,5,5,5,5,5,4
    1,1,1,1,1,1,1,5,5,5,5,5,5,4
    1,1,1,1,1,1,1,5,6,6,6,6,5,4
    1,1,1,1,1,1,1,6,6,6,6,6,5,4
    """
  ),
  (
    ["init": "disk", "max_iter": "30", "number_of_bins": "20", "tol": "0"],
    """
    14,15,18,19,19,19,19,19,19,19,18,17,14,12
    14,15,18,19,20,20,20,20,19,19,18,16,14,12
    14,16,18,19,20,20,20,20,19,19,17,16,13,12
    14,16,18,20,20,20,20,20,19,18,17,15,13,12
    14,16,18,20,20,20,20,19,18,17,15,14,12,12
    14,16,18,19,20,20,19,3,1,1,1,2,3,2
    14,16,18,19,19,19,19,2,2,2,2,3,3,3
    14,16,17,19,19,19,19,2,2,2,2,3,3,3
    14,15,17,18,19,19,18,3,3,4,4,4,5,5
    """
  ),
  (
    ["init": "disk", "max_iter": "50", "number_of_bins": "6", "tol": "0", "mu": "0.6", "lambda1": "1", "dt": "2"],
    """
    3,3,5,6,6,6,6,6,6,6,5,3,1,1
    3,3,5,6,6,6,6,6,6,6,5,3,1,1
    3,3,5,6,6,6,6,6,6,6,5,3,1,1
    3,3,5,6,6,6,6,6,6,6,4,3,1,1
    3,3,5,6,6,6,6,6,6,5,4,2,1,1
    3,3,5,6,6,6,6,6,6,5,3,2,1,1
    3,3,5,6,6,6,6,6,6,4,3,1,1,1
    3,3,5,6,6,6,6,6,6,4,2,1,1,1
    3,3,5,6,6,6,6,6,6,4,2,1,1,1
    """
  ),
]

/// scikit-image's level set for the same image and the default parameters after 30 iterations.
private let goldenLevels: [Double] = [
  0.00124, 0.00319, 0.00335, 0.00406, 0.00375, 0.00468, 0.00370, 0.00052, 0.00031, 0.01560, 0.03143, 0.02539, 0.02475,
  0.01884,
  0.00179, 0.11780, 0.17518, 0.23095, 0.17014, 0.08697, 0.01817, 0.00186, 0.00191, 0.03087, 0.14907, 0.30663, 0.39475,
  0.45158,
  0.00157, 0.17385, 0.22559, 0.23127, 0.19925, 0.11403, 0.02681, -0.00539, -0.00696, 0.03410, 0.17140, 0.37994, 0.44275,
  0.46861,
  0.00417, 0.19637, 0.24302, 0.24192, 0.21085, 0.14709, 0.02495, -0.03213, -0.02962, 0.01238, 0.20307, 0.38707, 0.45057,
  0.47238,
  0.00880, 0.20055, 0.22903, 0.22364, 0.17868, 0.11558, -0.02077, -0.06309, -0.06191, -0.07220, 0.11639, 0.31511,
  0.41125, 0.46529,
  0.00977, 0.13927, 0.17284, 0.18506, 0.15157, 0.06166, -0.03515, -1.67271, -1.88531, -1.90599, -1.73122, -1.89171,
  -2.01351, -2.15645,
  0.01484, 0.07483, 0.09806, 0.08680, 0.07923, 0.02002, -0.06901, -1.68567, -1.67720, -1.71861, -1.74511, -1.85203,
  -1.85416, -1.83559,
  -0.00316, -0.02393, -0.08030, -0.05525, -0.05554, -0.05747, -0.06699, -1.76917, -1.66648, -1.70232, -1.75985,
  -1.82178, -1.82393, -1.81583,
  -0.00172, -0.08233, -0.12433, -0.14031, -0.11277, -0.06398, -0.06372, -1.63137, -1.57701, -1.55841, -1.62704,
  -1.60985, -1.61951, -1.60785,
]

private func evolution(_ image: Image) -> ContourEvolution {
  let gray = grayLevels(of: image)
  let range = (gray.min() ?? 0)...(gray.max() ?? 0)
  return ContourEvolution(gray: gray, range: range, mu: 0.25, inside: 2, outside: 1, step: 0.5)
}

@Test(arguments: 0..<4)
func chanVeseBinsAreScikitImages(golden: Int) throws {
  let labels = try ChanVese().segment(noisyScene(width: 14, height: 9, seed: 7), goldens[golden].settings)
  #expect(labels == LabelMap(rows: goldens[golden].rows))
}

@Test func chanVeseLevelsAreScikitImages() throws {
  let image = noisyScene(width: 14, height: 9, seed: 7)
  let levels = LevelSet(size: image.size, start: .checkerboard)
  let contour = evolution(image)
  var sums = try contour.sums(of: levels, work)
  for _ in 0..<30 { _ = try contour.advance(levels, &sums, work) }
  for y in 0..<9 {
    for x in 0..<14 { #expect(abs(levels.row(y)[x] - goldenLevels[y * 14 + x]) < 1e-4) }
  }
}

/// The sum of the energy's terms with a smoothed step, as Getreuer's scheme descends it.
private func energy(_ levels: LevelSet, _ image: Image) -> Double {
  let gray = grayLevels(of: image).map { Double($0) / 255 }
  let isInner = (0..<image.size.area).map { levels.row($0 / image.size.width)[$0 % image.size.width] > 0 }
  func variation(_ inside: Bool) -> Double {
    let side = gray.indices.filter { isInner[$0] == inside }.map { gray[$0] }
    let mean = side.reduce(0, +) / Double(max(1, side.count))
    return side.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }
  return 2 * variation(true) + variation(false)
}

@Test(arguments: UInt64(0)..<5)
func theContourFindsTheAreas(seed: UInt64) throws {
  let image = noisyScene(width: 40, height: 30, seed: seed)
  let levels = LevelSet(size: image.size, start: .checkerboard)
  let contour = evolution(image)
  var sums = try contour.sums(of: levels, work)
  let before = energy(levels, image)
  for _ in 0..<60 { _ = try contour.advance(levels, &sums, work) }
  #expect(energy(levels, image) < before / 2)
}

@Test(arguments: awkwardSizes)
func chanVeseTakesAnySize(width: Int, height: Int) throws {
  #expect(try ChanVese().segment(uniformImage(width: width, height: height)).elements.allSatisfy { $0 == 1 })
  for image in [noiseImage(width: width, height: height, seed: 1), grayImage(width: width, height: height)] {
    for start in ["checkerboard", "disk"] {
      for settings in [["mu": "0", "lambda1": "1000", "dt": "100"], ["mu": "100", "lambda1": "0", "lambda2": "0"]] {
        let spec = MethodSpec(
          "chanvese", settings.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) } + [.init("init", start)])
        let labels = try MethodRegistry([ChanVese()]).segment(image, spec)
        #expect(labels.elements.allSatisfy { 1...20 ~= $0 })
      }
    }
  }
}

@Test func chanVeseIsFoundByItsOlderName() throws {
  #expect(try MethodRegistry([ChanVese()]).method(named: "chanvase").description.name == "chanvese")
}

@Test func twoRunsOfChanVeseAreEqual() throws {
  let image = noiseImage(width: 70, height: 65, seed: 2)
  #expect(try ChanVese().segment(image) == ChanVese().segment(image))
}

@Test func chanVeseStopsWhenCancelled() {
  #expect(throws: SegmentationError.cancelled) {
    try ChanVese().segment(noiseImage(width: 30, height: 30, seed: 5), [:], MethodRun(isCancelled: { true }))
  }
}
