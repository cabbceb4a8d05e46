/// Width and height of a bitmap; nil where the header or the rows of an uncompressed one break off.
/// - Source: Microsoft, Bitmap Storage (BITMAPCOREHEADER, BITMAPINFOHEADER).
func bmpHeader(of bytes: [UInt8]) -> ImageHeader? {
  guard let offset = bytes.littleEndian(4, at: 10), let headerSize = bytes.littleEndian(4, at: 14) else { return nil }
  let isCore = headerSize == 12
  let width = isCore ? bytes.littleEndian(2, at: 18) : bytes.signed(at: 18)
  let height = isCore ? bytes.littleEndian(2, at: 20) : bytes.signed(at: 22)
  guard let width, let height, let bits = bytes.littleEndian(2, at: isCore ? 24 : 28) else { return nil }
  let compression = isCore ? 0 : bytes.littleEndian(4, at: 30)
  // Negative means from the top down.
  let rows = abs(height)
  guard width > 0, rows > 0, let compression else { return nil }
  if compression == 0 || compression == 3 {
    let (rowBytes, stride) = ((width * bits + 7) / 8, (width * bits + 31) / 32 * 4)
    // The last row's padding may be missing.
    guard offset + stride * (rows - 1) + rowBytes <= bytes.count else { return nil }
  }
  return ImageHeader(format: .bmp, width: width, height: rows)
}

extension [UInt8] {
  fileprivate func signed(at offset: Int) -> Int? {
    littleEndian(4, at: offset).map { Int(Int32(truncatingIfNeeded: $0)) }
  }
}
