import OpenCVMethods
import Raster
import Testing

@testable import Segmentation

private func segment(_ image: String, _ method: String, _ settings: KeyValuePairs<String, String> = [:]) throws
  -> LabelMap
{
  let spec = MethodSpec(method, settings.map { .init($0.key, $0.value) })
  return try MethodRegistry.standard.segment(try Reference.image("images/\(image)"), spec)
}

/// Label maps of scikit-image, OpenCV and the older tool for real images.
@Suite(Reference.isThere)
struct ReferenceAgreementTests {
  @Test(arguments: Reference.images)
  func felzenszwalbIsScikitImages(image: String) throws {
    #expect(try segment(image, "felzenszwalb") == Reference.labels(image, "icas-felzenszwalb"))
    let other = try segment(image, "felzenszwalb", ["scale": "1", "sigma": "0.8", "min_size": "20"])
    #expect(adjustedRandIndex(other, try Reference.labels(image, "sk-felzenszwalb")) >= 0.99)
  }
}
