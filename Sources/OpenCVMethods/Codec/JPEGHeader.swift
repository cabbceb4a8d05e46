/// Walks the segments of a JPEG file to its end marker; nil where it breaks off before.
///
/// The decoder fills what is missing with gray and says nothing, so the walk goes through the scans as well.
/// What follows the end marker (a second picture, a phone's extras) does not matter.
/// - Source: ITU-T T.81, annex B.
func jpegHeader(of bytes: [UInt8]) -> ImageHeader? {
  var (frame, hasScan): (ImageHeader?, Bool) = (nil, false)
  var orientation: Int?
  var at = 2
  while let marker = nextMarker(in: bytes, &at) {
    if marker == 0xD9 {
      frame?.orientation = orientation ?? 1
      return hasScan ? frame : nil
    }
    if marker == 0x01 || (0xD0...0xD8).contains(marker) { continue }
    guard let length = bytes.bigEndian(2, at: at), length >= 2, at + length <= bytes.count else { return nil }
    let body = at + 2
    if isFrame(marker), frame == nil { frame = jpegFrame(in: bytes, at: body) }
    if marker == 0xE1, orientation == nil, bytes.holds("Exif\0", at: body) {
      orientation = exifOrientation(in: Array(bytes[min(body + 6, at + length)..<at + length]))
    }
    at += length
    if marker == 0xDA {
      hasScan = true
      skipScan(in: bytes, &at)
    }
  }
  return nil
}

/// The next marker's second byte; `at` moves behind it. Stray bytes before it are skipped, as decoders do.
private func nextMarker(in bytes: [UInt8], _ at: inout Int) -> UInt8? {
  while at < bytes.count, bytes[at] != 0xFF { at += 1 }
  while at < bytes.count, bytes[at] == 0xFF { at += 1 }
  guard at < bytes.count else { return nil }
  at += 1
  return bytes[at - 1]
}

/// Moves `at` to the marker that ends the entropy-coded bytes.
private func skipScan(in bytes: [UInt8], _ at: inout Int) {
  bytes.withUnsafeBufferPointer { bytes in
    while at + 1 < bytes.count {
      let next = bytes[at + 1]
      let isMarker = bytes[at] == 0xFF && next != 0 && next != 0xFF && !(0xD0...0xD7).contains(next)
      if isMarker { return }
      at += 1
    }
    at = bytes.count
  }
}

private func isFrame(_ marker: UInt8) -> Bool {
  (0xC0...0xCF).contains(marker) && marker != 0xC4 && marker != 0xC8 && marker != 0xCC
}

private func jpegFrame(in bytes: [UInt8], at body: Int) -> ImageHeader? {
  guard let height = bytes.bigEndian(2, at: body + 1), let width = bytes.bigEndian(2, at: body + 3) else { return nil }
  return ImageHeader(format: .jpeg, width: width, height: height)
}
