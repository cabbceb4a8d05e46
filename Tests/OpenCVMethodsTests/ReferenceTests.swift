import OpenCVMethods
import Raster
import Segmentation
import TestSupport
import Testing

private let references: [(name: String, settings: KeyValuePairs<String, String>)] = [
  ("icas-superpixel", [:]),
  ("cv-slic", ["algorithm": "slic", "region_size": "20", "ruler": "10"]),
  ("cv-slico", ["algorithm": "slico", "region_size": "20", "ruler": "10"]),
]

/// The references were made by OpenCV 4.10 with one thread; 4.6 gives the same bytes.
@Test(.enabled(if: Reference.exists, "\(Reference.absence)"), arguments: Reference.images, references.indices)
func superpixelsEqualTheReference(image: String, index: Int) throws {
  let reference = references[index]
  let expected = try Reference.labels(image, reference.name)
  let spec = MethodSpec("superpixel", reference.settings.map { .init($0.key, $0.value) })
  let labels = try MethodRegistry.standard.segment(try Reference.image("images/\(image)"), spec)
  #expect(labels.size == expected.size)
  let different = zip(labels.elements, expected.elements).count { $0 != $1 }
  #expect(different == 0, "adjusted Rand index \(Agreement(labels, expected).adjustedRandIndex)")
}
