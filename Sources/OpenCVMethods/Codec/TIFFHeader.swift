/// Width, height and orientation of a TIFF file's first image; nil where the size is missing or the pixels break off.
func tiffHeader(of bytes: [UInt8]) -> ImageHeader? {
  guard let fields = TIFFFields(of: bytes), let width = fields[256], let height = fields[257], fields.holdsItsPixels
  else {
    return nil
  }
  var header = ImageHeader(format: .tiff, width: width, height: height)
  if let orientation = fields[274], (2...8).contains(orientation) {
    header.orientation = orientation
    header.orientationField = fields.place(of: 274)
  }
  return header
}

/// The orientation, 1…8, that EXIF bytes (a TIFF header and its fields) tell; nil where they tell none.
func exifOrientation(in bytes: [UInt8]) -> Int? {
  guard let told = TIFFFields(of: bytes)?[274], (1...8).contains(told) else { return nil }
  return told
}

/// The first directory of a TIFF structure.
/// - Source: Adobe, TIFF Revision 6.0, section 2.
struct TIFFFields {
  private let bytes: [UInt8]
  let isBig: Bool
  private let first: Int
  private let count: Int

  init?(of bytes: [UInt8]) {
    guard bytes.holds("II*\0", at: 0) || bytes.holds("MM\0*", at: 0) else { return nil }
    self.bytes = bytes
    isBig = bytes[0] == UInt8(ascii: "M")
    guard let directory = isBig ? bytes.bigEndian(4, at: 4) : bytes.littleEndian(4, at: 4),
      let count = isBig ? bytes.bigEndian(2, at: directory) : bytes.littleEndian(2, at: directory)
    else { return nil }
    first = directory + 2
    self.count = count
  }

  /// The first value of the field, if it is a short or long number.
  subscript(tag: Int) -> Int? {
    place(of: tag).flatMap { number($0.count, at: $0.lowerBound) }
  }

  /// Where the first value of the field stands, if it is a short or long number.
  func place(of tag: Int) -> Range<Int>? {
    for entry in 0..<count {
      let at = first + entry * 12
      guard let found = number(2, at: at), let type = number(2, at: at + 2) else { return nil }
      if found == tag { return type == 3 ? at + 8..<at + 10 : type == 4 ? at + 8..<at + 12 : nil }
    }
    return nil
  }

  /// Whether all strips or tiles lie inside the file.
  var holdsItsPixels: Bool {
    for (offsets, counts) in [(273, 279), (324, 325)] {
      guard let offsets = values(of: offsets), let counts = values(of: counts), offsets.count == counts.count
      else { continue }
      return zip(offsets, counts).allSatisfy { $0 + $1 <= bytes.count }
    }
    return false
  }

  /// All values of a field of short or long numbers.
  func values(of tag: Int) -> [Int]? {
    guard let place = place(of: tag), let count = number(4, at: place.lowerBound - 4) else { return nil }
    let isInline = place.count * count <= 4
    guard let start = isInline ? place.lowerBound : number(4, at: place.lowerBound),
      count > 0, count <= bytes.count, start + place.count * count <= bytes.count
    else { return nil }
    return (0..<count).compactMap { number(place.count, at: start + place.count * $0) }
  }

  private func number(_ size: Int, at offset: Int) -> Int? {
    isBig ? bytes.bigEndian(size, at: offset) : bytes.littleEndian(size, at: offset)
  }
}
