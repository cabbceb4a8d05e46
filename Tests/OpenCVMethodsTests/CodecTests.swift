import OpenCVMethods
import Raster
import Testing

private let codec = OpenCVCodec()
private let limit = 1_000_000

@Test func fixturesAreThere() { #expect(Fixtures.names.count > 60) }

/// JPEG and lossy WebP may round differently in another build of their library; everything else is exact.
@Test(arguments: Fixtures.names)
func decodesExactly(name: String) throws {
  let (found, expected) = (try codec.decode(Fixtures.bytes(name), pixelLimit: limit), try Fixtures.expected(name))
  #expect(found.size == expected.size)
  let tolerance = name.hasSuffix(".jpg") || name == "lossy.webp" ? 2 : 0
  #expect(found.difference(from: expected) <= tolerance)
}
