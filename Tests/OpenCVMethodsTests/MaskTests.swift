import OpenCVMethods
import Raster
import Testing

private let codec = OpenCVCodec()

private func randomMask(_ width: Int, _ height: Int, seed: UInt64) -> Mask {
  var generator = SplitMix64(seed: seed)
  var value: UInt8 = 0
  let elements = (0..<width * height).map { _ in
    if Int.random(in: 0..<9, using: &generator) == 0 { value = 255 - value }
    return value
  }
  return Mask(size: Size(width: width, height: height), elements: elements)
}

@Test(arguments: [(1, 1), (1, 300), (300, 1), (17, 5), (256, 256), (641, 333)])
func masksComeBack(width: Int, height: Int) throws {
  let mask = randomMask(width, height, seed: UInt64(width))
  let file = try codec.encode(mask)
  let isBack = try codec.decodeMask(file) == mask
  #expect(isBack)
  #expect(try codec.encode(mask) == file)
  #expect(file[24] == 8 && file[25] == 0, "8 bits, gray")
}

/// Any file is a mask: painted is what has any colour.
@Test(arguments: Fixtures.names.filter { $0.hasSuffix(".png") && !$0.contains("transparent") && !$0.contains("a") })
func masksOfAnyKindAreRead(name: String) throws {
  let mask = try codec.decodeMask(Fixtures.bytes(name))
  #expect(mask.elements.allSatisfy { $0 == 0 || $0 == 255 })
  guard name.hasPrefix("gray"), !name.contains("16") else { return }
  let expected = try Fixtures.expected(name)
  #expect(mask.elements == (0..<mask.size.area).map { expected.bytes[$0 * 3] == 0 ? 0 : 255 })
}

@Test func aFaintColourIsPainted() throws {
  let header = "P6 3 1 255\n"
  let mask = try codec.decodeMask(Array(header.utf8) + [0, 0, 1, 0, 0, 0, 1, 0, 0])
  #expect(mask.elements == [255, 0, 255])
}

@Test func anEmptyMaskIsRefused() {
  #expect(throws: CodecError.self) { try codec.encode(Mask(size: Size(width: 0, height: 4), elements: [])) }
}
