import COpenCV
import Raster

/// Image files through OpenCV: JPEG, PNG, BMP, TIFF (8 and 16 bit), WebP, PNM.
///
/// Headers are read here before the decoder sees the file, because it would allocate whatever they claim, and because
/// it shows a file that breaks off as a picture with a gray rest.
public struct OpenCVCodec: ImageCodec {
  /// What OpenCV decodes at most.
  static let enginePixelLimit = 1 << 30
  static let engineSideLimit = 1 << 20

  /// A codec; it holds nothing and may be used from any thread.
  public init() {}

  /// Decodes to RGB: EXIF orientation applied, alpha over white (rounded to nearest), 16 bit stretched so that the
  /// 0.5 percentile of all colour samples is 0 and the 99.5 percentile 255, gray to RGB.
  ///
  /// - Throws: `.empty`, `.notAnImage`, `.truncated` (also for damage), `.tooLarge` (before anything is allocated).
  /// - Complexity: O(pixels) time; one decoded copy besides the result.
  public func decode(_ bytes: [UInt8], pixelLimit: Int) throws(CodecError) -> Image {
    let header = try header(of: bytes, pixelLimit: pixelLimit)
    let file = header.withoutOrientation(bytes)
    let picture = cvb_picture(
      width: Int32(header.stored.width), height: Int32(header.stored.height), orientation: Int32(header.orientation),
      transparent_gray: Int32(header.transparentGray ?? -1), bits: Int32(header.bits),
      gray: header.isGray, premultiplied: header.format == .tiff)
    let rgb = try fill(header.size.area * 3, format: header.format) { rgb, error in
      cvb_decode_rgb(file, file.count, picture, rgb, &error)
    }
    return Image(size: header.size, bytes: rgb)
  }

  /// Decodes a mask of any format: 255 where any colour channel is not 0 (and alpha is not 0), else 0.
  /// The orientation of a mask file is not applied.
  ///
  /// - Throws: as `decode`.
  public func decodeMask(_ bytes: [UInt8]) throws(CodecError) -> Mask {
    let header = try header(of: bytes, pixelLimit: Self.enginePixelLimit)
    let file = header.withoutOrientation(bytes)
    let (width, height) = (Int32(header.stored.width), Int32(header.stored.height))
    let mask = try fill(header.stored.area, format: header.format) { mask, error in
      cvb_decode_mask(file, file.count, width, height, mask, &error)
    }
    return Mask(size: header.stored, elements: mask)
  }

  /// An 8-bit grayscale PNG of the mask's values. Equal masks give equal bytes.
  ///
  /// - Throws: `.engine` for a mask without pixels.
  public func encode(_ mask: Mask) throws(CodecError) -> [UInt8] {
    guard mask.size.area > 0 else { throw .engine("a picture without pixels cannot be written") }
    return try encoded { error in
      cvb_encode_png8(mask.elements, Int32(mask.width), Int32(mask.height), 1, &error)
    }
  }

  func header(of bytes: [UInt8], pixelLimit: Int) throws(CodecError) -> ImageHeader {
    let header = try ImageHeader(of: bytes)
    guard !header.isAnimated else { throw .engine("an animated WebP is not one picture; save a frame of it as PNG") }
    let (area, overflow) = header.size.width.multipliedReportingOverflow(by: header.size.height)
    guard !overflow, area <= pixelLimit else {
      throw .tooLarge(width: header.size.width, height: header.size.height, limit: pixelLimit)
    }
    guard area <= Self.enginePixelLimit, max(header.size.width, header.size.height) <= Self.engineSideLimit else {
      throw .engine("\(header.size.width) x \(header.size.height) pixels are more than it decodes; crop the image")
    }
    return header
  }

  /// Lets `decode` fill `count` samples and turns its error into ours.
  func fill<Sample>(
    _ count: Int, format: ImageFormat, _ decode: (UnsafeMutablePointer<Sample>, inout cvb_error) -> Bool
  ) throws(CodecError) -> [Sample] {
    var failure = cvb_error()
    let samples = [Sample](unsafeUninitializedCapacity: count) { samples, written in
      guard let start = samples.baseAddress, decode(start, &failure) else { return }
      written = count
    }
    guard samples.count == count else { throw CodecError(failure, format: format) }
    return samples
  }
}

extension ImageHeader {
  /// The file as the decoder is to see it: it must never turn the picture itself.
  fileprivate func withoutOrientation(_ bytes: [UInt8]) -> [UInt8] {
    guard let field = orientationField else { return bytes }
    var upright = bytes
    // Zero is no orientation in either byte order.
    for at in field where at < upright.count { upright[at] = 0 }
    return upright
  }
}

/// Copies what an encoder of the C face made, and frees it.
func encoded(_ encode: (inout cvb_error) -> OpaquePointer?) throws(CodecError) -> [UInt8] {
  var failure = cvb_error()
  guard let file = encode(&failure) else { throw CodecError(failure, format: .png) }
  defer { cvb_file_free(file) }
  return Array(UnsafeBufferPointer(start: cvb_file_bytes(file), count: cvb_file_count(file)))
}

extension CodecError {
  fileprivate init(_ failure: cvb_error, format: ImageFormat) {
    switch failure.status {
    case CVB_DAMAGED: self = .truncated(format: format.rawValue)
    case CVB_NO_MEMORY: self = .engine("not enough memory for this image")
    default: self = .engine(failure.text)
    }
  }
}

extension cvb_error {
  /// OpenCV's own words, printable ASCII.
  var text: String {
    withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
