import Raster

/// Binary portable pixmaps (PPM, `P6`), 8 bit.
package enum PixmapFile {
  package static func encode(_ image: Image) -> [UInt8] {
    Array("P6\n\(image.size.width) \(image.size.height)\n255\n".utf8) + image.bytes
  }

  /// Nil for anything but an 8-bit P6 file.
  package static func decode(_ bytes: [UInt8]) -> Image? {
    var at = 0
    func word() -> String {
      while at < bytes.count, bytes[at] <= 32 { at += 1 }
      let start = at
      while at < bytes.count, bytes[at] > 32 { at += 1 }
      return String(decoding: bytes[start..<at], as: UTF8.self)
    }
    guard word() == "P6", let width = Int(word()), let height = Int(word()), word() == "255" else { return nil }
    let size = Size(width: width, height: height)
    guard width > 0, height > 0, bytes.count - at - 1 >= size.area * 3 else { return nil }
    return Image(size: size, bytes: Array(bytes[at + 1..<at + 1 + size.area * 3]))
  }
}
