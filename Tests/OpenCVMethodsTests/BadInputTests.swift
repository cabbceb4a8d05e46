import OpenCVMethods
import Raster
import Testing

private let codec = OpenCVCodec()
private let limit = 1_000_000

private func error(_ bytes: [UInt8], limit: Int = limit) -> CodecError? {
  do {
    _ = try codec.decode(bytes, pixelLimit: limit)
    return nil
  } catch {
    return error
  }
}

private func bigEndian(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }

@Test func emptyAndForeignFilesAreNamed() {
  #expect(error([]) == .empty)
  for text in ["hello", "P", "P6", "P7\n1 1\n", "GIF89a\u{1}", "<svg xmlns='http://www.w3.org/2000/svg'/>", "\0"] {
    #expect(error(Array(text.utf8)) == .notAnImage, "\(text)")
  }
}

/// Text after the end marker may be cut: it is no part of the picture.
@Test(arguments: Fixtures.names.filter { $0 != "trailing-bytes.jpg" })
func everyCutIsAnError(name: String) throws {
  let bytes = try Fixtures.bytes(name)
  let steps = name.hasSuffix(".jpg") || name.hasSuffix(".png") ? Set(1..<bytes.count) : []
  let places = steps.union((1..<40).map { bytes.count * $0 / 40 }).union([1, 2, 3, 8, 20, 30]).filter {
    $0 < bytes.count
  }
  for count in places.sorted() {
    let found = error(Array(bytes.prefix(count)))
    // Text samples end wherever a digit ends, and a bitmap's last row may lack its padding.
    if name == "text.ppm" || name.hasSuffix(".bmp"), count > bytes.count - 4 { continue }
    // The fields may stand behind the pixels, and the last of them are no part of the picture.
    if name.hasPrefix("tiff_") || name == "packbits.tif", count > bytes.count - 40 { continue }
    #expect(found != nil, "cut to \(count) of \(bytes.count) bytes")
  }
}

@Test(arguments: ["baseline.jpg", "progressive.jpg", "rgb8.png", "lossy.webp", "lossless.webp", "rgb8.tif"])
func aCutInTheMiddleIsTruncation(name: String) throws {
  let bytes = try Fixtures.bytes(name)
  guard case .truncated = error(Array(bytes.prefix(bytes.count * 3 / 4))) else {
    Issue.record("\(String(describing: error(Array(bytes.prefix(bytes.count * 3 / 4)))))")
    return
  }
}

/// Some programs close a JPEG that broke off with an end marker: its rest would be gray.
@Test(arguments: ["baseline.jpg", "subsampled.jpg", "gray.jpg"])
func aJPEGThatWasClosedEarlyIsTruncation(name: String) throws {
  let bytes = try Fixtures.bytes(name)
  #expect(error(Array(bytes.prefix(bytes.count - 12)) + [0xFF, 0xD9]) == .truncated(format: "JPEG"))
}

@Test func animationsAreRefusedInWords() throws {
  var bytes = try Fixtures.bytes("orientation6.webp")
  let flags = 20
  bytes[flags] |= 2
  #expect(error(bytes)?.description.contains("animated") == true)
}

@Test func aWrongSumIsDamage() throws {
  var bytes = try Fixtures.bytes("rgb8.png")
  bytes[60] ^= 0x10
  #expect(error(bytes) == .truncated(format: "PNG"))
}

@Test func hugeHeadersAreRefusedBeforeAnythingIsAllocated() throws {
  var png = try Fixtures.bytes("rgb8.png")
  png.replaceSubrange(16..<24, with: bigEndian(60000) + bigEndian(60000))
  #expect(error(png, limit: 200_000_000) == .tooLarge(width: 60000, height: 60000, limit: 200_000_000))
  png.replaceSubrange(16..<24, with: bigEndian(0x7FFF_FFFF) + bigEndian(0x7FFF_FFFF))
  #expect(error(png, limit: .max) != nil)
  let ppm = Array("P6 99999999999999999999 99999999999999999999 255\n".utf8)
  #expect(error(ppm, limit: .max) != nil)
  #expect(throws: CodecError.self) { try codec.decodeMask(png) }
}

@Test(arguments: [(0, 7), (13, 0), (0, 0)])
func emptySizesAreDamage(width: Int, height: Int) throws {
  var png = try Fixtures.bytes("rgb8.png")
  png.replaceSubrange(16..<24, with: bigEndian(width) + bigEndian(height))
  #expect(error(png) == .truncated(format: "PNG"))
  #expect(error(Array("P5 \(width) \(height) 255\n".utf8)) == .truncated(format: "PNM"))
}

/// A header that claims more rows than there are must not show memory that nobody wrote.
@Test(arguments: ["rgb24.bmp", "binary.ppm", "rgb8.tif", "lossless.webp"])
func twoDecodingsOfDamageAreEqual(name: String) throws {
  let bytes = try Fixtures.bytes(name)
  for at in stride(from: 4, to: min(60, bytes.count), by: 1) {
    var damaged = bytes
    damaged[at] ^= 0x41
    let (one, other) = (try? codec.decode(damaged, pixelLimit: limit), try? codec.decode(damaged, pixelLimit: limit))
    let areEqual = one == other
    #expect(areEqual, "byte \(at)")
  }
}

@Test(arguments: Fixtures.names)
func flippedBytesNeverCrash(name: String) throws {
  let bytes = try Fixtures.bytes(name)
  var generator = SplitMix64(seed: UInt64(bytes.count))
  for _ in 0..<30 {
    var damaged = bytes
    for _ in 0..<Int.random(in: 1...8, using: &generator) {
      damaged[.random(in: damaged.indices, using: &generator)] = .random(in: 0...255, using: &generator)
    }
    if let image = try? codec.decode(damaged, pixelLimit: limit) { #expect(image.bytes.count == image.size.area * 3) }
    if let mask = try? codec.decodeMask(damaged) { #expect(mask.elements.allSatisfy { $0 == 0 || $0 == 255 }) }
  }
}
