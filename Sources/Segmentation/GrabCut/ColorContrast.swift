import Glibc
import Raster

/// How strongly neighbours of an image hold together: the less, the more their colours differ.
struct ColorContrast {
  /// Neighbours of one colour.
  static let strength = 50.0
  /// Rows that are looked at hold about so many pixels: the mean needs no more.
  private static let pixels = 1 << 20

  /// One over twice the mean squared difference of neighbours; 0 where there is none.
  let beta: Double

  /// - Complexity: O(pixels), of a part of the rows in large images.
  init(of image: Image) {
    let (width, height) = (image.size.width, image.size.height)
    var (sum, pairs) = (0.0, 0)
    image.bytes.withUnsafeBufferPointer { bytes in
      for y in stride(from: 0, to: height, by: (image.size.area + Self.pixels - 1) / Self.pixels) {
        for (dx, dy) in [(-1, 0), (-1, -1), (0, -1), (1, -1)] where y + dy >= 0 {
          let columns = max(0, -dx)..<max(max(0, -dx), min(width, width - dx))
          sum += Double(squares(bytes, y * width, y * width + dy * width + dx, columns))
          pairs += columns.count
        }
      }
    }
    beta = sum > 0 ? Double(pairs) / (2 * sum) : 0
  }

  /// How strongly two neighbours hold together, of `strength`.
  @inline(__always)
  func pull(_ one: SIMD3<Double>, _ other: SIMD3<Double>, isDiagonal: Bool) -> Double {
    let apart = one - other
    let pull = Self.strength * exp(-beta * (apart * apart).sum())
    return isDiagonal ? pull * 0.5.squareRoot() : pull
  }
}

private func squares(_ bytes: UnsafeBufferPointer<UInt8>, _ row: Int, _ other: Int, _ columns: Range<Int>) -> Int {
  var sum = 0
  for at in columns.lowerBound * 3..<columns.upperBound * 3 {
    let apart = Int(bytes[row * 3 + at]) - Int(bytes[other * 3 + at])
    sum &+= apart &* apart
  }
  return sum
}
