import Glibc
import Raster

/// The rows of an image as reals 0…1, smoothed by a Gaussian that is cut off at four deviations; beyond the border the
/// image is mirrored, border pixels included.
///
/// Rows are made on demand, so that no smoothed image has to be kept.
struct SmoothedRows: Sendable {
  let image: Image
  /// The weights at distance 0, 1, …, radius.
  private let weights: [Double]

  /// - Parameter deviation: in pixels; 0 leaves the image as it is.
  init(_ image: Image, deviation: Double) {
    self.image = image
    let radius = Int(4 * deviation + 0.5)
    let half = (0...radius).map { deviation > 0 ? exp(-0.5 / (deviation * deviation) * Double($0 * $0)) : 1 }
    let sum = half.reduce(0, +) * 2 - 1
    weights = half.map { $0 / sum }
  }

  private var radius: Int { weights.count - 1 }
  /// Reals in a row: red, green, blue per pixel.
  var rowCount: Int { image.size.width * 3 }
  /// Reals that `write` needs to work in.
  var scratchCount: Int { rowCount + radius * 6 }

  /// Writes row `y` to `row` (`rowCount` reals) and overwrites `scratch` (`scratchCount` reals).
  func write(row y: Int, to row: UnsafeMutablePointer<Double>, scratch: UnsafeMutablePointer<Double>) {
    image.bytes.withUnsafeBufferPointer { bytes in
      weights.withUnsafeBufferPointer { weights in
        let middle = scratch + radius * 3
        smoothColumns(bytes, weights, y, into: middle)
        mirrorEnds(of: middle)
        smoothRow(middle, weights, into: row)
      }
    }
  }

  private func smoothColumns(
    _ bytes: UnsafeBufferPointer<UInt8>, _ weights: UnsafeBufferPointer<Double>, _ y: Int,
    into out: UnsafeMutablePointer<Double>
  ) {
    guard let start = bytes.baseAddress else { return }
    let (count, height) = (rowCount, image.size.height)
    let unit = 1.0 / 255
    let own = start + y * count
    for at in 0..<count { out[at] = Double(own[at]) * unit * weights[0] }
    // From the outside in: rounding depends on the order, and comparisons with other programs on rounding.
    for distance in stride(from: radius, to: 0, by: -1) {
      let above = start + mirrored(y - distance, height) * count
      let below = start + mirrored(y + distance, height) * count
      let weight = weights[distance]
      for at in 0..<count { out[at] += (Double(above[at]) * unit + Double(below[at]) * unit) * weight }
    }
  }

  private func mirrorEnds(of row: UnsafeMutablePointer<Double>) {
    let width = image.size.width
    for x in 0..<radius {
      for channel in 0..<3 {
        row[(-1 - x) * 3 + channel] = row[mirrored(-1 - x, width) * 3 + channel]
        row[(width + x) * 3 + channel] = row[mirrored(width + x, width) * 3 + channel]
      }
    }
  }

  private func smoothRow(
    _ row: UnsafeMutablePointer<Double>, _ weights: UnsafeBufferPointer<Double>, into out: UnsafeMutablePointer<Double>
  ) {
    let count = rowCount
    for at in 0..<count { out[at] = row[at] * weights[0] }
    for distance in stride(from: radius, to: 0, by: -1) {
      let (left, right, weight) = (row - distance * 3, row + distance * 3, weights[distance])
      for at in 0..<count { out[at] += (left[at] + right[at]) * weight }
    }
  }
}

/// The place inside 0..<count that `place` falls on when the line is mirrored at both ends, again and again.
private func mirrored(_ place: Int, _ count: Int) -> Int {
  if place >= 0 && place < count { return place }
  let period = 2 * count
  let inside = ((place % period) + period) % period
  return min(inside, period - 1 - inside)
}
