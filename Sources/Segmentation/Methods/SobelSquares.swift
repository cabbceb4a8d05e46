import Raster

/// The squared length of Sobel's gradient of one channel (0 red, 1 green, 2 blue) at every pixel, 0…2 · 1020². Beyond
/// the border the image is mirrored at its outermost pixels.
/// - Throws: `.cancelled`.
package func sobelSquares(of image: Image, channel: Int, _ work: ParallelWork) throws(SegmentationError) -> [Int32] {
  let (width, height) = (image.size.width, image.size.height)
  return try [Int32](count: image.size.area) { squares throws(SegmentationError) in
    try image.bytes.withUnsafeBufferPointer { bytes throws(SegmentationError) in
      guard let bytes = bytes.baseAddress, let squares = squares.baseAddress else { return }
      try work.divideRows(of: image.size) { rows in
        for y in rows {
          let above = y > 0 ? y - 1 : min(1, height - 1)
          let below = y + 1 < height ? y + 1 : max(0, height - 2)
          let row = SobelRow(
            above: bytes + above * width * 3 + channel, own: bytes + y * width * 3 + channel,
            below: bytes + below * width * 3 + channel)
          row.write(width, to: squares + y * width)
        }
      }
    }
  }
}

/// Three rows of one channel; samples lie three bytes apart.
private struct SobelRow {
  let above: UnsafePointer<UInt8>
  let own: UnsafePointer<UInt8>
  let below: UnsafePointer<UInt8>

  func write(_ width: Int, to squares: UnsafeMutablePointer<Int32>) {
    for x in 0..<width {
      let left = (x > 0 ? x - 1 : min(1, width - 1)) * 3
      let right = (x + 1 < width ? x + 1 : max(0, width - 2)) * 3
      let (topLeft, topRight) = (Int32(above[left]), Int32(above[right]))
      let (bottomLeft, bottomRight) = (Int32(below[left]), Int32(below[right]))
      let across = topRight + bottomRight - topLeft - bottomLeft + 2 * (Int32(own[right]) - Int32(own[left]))
      let down = bottomLeft + bottomRight - topLeft - topRight + 2 * (Int32(below[x * 3]) - Int32(above[x * 3]))
      squares[x] = across * across + down * down
    }
  }
}
