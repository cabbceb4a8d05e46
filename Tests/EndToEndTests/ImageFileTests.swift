import Foundation
import Raster
import TestSupport
import Testing

/// The readers and writers of image files that check those of the program.
@Suite struct ImageFileTests {
  /// Written by another encoder, each of its five rows with another filter.
  private static let filtered = """
    iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAAAAACoBHk5AAAAJklEQVR4nGNgMM2af4UxMQQImBIb5u+7y3yoc+aKHSyJDRs33gUA
    rPgNTbm6NgkAAAAASUVORK5CYII=
    """

  @Test func masksAreReadWithEveryFilter() throws {
    let bytes = try #require(Data(base64Encoded: Self.filtered, options: .ignoreUnknownCharacters))
    let mask = try #require(PNGFile.decodeGray(Array(bytes)))
    let expected = (0..<25).map { UInt8(truncatingIfNeeded: $0 % 5 * 53 + $0 / 5 * 97 + $0 % 5 * ($0 / 5) * 31) }
    #expect(mask.elements == expected)
  }

  @Test func whatIsNoMaskIsNil() throws {
    let bytes = try #require(Data(base64Encoded: Self.filtered, options: .ignoreUnknownCharacters))
    #expect(PNGFile.decodeGray(Array(bytes.dropLast(30))) == nil)
    #expect(PNGFile.decodeGray(Array("text".utf8)) == nil)
    #expect(PNGFile.decodeGray(PNGFile.encode(Blocks.image)) == nil, "a colour image is no mask")
  }

  @Test func pixmapsComeBack() {
    #expect(PixmapFile.decode(PixmapFile.encode(Blocks.image)) == Blocks.image)
    #expect(PixmapFile.decode(Array("P6\n3 3\n255\nshort".utf8)) == nil)
  }
}
