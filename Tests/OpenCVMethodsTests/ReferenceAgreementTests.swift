import Raster
import TestSupport
import Testing

@testable import OpenCVMethods
@testable import Segmentation

private func segment(_ image: String, _ method: String, _ settings: KeyValuePairs<String, String> = [:]) throws
  -> LabelMap
{
  let spec = MethodSpec(method, settings.map { .init($0.key, $0.value) })
  return try MethodRegistry.standard.segment(try Reference.image("images/\(image)"), spec)
}

/// Label maps of scikit-image, OpenCV and the older tool for real images.
@Suite(.enabled(if: Reference.exists, "\(Reference.absence)"))
struct ReferenceAgreementTests {
  @Test(arguments: Reference.images)
  func felzenszwalbIsScikitImages(image: String) throws {
    #expect(try segment(image, "felzenszwalb") == Reference.labels(image, "icas-felzenszwalb"))
    let other = try segment(image, "felzenszwalb", ["scale": "1", "sigma": "0.8", "min_size": "20"])
    #expect(Agreement(other, try Reference.labels(image, "sk-felzenszwalb")).adjustedRandIndex >= 0.99)
  }

  @Test(arguments: Reference.images)
  func chanVesesContourIsScikitImages(image: String) throws {
    let pixels = try Reference.image("images/\(image)")
    let gray = grayLevels(of: pixels)
    let levels = LevelSet(size: pixels.size, start: .checkerboard)
    let contour = ContourEvolution(
      gray: gray, range: try #require(gray.min())...(try #require(gray.max())), mu: 0.25, inside: 1, outside: 1,
      step: 0.5)
    let work = ParallelWork(MethodRun())
    var sums = try contour.sums(of: levels, work)
    for _ in 0..<500 { if try contour.advance(levels, &sums, work) <= 1e-3 { break } }
    let labels = try Reference.labels(image, "sk-chanvese").elements
    let equal = labels.indices.count {
      (levels.row($0 / pixels.size.width)[$0 % pixels.size.width] > 0) == (labels[$0] == 2)
    }
    #expect(Double(equal) >= 0.999 * Double(labels.count))
  }

  @Test(arguments: Reference.images)
  func quickshiftIsScikitImages(image: String) throws {
    let older = try segment(image, "quickshift", ["compat": "icas"])
    #expect(Agreement(older, try Reference.labels(image, "icas-quickshift")).adjustedRandIndex >= 0.99)
    let other = try segment(image, "quickshift", ["ratio": "1", "kernel_size": "5", "max_dist": "10"])
    #expect(Agreement(other, try Reference.labels(image, "sk-quickshift")).adjustedRandIndex >= 0.95)
  }

  @Test(arguments: Reference.images)
  func graphIsOpenCVs(image: String) throws {
    #expect(try segment(image, "graph") == Reference.labels(image, "icas-graph"))
  }

  @Test(arguments: Reference.images)
  func denoisingIsOpenCVs(image: String) throws {
    let parameters = try MethodRegistry.standard.parameters(for: MethodSpec("edge"))
    let pixels = try Reference.image("images/\(image)")
    let clean = try Edge().denoised(pixels, parameters, MethodRun())
    // The references are of OpenCV 4.10, whose filters round some bytes otherwise than 4.6.
    let older = try Reference.image("edge/\(image).nlmeans")
    #expect(clean.difference(from: older) <= 4)
    #expect(clean == (try Edge(stripHeight: 1000).denoised(pixels, parameters, MethodRun())))
    #expect(zip(clean.bytes, older.bytes).count { $0 != $1 } <= clean.bytes.count / 200)
  }

  @Test(arguments: Reference.images)
  func edgeIsTheOlderTools(image: String) throws {
    let labels = try segment(image, "edge", ["compat": "icas"])
    let older = try Reference.labels(image, "icas-edge")
    let equal = zip(labels.elements, older.elements).count { $0 == $1 }
    #expect(Double(equal) >= 0.999 * Double(older.size.area))
  }

  @Test(arguments: Reference.images)
  func kMeansCostsNoMoreThanOpenCVs(image: String) throws {
    let found = try Reference.kMeans(image)
    let points = try colourPoints(of: try Reference.image("images/\(image)"), divisor: 5, ParallelWork(MethodRun()))
    let cost = try Clustering(clusters: found.clusters, attempts: 10, seed: 0).run(points, MethodRun()).cost
    #expect(cost <= 1.01 * found.cost)
  }
}
