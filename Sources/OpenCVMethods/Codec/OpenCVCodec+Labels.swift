import COpenCV
import Raster

/// A label map as a file.
public struct LabelFile: Equatable, Sendable {
  /// The whole file.
  public let bytes: [UInt8]
  /// `png` or `tif`.
  public let fileExtension: String
}

extension OpenCVCodec {
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
    let samples = narrowed(labels)
    let bytes = try encoded { error in
      cvb_encode_png16(samples, Int32(labels.width), Int32(labels.height), &error)
    }
    return LabelFile(bytes: bytes, fileExtension: "png")
  }

  /// The ids of an 8- or 16-bit gray file.
  ///
  /// - Throws: as `decode`; `.engine` for files with more than one channel or 32 bits.
  public func decodeLabels(_ bytes: [UInt8]) throws(CodecError) -> LabelMap {
    let header = try header(of: bytes, pixelLimit: Self.enginePixelLimit)
    let (width, height) = (Int32(header.stored.width), Int32(header.stored.height))
    let labels: [Int32] = try fill(header.stored.area, format: header.format) { labels, error in
      cvb_decode_labels(bytes, bytes.count, width, height, labels, &error)
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

/// One strip of 32-bit unsigned little-endian samples.
/// - Source: Adobe, TIFF Revision 6.0, section 2.
private func tiff(of labels: LabelMap) -> [UInt8] {
  let fields: [(tag: Int, type: Int, value: Int)] = [
    (256, 4, labels.width), (257, 4, labels.height), (258, 3, 32), (259, 3, 1), (262, 3, 1), (273, 4, 0),
    (277, 3, 1), (278, 4, labels.height), (279, 4, labels.size.area * 4), (339, 3, 1),
  ]
  let start = 8 + 2 + fields.count * 12 + 4
  var bytes: [UInt8] = []
  bytes.reserveCapacity(start + labels.size.area * 4)
  func put(_ value: Int, _ count: Int) {
    for byte in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
  }
  bytes += Array("II*\0".utf8)
  put(8, 4)
  put(fields.count, 2)
  for (tag, type, value) in fields {
    put(tag, 2)
    put(type, 2)
    put(1, 4)
    put(tag == 273 ? start : value, 4)
  }
  put(0, 4)
  labels.elements.withUnsafeBufferPointer { labels in
    for label in labels {
      bytes.append(UInt8(truncatingIfNeeded: label))
      bytes.append(UInt8(truncatingIfNeeded: label >> 8))
      bytes.append(UInt8(truncatingIfNeeded: label >> 16))
      bytes.append(UInt8(truncatingIfNeeded: label >> 24))
    }
  }
  return bytes
}
