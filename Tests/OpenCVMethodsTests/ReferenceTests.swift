import Foundation
import OpenCVMethods
import Raster
import Segmentation
import Testing

private let shared = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: "../shared/reference").standardizedFileURL
private let isThere = FileManager.default.fileExists(atPath: shared.appending(path: "labels").path())

@Test func theIndexOfEqualPartitionsIsOne() {
  let map = LabelMap(size: Size(width: 3, height: 2), elements: [1, 1, 2, 2, 3, 3])
  let renamed = LabelMap(size: map.size, elements: [9, 9, 4, 4, 1, 1])
  #expect(abs(adjustedRandIndex(map, renamed) - 1) < 1e-12)
}

private let references: [(name: String, settings: KeyValuePairs<String, String>)] = [
  ("icas-superpixel", [:]),
  ("cv-slic", ["algorithm": "slic", "region_size": "20", "ruler": "10"]),
  ("cv-slico", ["algorithm": "slico", "region_size": "20", "ruler": "10"]),
]

/// The references were made by OpenCV 4.10 with one thread; 4.6 gives the same bytes.
@Test(
  .enabled(if: isThere, "needs ../shared/reference beside the package"), arguments: ["jet1", "100007", "226043"],
  references.indices)
func superpixelsEqualTheReference(id: String, index: Int) throws {
  func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: shared.appending(path: path))) }
  let (codec, reference) = (OpenCVCodec(), references[index])
  let image = try codec.decode(bytes("images/\(id).png"), pixelLimit: 100_000_000)
  let expected = try codec.decodeLabels(bytes("labels/\(id).\(reference.name).png"))
  let spec = MethodSpec("superpixel", reference.settings.map { .init($0.key, $0.value) })
  let labels = try MethodRegistry.standard.segment(image, spec)
  #expect(labels.size == expected.size)
  let different = zip(labels.elements, expected.elements).count { $0 != $1 }
  #expect(different == 0, "adjusted Rand index \(adjustedRandIndex(labels, expected))")
}
