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

/// What other programs read: a 16-bit gray PNG with the ids as they are, the same bytes for the same objects.
@Test func instanceMapsComeBack() throws {
  let size = Size(width: 5, height: 2)
  let objects = ObjectMap(size: size, elements: [0, 1, 1, 2, 256, 0, 3, 65535, 257, 4])
  let bytes = try codec.encode(objects: objects)
  #expect(Array(bytes[1..<4]) == Array("PNG".utf8))
  #expect(Array(bytes[16..<26]) == [0, 0, 0, 5, 0, 0, 0, 2, 16, 0], "5 x 2, 16 bits, gray")
  #expect(try codec.decodeObjects(bytes) == objects)
  #expect(try codec.encode(objects: objects) == bytes)
  let mask = try codec.encode(Mask(size: size, elements: [0, 255, 1, 0, 0, 0, 0, 0, 0, 7]))
  #expect(try codec.decodeObjects(mask).elements == [0, 255, 1, 0, 0, 0, 0, 0, 0, 7], "8 bits are read as well")
  #expect(throws: CodecError.notALabelMap("pixels of another kind")) {
    try codec.decodeObjects(codec.encode(picture: Image(size: size, bytes: [UInt8](repeating: 9, count: 30))))
  }
  let labels = try codec.encode(labels: LabelMap(size: size, elements: [Int32](repeating: 70000, count: 10)))
  #expect(throws: CodecError.notALabelMap("ids beyond 65535")) { try codec.decodeObjects(labels.bytes) }
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

@Test func aTIFFOfManyLabelsComesBack() throws {
  let labels = LabelMap(size: Size(width: 3, height: 2), elements: [0, 65536, 16_909_060, 7, Int32.max, 1])
  let file = try codec.encode(labels: labels).bytes
  #expect(try codec.decodeLabels(file) == labels)
  var negative = file
  negative[file.count - 1] = 0x80
  #expect(throws: CodecError.notALabelMap("an id below 0 or above 2147483647")) { try codec.decodeLabels(negative) }
  #expect(throws: CodecError.truncated(format: "TIFF")) { try codec.decodeLabels(Array(file.dropLast())) }
}

/// Two strips, most significant byte first, as other programs write them.
@Test func bigEndianStripsAreRead() throws {
  func field(_ tag: UInt8, _ type: UInt8, _ count: UInt8, _ value: [UInt8]) -> [UInt8] {
    [1, tag, 0, type, 0, 0, 0, count] + value
  }
  func file(sampleFormat: UInt8, compression: UInt8) -> [UInt8] {
    let fields =
      field(0, 3, 1, [0, 2, 0, 0]) + field(1, 3, 1, [0, 2, 0, 0]) + field(2, 3, 1, [0, 32, 0, 0])
      + field(3, 3, 1, [0, compression, 0, 0]) + field(6, 3, 1, [0, 1, 0, 0])
      + field(17, 3, 2, [0, 142, 0, 134]) + field(21, 3, 1, [0, 1, 0, 0]) + field(22, 3, 1, [0, 1, 0, 0])
      + field(23, 3, 2, [0, 8, 0, 8]) + field(83, 3, 1, [0, sampleFormat, 0, 0])
    let head = Array("MM\0*".utf8) + [0, 0, 0, 8, 0, 10] + fields
    let pixels: [UInt8] = [0, 1, 0, 0, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 2]
    // The second strip lies before the first.
    return head + [UInt8](repeating: 0, count: 134 - head.count) + pixels[8...] + pixels[..<8]
  }
  let labels = try codec.decodeLabels(file(sampleFormat: 1, compression: 1))
  #expect(labels == LabelMap(size: Size(width: 2, height: 2), elements: [65536, 9, 1, 2]))
  for (format, compression) in [(3, 1), (1, 5)] as [(UInt8, UInt8)] {
    #expect(throws: CodecError.notALabelMap("32 bits of another kind")) {
      try codec.decodeLabels(file(sampleFormat: format, compression: compression))
    }
  }
}

@Test func picturesAreNoLabelMaps() throws {
  let picture = Image(size: Size(width: 3, height: 1), bytes: [1, 2, 3, 4, 5, 6, 7, 8, 9])
  let file = try codec.encode(picture: picture)
  #expect(try codec.decode(file, pixelLimit: 100) == picture)
  #expect(try codec.size(of: file, pixelLimit: 100) == picture.size)
  #expect(throws: CodecError.notALabelMap("pixels of another kind")) { try codec.decodeLabels(file) }
}
