import CTestSupport
import Raster

/// PNG files without OpenCV, so that what the app reads and writes is checked by other code than its own.
package enum PNGFile {
  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// A file that says it is 8-bit RGB of some size, with these scan lines (each begins with its filter byte).
  package static func file(width: Int, height: Int, scanLines: [UInt8]) -> [UInt8] {
    let header = bigEndian(width) + bigEndian(height) + [8, 2, 0, 0, 0]
    return signature + chunk("IHDR", header) + chunk("IDAT", deflated(scanLines)) + chunk("IEND", [])
  }

  package static func encode(_ image: Image) -> [UInt8] {
    var lines: [UInt8] = []
    for y in 0..<image.size.height {
      lines.append(0)
      lines += image.bytes[y * image.size.width * 3..<(y + 1) * image.size.width * 3]
    }
    return file(width: image.size.width, height: image.size.height, scanLines: lines)
  }

  /// The pixels of an 8-bit grayscale file without interlacing: what masks must be. Nil for anything else.
  package static func decodeGray(_ bytes: [UInt8]) -> Mask? {
    samples(bytes, depth: 8, color: 0, bytesPerPixel: 1).map { Mask(size: $0.size, elements: $0.bytes) }
  }

  /// The pixels of an 8-bit RGB file without interlacing. Nil for anything else.
  package static func decodeColor(_ bytes: [UInt8]) -> Image? {
    samples(bytes, depth: 8, color: 2, bytesPerPixel: 3).map { Image(size: $0.size, bytes: $0.bytes) }
  }

  /// The labels of a 16-bit grayscale file without interlacing. Nil for anything else.
  package static func decodeLabels(_ bytes: [UInt8]) -> LabelMap? {
    samples(bytes, depth: 16, color: 0, bytesPerPixel: 2).map { size, bytes in
      LabelMap(size: size, elements: (0..<size.area).map { Int32(bytes[$0 * 2]) << 8 | Int32(bytes[$0 * 2 + 1]) })
    }
  }

  /// The bytes of all pixels of a file whose header says `depth` and `color`.
  private static func samples(_ bytes: [UInt8], depth: UInt8, color: UInt8, bytesPerPixel: Int) -> (
    size: Size, bytes: [UInt8]
  )? {
    guard bytes.starts(with: signature) else { return nil }
    var (size, data): (Size?, [UInt8]) = (nil, [])
    var at = signature.count
    while at + 12 <= bytes.count {
      let length = number(bytes, at)
      guard at + 12 + length <= bytes.count else { return nil }
      let content = bytes[at + 8..<at + 8 + length]
      switch String(decoding: bytes[at + 4..<at + 8], as: UTF8.self) {
      case "IHDR":
        guard length == 13, content.suffix(5).elementsEqual([depth, color, 0, 0, 0]) else { return nil }
        size = Size(width: number(bytes, at + 8), height: number(bytes, at + 12))
      case "IDAT": data += content
      default: break
      }
      at += 12 + length
    }
    return size.flatMap { size in unfiltered(data, size, bytesPerPixel).map { (size, $0) } }
  }

  private static func unfiltered(_ data: [UInt8], _ size: Size, _ bytesPerPixel: Int) -> [UInt8]? {
    let stride = size.width * bytesPerPixel
    var lines = [UInt8](repeating: 0, count: (stride + 1) * size.height)
    guard !data.isEmpty, ctest_inflate(data, data.count, &lines, lines.count) == 1 else { return nil }
    var pixels = [UInt8](repeating: 0, count: stride * size.height)
    for y in 0..<size.height {
      let filter = lines[y * (stride + 1)]
      for x in 0..<stride {
        let at = y * stride + x
        let left = x < bytesPerPixel ? 0 : Int(pixels[at - bytesPerPixel])
        let up = y == 0 ? 0 : Int(pixels[at - stride])
        let corner = x < bytesPerPixel || y == 0 ? 0 : Int(pixels[at - stride - bytesPerPixel])
        pixels[at] = lines[y * (stride + 1) + 1 + x] &+ predicted(filter, left, up, corner)
      }
    }
    return pixels
  }

  private static func predicted(_ filter: UInt8, _ left: Int, _ up: Int, _ corner: Int) -> UInt8 {
    switch filter {
    case 1: return UInt8(left)
    case 2: return UInt8(up)
    case 3: return UInt8((left + up) / 2)
    case 4: return UInt8(paeth(left, up, corner))
    default: return 0
    }
  }

  private static func paeth(_ left: Int, _ up: Int, _ corner: Int) -> Int {
    let guess = left + up - corner
    let (toLeft, toUp, toCorner) = (abs(guess - left), abs(guess - up), abs(guess - corner))
    if toLeft <= toUp && toLeft <= toCorner { return left }
    return toUp <= toCorner ? up : corner
  }

  private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var written = 0
    guard let output = ctest_deflate(bytes, bytes.count, &written) else { return [] }
    defer { ctest_free(output) }
    return Array(UnsafeBufferPointer(start: output, count: written))
  }

  private static func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + content
    return bigEndian(content.count) + body + bigEndian(Int(ctest_crc32(body, body.count)))
  }

  private static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static func number(_ bytes: [UInt8], _ at: Int) -> Int {
    bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
  }
}
