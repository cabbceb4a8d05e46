import OpenCVMethods
import Raster
import Testing

private let codec = OpenCVCodec()

@Test(arguments: [Int32(1), 255, 256, 65535])
func labelMapsComeBack(most: Int32) throws {
  var generator = SplitMix64(seed: UInt64(most))
  let size = Size(width: 37, height: 23)
  var labels = LabelMap(
    size: size, elements: (0..<size.area).map { _ in Int32.random(in: 0...most, using: &generator) })
  labels.elements[5] = most
  let file = try codec.encode(labels: labels)
  #expect(file.fileExtension == "png")
  #expect(file.bytes[24] == 16 && file.bytes[25] == 0, "16 bits, gray")
  #expect(try codec.decodeLabels(file.bytes) == labels)
}

@Test func manyLabelsBecomeATIFF() throws {
  let labels = LabelMap(size: Size(width: 2, height: 2), elements: [0, 65536, 16_909_060, 7])
  let file = try codec.encode(labels: labels)
  #expect(file.fileExtension == "tif")
  #expect(Array(file.bytes.suffix(16)) == [0, 0, 0, 0, 0, 0, 1, 0, 4, 3, 2, 1, 7, 0, 0, 0])
}

@Test func negativeLabelsAreRefused() {
  let labels = LabelMap(size: Size(width: 2, height: 1), elements: [1, -1])
  #expect(throws: CodecError.self) { try codec.encode(labels: labels) }
}
