import Raster

/// The squared length of Sobel's gradient of one channel (0 red, 1 green, 2 blue) at every pixel, 0…2 · 1020². Beyond
/// the border the image is mirrored at its outermost pixels.
/// - Throws: `.cancelled`.
package func sobelSquares(of image: Image, channel: Int, _ work: ParallelWork) throws(SegmentationError) -> [Int32] {
  let size = image.size
  return try [Int32](count: size.area) { squares throws(SegmentationError) in
    try image.bytes.withUnsafeBufferPointer { bytes throws(SegmentationError) in
      guard let bytes = bytes.baseAddress, let squares = squares.baseAddress else { return }
      try work.divideRows(of: size) { rows in
        for y in rows {
          let row = SobelRow(bytes + channel, row: y, of: size)
          for x in 0..<size.width { squares[y * size.width + x] = row.square(at: x) }
        }
      }
    }
  }
}

/// Three rows of one channel; samples lie three bytes apart.
struct SobelRow {
  private let above: UnsafePointer<UInt8>
  private let own: UnsafePointer<UInt8>
  private let below: UnsafePointer<UInt8>
  private let width: Int

  /// - Parameter samples: the channel's first one in the image.
  init(_ samples: UnsafePointer<UInt8>, row y: Int, of size: Size) {
    let pitch = size.width * 3
    above = samples + (y > 0 ? y - 1 : min(1, size.height - 1)) * pitch
    own = samples + y * pitch
    below = samples + (y + 1 < size.height ? y + 1 : max(0, size.height - 2)) * pitch
    width = size.width
  }

  /// The squared length of the gradient.
  @inline(__always)
  func square(at x: Int) -> Int32 {
    let left = (x > 0 ? x - 1 : min(1, width - 1)) * 3
    let right = (x + 1 < width ? x + 1 : max(0, width - 2)) * 3
    let (topLeft, topRight) = (Int32(above[left]), Int32(above[right]))
    let (bottomLeft, bottomRight) = (Int32(below[left]), Int32(below[right]))
    let across = topRight + bottomRight - topLeft - bottomLeft + 2 * (Int32(own[right]) - Int32(own[left]))
    let down = bottomLeft + bottomRight - topLeft - topRight + 2 * (Int32(below[x * 3]) - Int32(above[x * 3]))
    return across * across + down * down
  }
}
