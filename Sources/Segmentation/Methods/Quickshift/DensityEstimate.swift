import Glibc
import Raster

/// The sum of Gaussian weights of the pixels in a square window, by distance in position and colour.
struct DensityEstimate {
  private let colours: LabPlanes
  private let reach: Int
  /// Squared distance to the exponent of 2.
  private let falloff: Float

  /// - Parameter kernelSize: the Gaussian's deviation; the window reaches three of them.
  init(_ colours: LabPlanes, kernelSize: Double) {
    self.colours = colours
    reach = Int((3 * kernelSize).rounded(.up))
    falloff = Float(-0.5 / (kernelSize * kernelSize) / log(2))
  }

  /// The densities of all pixels, on all cores.
  /// - Parameter bands: how many parts the rows are divided into; the densities do not depend on it.
  /// - Throws: `.cancelled`.
  func densities(bands: Int = 8, _ work: ParallelWork) throws(SegmentationError) -> [Double] {
    let size = colours.size
    let done = RowCount(of: size.height, work.run, 0.05...0.6)
    return try [Double](count: size.area) { densities throws(SegmentationError) in
      guard let densities = densities.baseAddress else { return }
      try work.divide(size.height, parts: bands) { _, rows in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: (rows.count + 1) * size.width) { sums in
          guard let sums = sums.baseAddress else { return }
          // A pixel weighs itself 1.
          sums.initialize(repeating: 1, count: rows.count * size.width)
          for upper in max(0, rows.lowerBound - reach)..<rows.upperBound where !work.run.isCancelled() {
            addPairs(upper, rows, sums)
            if rows.contains(upper) { done.advance() }
          }
          let start = rows.lowerBound * size.width
          for at in 0..<rows.count * size.width { densities[start + at] = Double(sums[at]) }
        }
      }
    }
  }

  /// Adds the weights between the pixels of row `upper` and those right of or below them to the sums of `rows`. Every
  /// pixel's sum is added up in the same order, whatever the rows.
  private func addPairs(_ upper: Int, _ rows: Range<Int>, _ sums: UnsafeMutablePointer<Float>) {
    let width = colours.size.width
    let weights = sums + rows.count * width
    for lower in upper..<min(upper + reach + 1, colours.size.height) where rows.contains(upper) || rows.contains(lower)
    {
      for shift in (lower == upper ? 1 : -reach)...reach where abs(shift) < width {
        let columns = max(0, -shift)..<min(width, width - shift)
        weigh(upper, lower, shift, columns, into: weights)
        if rows.contains(upper) {
          let target = sums + (upper - rows.lowerBound) * width
          for x in columns { target[x] += weights[x] }
        }
        let target = sums + (lower - rows.lowerBound) * width + shift
        if rows.contains(lower) { for x in columns { target[x] += weights[x] } }
      }
    }
  }

  /// Writes the weights between the pixels of `columns` in row `upper` and those `shift` to the right in row `lower`.
  private func weigh(
    _ upper: Int, _ lower: Int, _ shift: Int, _ columns: Range<Int>, into weights: UnsafeMutablePointer<Float>
  ) {
    let (width, area) = (colours.size.width, colours.size.area)
    let one = UnsafePointer(colours.planes + upper * width)
    let other = UnsafePointer(colours.planes + lower * width + shift)
    let (oneA, oneB) = (one + area, one + 2 * area)
    let (otherA, otherB) = (other + area, other + 2 * area)
    let apart = Float(shift * shift + (lower - upper) * (lower - upper))
    let falloff = falloff
    for x in columns {
      let lightness = one[x] - other[x]
      let a = oneA[x] - otherA[x]
      let b = oneB[x] - otherB[x]
      weights[x] = powerOfTwo((apart + lightness * lightness + a * a + b * b) * falloff)
    }
  }
}

/// 2 to the power of a number that is not positive, to six digits; below 2^-126 that.
@inline(__always)
private func powerOfTwo(_ exponent: Float) -> Float {
  // Adding this leaves the nearest integer in the lowest bits.
  let shifter: Float = 12_582_912
  let exponent = exponent < -126 ? -126 : exponent
  let shifted = exponent + shifter
  let rest = exponent - (shifted - shifter)
  // The Taylor series of 2^rest for |rest| <= 1/2.
  var power: Float = 0.000154035304
  power = power * rest + 0.00133335581
  power = power * rest + 0.00961812911
  power = power * rest + 0.0555041087
  power = power * rest + 0.240226507
  power = power * rest + 0.693147181
  power = power * rest + 1
  return Float(bitPattern: power.bitPattern &+ shifted.bitPattern << 23)
}
