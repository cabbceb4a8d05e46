/// Width, height and orientation of a WebP file; nil where its chunks break off.
/// - Source: RFC 9649, sections 2.3 to 2.7 and 3.4; RFC 6386, section 9.1.
func webpHeader(of bytes: [UInt8]) -> ImageHeader? {
  guard let riff = bytes.littleEndian(4, at: 4), riff >= 4, riff + 8 <= bytes.count else { return nil }
  var header: ImageHeader?
  var hasPicture = false
  var at = 12
  while at + 8 <= riff + 8, let length = bytes.littleEndian(4, at: at + 4) {
    let body = at + 8
    guard body + length <= bytes.count else { return nil }
    let isPicture = bytes.holds("VP8 ", at: at) || bytes.holds("VP8L", at: at)
    if header == nil { header = webpFrame(in: bytes, at: at) }
    hasPicture = hasPicture || isPicture || bytes.holds("ANMF", at: at)
    if bytes.holds("EXIF", at: at) {
      // Some writers keep the prefix that JPEG needs.
      let start = bytes.holds("Exif\0", at: body) ? body + 6 : body
      header?.orientation = exifOrientation(in: Array(bytes[min(start, body + length)..<body + length])) ?? 1
    }
    at = body + length + length % 2
  }
  return hasPicture ? header : nil
}

private func webpFrame(in bytes: [UInt8], at chunk: Int) -> ImageHeader? {
  let body = chunk + 8
  if bytes.holds("VP8X", at: chunk) {
    guard let width = bytes.littleEndian(3, at: body + 4), let height = bytes.littleEndian(3, at: body + 7)
    else { return nil }
    var header = ImageHeader(format: .webp, width: width + 1, height: height + 1)
    header.isAnimated = bytes[body] & 2 != 0
    return header
  }
  if bytes.holds("VP8L", at: chunk) {
    guard let packed = bytes.littleEndian(4, at: body + 1) else { return nil }
    return ImageHeader(format: .webp, width: (packed & 0x3FFF) + 1, height: (packed >> 14 & 0x3FFF) + 1)
  }
  guard bytes.holds("VP8 ", at: chunk), let width = bytes.littleEndian(2, at: body + 6),
    let height = bytes.littleEndian(2, at: body + 8)
  else { return nil }
  return ImageHeader(format: .webp, width: width & 0x3FFF, height: height & 0x3FFF)
}
