/// Width and height of a portable bitmap, graymap or pixmap; nil where the header or the samples break off.
/// - Source: Netpbm, the pbm, pgm and ppm manual pages.
func pnmHeader(of bytes: [UInt8]) -> ImageHeader? {
  let kind = Int(bytes[1] - UInt8(ascii: "0"))
  let (isBitmap, isText, isColour) = (kind % 3 == 1, kind <= 3, kind % 3 == 0)
  var at = 2
  guard let width = nextNumber(in: bytes, &at), let height = nextNumber(in: bytes, &at), width > 0, height > 0,
    let most = isBitmap ? 1 : nextNumber(in: bytes, &at), (1...65535).contains(most)
  else { return nil }
  // Sizes that no memory holds are refused by the pixel limit, not here.
  let (area, overflow) = width.multipliedReportingOverflow(by: height)
  let samples = overflow || area > bytes.count * 8 ? nil : area * (isColour ? 3 : 1)
  let header = ImageHeader(format: .pnm, width: width, height: height)
  guard let samples else { return header }
  if isText { return holds(samples, numbersIn: bytes, from: at, areDigits: isBitmap) ? header : nil }
  let rowBytes = isBitmap ? (width + 7) / 8 : samples / height * (most > 255 ? 2 : 1)
  return at + 1 + rowBytes * height <= bytes.count ? header : nil
}

/// The next number, behind blanks and comments; `at` moves behind it.
private func nextNumber(in bytes: [UInt8], _ at: inout Int) -> Int? {
  while at < bytes.count, bytes[at].isBlank || bytes[at] == UInt8(ascii: "#") {
    if bytes[at] == UInt8(ascii: "#") {
      while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
    } else {
      at += 1
    }
  }
  var number: Int?
  while at < bytes.count, bytes[at].isDigit, number ?? 0 < 1 << 31 {
    number = (number ?? 0) * 10 + Int(bytes[at] - UInt8(ascii: "0"))
    at += 1
  }
  return number
}

/// Whether `count` numbers follow. The samples of a bitmap are single digits that may stand together.
private func holds(_ count: Int, numbersIn bytes: [UInt8], from start: Int, areDigits: Bool) -> Bool {
  var (found, at) = (0, start)
  while at < bytes.count, found < count {
    if areDigits {
      found += bytes[at].isDigit ? 1 : 0
      at += 1
    } else {
      guard nextNumber(in: bytes, &at) != nil else { return false }
      found += 1
    }
  }
  return found == count
}

extension UInt8 {
  fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
  /// Space, tab, line feed, vertical tab, form feed, carriage return.
  var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
