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
  var isAnimated = false
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
