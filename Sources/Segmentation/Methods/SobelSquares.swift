import Raster

/// The squared length of Sobel's gradient of one channel (0 red, 1 green, 2 blue) at every pixel, 0…2 · 1020². Beyond
/// the border the image is mirrored at its outermost pixels.
package func sobelSquares(of image: Image, channel: Int) -> [Int32] {
  let (width, height) = (image.size.width, image.size.height)
  return [Int32](unsafeUninitializedCapacity: image.size.area) { squares, written in
    image.bytes.withUnsafeBufferPointer { bytes in
      for y in 0..<height {
        let above = (y > 0 ? y - 1 : min(1, height - 1)) * width * 3
        let below = (y + 1 < height ? y + 1 : max(0, height - 2)) * width * 3
        for x in 0..<width {
          let left = (x > 0 ? x - 1 : min(1, width - 1)) * 3
          let right = (x + 1 < width ? x + 1 : max(0, width - 2)) * 3
          let (row, column) = (y * width * 3, x * 3)
          func level(_ row: Int, _ column: Int) -> Int32 { Int32(bytes[row &+ column &+ channel]) }
          let (topLeft, topRight) = (level(above, left), level(above, right))
          let (bottomLeft, bottomRight) = (level(below, left), level(below, right))
          let across = topRight &+ bottomRight &- topLeft &- bottomLeft &+ 2 &* (level(row, right) &- level(row, left))
          let down =
            bottomLeft &+ bottomRight &- topLeft &- topRight &+ 2 &* (level(below, column) &- level(above, column))
          squares[y &* width &+ x] = across &* across &+ down &* down
        }
      }
    }
    written = image.size.area
  }
}
