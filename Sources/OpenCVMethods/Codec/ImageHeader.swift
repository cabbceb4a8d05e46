import Raster

/// The image file formats that are read.
enum ImageFormat: String, Sendable {
  case jpeg = "JPEG"
  case png = "PNG"
  case bmp = "BMP"
  case tiff = "TIFF"
  case webp = "WebP"
  case pnm = "PNM"
}

/// What a file says about its image before any pixel is decoded.
struct ImageHeader: Equatable, Sendable {
  var format: ImageFormat
  /// As stored, before `orientation`.
  var stored: Size
  /// 1…8, as EXIF defines it.
  var orientation = 1
  /// The gray level that means transparent, of `bits` bits.
  var transparentGray: Int?
  var bits = 8
  var isGray = false
  /// Where a TIFF file says its orientation; the decoder would apply it to some kinds of files and not to others.
  var orientationField: Range<Int>?

  /// The size of the upright image.
  var size: Size { orientation < 5 ? stored : Size(width: stored.height, height: stored.width) }

  /// Reads the header and, where the format allows, checks that the file goes on to its end.
  /// - Throws: `.empty`, `.notAnImage`, `.truncated`. Cost: a walk over the compressed bytes.
  init(of bytes: [UInt8]) throws(CodecError) {
    guard !bytes.isEmpty else { throw .empty }
    guard let format = ImageFormat(sniffing: bytes) else { throw .notAnImage }
    let header =
      switch format {
      case .jpeg: jpegHeader(of: bytes)
      case .png: pngHeader(of: bytes)
      case .bmp: bmpHeader(of: bytes)
      case .tiff: tiffHeader(of: bytes)
      case .webp: webpHeader(of: bytes)
      case .pnm: pnmHeader(of: bytes)
      }
    guard let header, header.stored.width > 0, header.stored.height > 0 else {
      throw .truncated(format: format.rawValue)
    }
    self = header
  }

  init(
    format: ImageFormat, width: Int, height: Int, orientation: Int = 1, bits: Int = 8, isGray: Bool = false
  ) {
    self.format = format
    self.stored = Size(width: width, height: height)
    self.orientation = orientation
    self.bits = bits
    self.isGray = isGray
  }
}

extension ImageFormat {
  /// The format by the first bytes; the file's name says nothing reliable.
  init?(sniffing bytes: [UInt8]) {
    if bytes.starts(with: [0xFF, 0xD8]) {
      self = .jpeg
    } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if bytes.holds("BM", at: 0) {
      self = .bmp
    } else if bytes.holds("II*\0", at: 0) || bytes.holds("MM\0*", at: 0) {
      self = .tiff
    } else if bytes.holds("RIFF", at: 0), bytes.holds("WEBP", at: 8) {
      self = .webp
    } else if bytes.count > 2, bytes[0] == UInt8(ascii: "P"), (0x31...0x36).contains(bytes[1]), bytes[2].isBlank {
      self = .pnm
    } else {
      return nil
    }
  }
}

/// Width and height of the info header or the older core header; a negative height means rows from the top.
private func bmpHeader(of bytes: [UInt8]) -> ImageHeader? {
  guard let headerSize = bytes.littleEndian(4, at: 14) else { return nil }
  if headerSize == 12 {
    guard let width = bytes.littleEndian(2, at: 18), let height = bytes.littleEndian(2, at: 20) else { return nil }
    return ImageHeader(format: .bmp, width: width, height: height)
  }
  guard let width = bytes.littleEndian(4, at: 18), let height = bytes.littleEndian(4, at: 22) else { return nil }
  let rows = Int(Int32(truncatingIfNeeded: height))
  return ImageHeader(format: .bmp, width: Int(Int32(truncatingIfNeeded: width)), height: abs(rows))
}

/// `P6 width height maximum`, separated by blanks and comments.
private func pnmHeader(of bytes: [UInt8]) -> ImageHeader? {
  var at = 2
  guard let width = nextNumber(in: bytes, &at), let height = nextNumber(in: bytes, &at) else { return nil }
  return ImageHeader(format: .pnm, width: width, height: height)
}

private func nextNumber(in bytes: [UInt8], _ at: inout Int) -> Int? {
  while at < bytes.count, bytes[at].isBlank || bytes[at] == UInt8(ascii: "#") {
    if bytes[at] == UInt8(ascii: "#") {
      while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
    } else {
      at += 1
    }
  }
  var number: Int?
  while at < bytes.count, (0x30...0x39).contains(bytes[at]), number ?? 0 < 1 << 31 {
    number = (number ?? 0) * 10 + Int(bytes[at] - 0x30)
    at += 1
  }
  return number
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
