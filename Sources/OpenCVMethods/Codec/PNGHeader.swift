/// Walks the chunks of a PNG file to IEND; nil where it breaks off before. The decoder checks the sums.
/// - Source: W3C, Portable Network Graphics (PNG) Specification, 3rd edition.
func pngHeader(of bytes: [UInt8]) -> ImageHeader? {
  var header: ImageHeader?
  var hasData = false
  var at = 8
  while let length = bytes.bigEndian(4, at: at), at + 12 + length <= bytes.count {
    let body = at + 8
    if bytes.holds("IHDR", at: at + 4), header == nil {
      header = pngFrame(in: bytes, at: body)
    } else if bytes.holds("tRNS", at: at + 4), header?.isGray == true, length >= 2 {
      header?.transparentGray = bytes.bigEndian(2, at: body)
    } else if bytes.holds("eXIf", at: at + 4) {
      header?.orientation = exifOrientation(in: Array(bytes[body..<body + length])) ?? 1
    } else if bytes.holds("IDAT", at: at + 4) {
      hasData = true
    } else if bytes.holds("IEND", at: at + 4) {
      return hasData ? header : nil
    }
    at += 12 + length
  }
  return nil
}

private func pngFrame(in bytes: [UInt8], at body: Int) -> ImageHeader? {
  guard let width = bytes.bigEndian(4, at: body), let height = bytes.bigEndian(4, at: body + 4),
    let bits = bytes.bigEndian(1, at: body + 8), let kind = bytes.bigEndian(1, at: body + 9)
  else { return nil }
  return ImageHeader(format: .png, width: width, height: height, bits: bits, isGray: kind == 0 || kind == 4)
}
