/// Image files to pixels and back. The one implementation is OpenCV's; tests bring their own.
public protocol ImageCodec: Sendable {
  /// Decodes the bytes of an image file: orientation applied, alpha over white, 16 bit scaled by percentiles.
  /// - Throws: if the bytes are no image, are cut short, or hold more than `pixelLimit` pixels.
  func decode(_ bytes: [UInt8], pixelLimit: Int) throws(CodecError) -> Image
  /// The width and height that a mask file holds and its painted pixels (any value but 0 is painted).
  func decodeMask(_ bytes: [UInt8]) throws(CodecError) -> Mask
  /// An 8-bit grayscale PNG. Equal masks give equal bytes.
  func encode(_ mask: Mask) throws(CodecError) -> [UInt8]
  /// The ids of an instance map. - Throws: `.notALabelMap` for pixels that are not gray or of more than 16 bits.
  func decodeObjects(_ bytes: [UInt8]) throws(CodecError) -> ObjectMap
  /// An instance map: a 16-bit grayscale PNG of the ids as they are. Equal maps give equal bytes.
  func encode(objects: ObjectMap) throws(CodecError) -> [UInt8]
}

/// Label maps and pictures of segments to files and back.
public protocol LabelMapCodec: ImageCodec {
  /// The size of the decoded image, from the file's header alone. - Throws: as `decode`.
  func size(of bytes: [UInt8], pixelLimit: Int) throws(CodecError) -> Size
  /// A label map with its ids as they are. Equal maps give equal bytes.
  func encode(labels: LabelMap) throws(CodecError) -> LabelFile
  /// An 8-bit RGB PNG. Equal pictures give equal bytes.
  func encode(picture: Image) throws(CodecError) -> [UInt8]
  /// The ids of a label map file. - Throws: if it is none, or is cut short.
  func decodeLabels(_ bytes: [UInt8]) throws(CodecError) -> LabelMap
}

/// A label map as a file.
public struct LabelFile: Equatable, Sendable {
  /// The whole file.
  public let bytes: [UInt8]
  /// `png` or `tif`.
  public let fileExtension: String

  /// A file and what its name ends with.
  public init(bytes: [UInt8], fileExtension: String) {
    self.bytes = bytes
    self.fileExtension = fileExtension
  }
}

/// Why an image file could not be read or written. The caller knows the file's name and adds it.
public enum CodecError: Error, Equatable, Sendable, CustomStringConvertible {
  case empty
  case notAnImage
  case truncated(format: String)
  case tooLarge(width: Int, height: Int, limit: Int)
  case notALabelMap(String)
  case engine(String)

  /// One sentence: what is wrong, and what to do next.
  public var description: String {
    switch self {
    case .empty: "the file is empty; copy it again"
    case .notAnImage: "not an image that Tessera reads (JPEG, PNG, BMP, TIFF, WebP, PPM, PGM)"
    case .truncated(let format): "the \(format) data is cut short or damaged; copy the file again"
    case .tooLarge(let width, let height, let limit):
      "\(width) x \(height) pixels, the limit is \(limit / 1_000_000) megapixels; raise it with --max-megapixels"
    case .notALabelMap(let found): "\(found); a label map is gray, of 8 or 16 bits, or an uncompressed TIFF of 32"
    case .engine(let message): "OpenCV: \(message)"
    }
  }
}
