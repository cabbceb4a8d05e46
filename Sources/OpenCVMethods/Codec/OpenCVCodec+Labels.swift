import COpenCV
import Raster

extension OpenCVCodec: LabelMapCodec {
  /// The size of the upright image, from the header. Cost: a walk over the compressed bytes.
  public func size(of bytes: [UInt8], pixelLimit: Int) throws(CodecError) -> Size {
    try header(of: bytes, pixelLimit: pixelLimit).size
  }

  /// A label map with its ids as they are: a 16-bit gray PNG, or above 65,535 ids an uncompressed 32-bit TIFF.
  /// Equal maps give equal bytes.
  ///
  /// - Throws: `.engine` for a map without pixels or with a negative id.
  /// - Complexity: O(pixels), about 10 ns each.
  public func encode(labels: LabelMap) throws(CodecError) -> LabelFile {
    guard labels.size.area > 0 else { throw .engine("a picture without pixels cannot be written") }
    let (least, most) = extent(of: labels)
    guard least >= 0 else { throw .engine("a label below 0 cannot be written") }
    if most > UInt16.max { return LabelFile(bytes: tiff(of: labels), fileExtension: "tif") }
    let bytes = try encode(objects: ObjectMap(size: labels.size, elements: narrowed(labels)))
    return LabelFile(bytes: bytes, fileExtension: "png")
  }

  /// A 16-bit gray PNG of the ids as they are. Equal maps give equal bytes.
  ///
  /// - Throws: `.engine` for a map without pixels.
  public func encode(objects: ObjectMap) throws(CodecError) -> [UInt8] {
    guard objects.size.area > 0 else { throw .engine("a picture without pixels cannot be written") }
    return try encoded { error in
      cvb_encode_png16(objects.elements, Int32(objects.width), Int32(objects.height), &error)
    }
  }

  /// The ids of an 8- or 16-bit gray file.
  ///
  /// - Throws: as `decodeLabels`; `.notALabelMap` for ids above 65,535.
  public func decodeObjects(_ bytes: [UInt8]) throws(CodecError) -> ObjectMap {
    let labels = try decodeLabels(bytes)
    let (least, most) = extent(of: labels)
    guard least >= 0, most <= UInt16.max else { throw .notALabelMap("ids beyond 65535") }
    return ObjectMap(size: labels.size, elements: narrowed(labels))
  }

  /// An 8-bit RGB PNG.
  ///
  /// - Throws: `.engine` for a picture without pixels.
  public func encode(picture: Image) throws(CodecError) -> [UInt8] {
    guard picture.size.area > 0 else { throw .engine("a picture without pixels cannot be written") }
    return try encoded { error in
      cvb_encode_png8(picture.bytes, Int32(picture.size.width), Int32(picture.size.height), 3, &error)
    }
  }

  /// The ids of an 8- or 16-bit gray file, or of an uncompressed TIFF with integers of 32 bits.
  ///
  /// - Throws: as `decode`; `.notALabelMap` for files with other pixels.
  public func decodeLabels(_ bytes: [UInt8]) throws(CodecError) -> LabelMap {
    let header = try header(of: bytes, pixelLimit: Self.enginePixelLimit)
    if header.format == .tiff, let labels = try wideLabels(of: bytes, size: header.stored) { return labels }
    let (width, height) = (Int32(header.stored.width), Int32(header.stored.height))
    var isOther = false
    let labels: [Int32]
    do throws(CodecError) {
      labels = try fill(header.stored.area, format: header.format) { labels, error in
        defer { isOther = error.status == CVB_UNSUPPORTED }
        return cvb_decode_labels(bytes, bytes.count, width, height, labels, &error)
      }
    } catch {
      throw isOther ? .notALabelMap("pixels of another kind") : error
    }
    return LabelMap(size: header.stored, elements: labels)
  }
}

private func extent(of labels: LabelMap) -> (least: Int32, most: Int32) {
  labels.elements.withUnsafeBufferPointer { labels in
    var (least, most) = (Int32.max, Int32.min)
    for label in labels {
      least = min(least, label)
      most = max(most, label)
    }
    return (least, most)
  }
}

private func narrowed(_ labels: LabelMap) -> [UInt16] {
  [UInt16](unsafeUninitializedCapacity: labels.size.area) { samples, written in
    labels.elements.withUnsafeBufferPointer { labels in
      for at in labels.indices { samples[at] = UInt16(truncatingIfNeeded: labels[at]) }
    }
    written = labels.size.area
  }
}
