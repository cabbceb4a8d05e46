import Raster

/// One strip of 32-bit unsigned little-endian samples.
/// - Source: Adobe, TIFF Revision 6.0, section 2.
func tiff(of labels: LabelMap) -> [UInt8] {
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

/// The ids of a TIFF file with samples of 32 bits; nil if its samples have another size.
///
/// - Throws: `.notALabelMap` for 32 bits of another kind than uncompressed gray integers, `.truncated`.
/// - Source: Adobe, TIFF Revision 6.0, section 2; strips, either byte order.
func wideLabels(of bytes: [UInt8], size: Size) throws(CodecError) -> LabelMap? {
  guard let fields = TIFFFields(of: bytes), fields[258] == 32, (fields[277] ?? 1) == 1 else { return nil }
  guard (fields[259] ?? 1) == 1, [1, 2].contains(fields[339] ?? 1), let offsets = fields.values(of: 273),
    let counts = fields.values(of: 279), offsets.count == counts.count
  else { throw .notALabelMap("32 bits of another kind") }
  let held = counts.reduce(0, +)
  guard held >= size.area * 4, held <= bytes.count, counts.allSatisfy({ $0 % 4 == 0 }) else {
    throw .truncated(format: ImageFormat.tiff.rawValue)
  }
  var ids: [Int32] = []
  ids.reserveCapacity(size.area)
  for (offset, count) in zip(offsets, counts) { append(bytes[offset..<offset + count], fields.isBig, to: &ids) }
  guard ids.allSatisfy({ $0 >= 0 }) else { throw .notALabelMap("an id below 0 or above 2147483647") }
  return LabelMap(size: size, elements: Array(ids.prefix(size.area)))
}

private func append(_ samples: ArraySlice<UInt8>, _ isBig: Bool, to ids: inout [Int32]) {
  samples.withUnsafeBytes { samples in
    for at in stride(from: 0, to: samples.count, by: 4) {
      let sample = samples.loadUnaligned(fromByteOffset: at, as: Int32.self)
      ids.append(isBig ? Int32(bigEndian: sample) : Int32(littleEndian: sample))
    }
  }
}
