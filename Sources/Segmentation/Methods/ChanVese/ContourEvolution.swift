import Raster

/// Moves a level set down the gradient of the Chan–Vese energy.
struct ContourEvolution {
  let gray: [UInt8]
  /// The levels that count as 0 and 1.
  let range: ClosedRange<UInt8>
  let mu: Double
  let inside: Double
  let outside: Double
  let step: Double

  private static let bands = 64

  /// Does one iteration on all cores and returns the root mean square of the change.
  /// - Throws: `.cancelled`.
  func advance(_ levels: LevelSet, _ work: ParallelWork) throws(SegmentationError) -> Double {
    let size = levels.size
    let (innerMean, outerMean) = try means(levels, work)
    // A sum per row, added up in order: the same whoever made which.
    var changes = [Double](repeating: 0, count: size.height)
    try gray.withUnsafeBufferPointer { gray throws(SegmentationError) in
      try changes.withUnsafeMutableBufferPointer { changes throws(SegmentationError) in
        try work.divideRows(of: size) { rows in
          for y in rows {
            guard let start = gray.baseAddress else { return }
            let term = RowTerm(
              gray: start + y * size.width, above: levels.row(y - 1), own: levels.row(y), below: levels.row(y + 1),
              innerMean: innerMean, outerMean: outerMean)
            advance(term, size.width, into: levels.nextRow(y))
            levels.closeNextRow(y)
            changes[y] = squaredDistance(levels.row(y), UnsafePointer(levels.nextRow(y)), size.width)
          }
        }
      }
    }
    levels.swapPlanes()
    return (changes.reduce(0.0) { $0 + $1 } / Double(size.area)).squareRoot()
  }

  private struct RowTerm {
    let gray: UnsafePointer<UInt8>
    let above: UnsafePointer<Double>
    let own: UnsafePointer<Double>
    let below: UnsafePointer<Double>
    let innerMean: Double
    let outerMean: Double
  }

  /// One row of the semi-implicit scheme: the level's neighbours, weighted by the inverse lengths of the four one-sided
  /// gradients, pull it; the two means push it.
  private func advance(_ term: RowTerm, _ width: Int, into out: UnsafeMutablePointer<Double>) {
    let eta: Double = 1e-16
    let (gray, above, own, below) = (term.gray, term.above, term.own, term.below)
    let (innerMean, outerMean) = (term.innerMean, term.outerMean)
    let (mu, inside, outside, step) = (mu, inside, outside, step)
    let unit = 1 / Double(range.upperBound - range.lowerBound)
    let darkest = Double(range.lowerBound)
    for x in 0..<width {
      let (middle, left, right, top, bottom) = (own[x], own[x - 1], own[x + 1], above[x], below[x])
      let across = (right - left) * 0.5
      let down = (bottom - top) * 0.5
      let (toRight, toLeft, toBottom, toTop) = (right - middle, middle - left, bottom - middle, middle - top)
      // Two lengths share a division.
      let rightLength = (eta + toRight * toRight + down * down).squareRoot()
      let leftLength = (eta + toLeft * toLeft + down * down).squareRoot()
      let sides = 1 / (rightLength * leftLength)
      let (rightWeight, leftWeight) = (sides * leftLength, sides * rightLength)
      let bottomLength = (eta + across * across + toBottom * toBottom).squareRoot()
      let topLength = (eta + across * across + toTop * toTop).squareRoot()
      let ends = 1 / (bottomLength * topLength)
      let (bottomWeight, topWeight) = (ends * topLength, ends * bottomLength)
      let pull = right * rightWeight + left * leftWeight + bottom * bottomWeight + top * topWeight
      let level = (Double(gray[x]) - darkest) * unit
      let (fromInner, fromOuter) = (level - innerMean, level - outerMean)
      let push = outside * fromOuter * fromOuter - inside * fromInner * fromInner
      // The smoothed step's slope is 1 / spread; numerator and denominator are multiplied by it.
      let spread = 1 + middle * middle
      let weights = rightWeight + leftWeight + bottomWeight + topWeight
      out[x] = (middle * spread + step * (mu * pull + push)) / (spread + mu * step * weights)
    }
  }

  /// The mean levels of the pixels inside and outside of the contour; of an empty side 0.
  private func means(_ levels: LevelSet, _ work: ParallelWork) throws(SegmentationError) -> (Double, Double) {
    let size = levels.size
    var sums = [Sums](repeating: Sums(), count: Self.bands)
    try gray.withUnsafeBufferPointer { gray throws(SegmentationError) in
      try sums.withUnsafeMutableBufferPointer { sums throws(SegmentationError) in
        try work.divide(size.height, parts: Self.bands) { band, rows in
          for y in rows {
            guard let start = gray.baseAddress else { return }
            sums[band].add(levels.row(y), start + y * size.width, size.width)
          }
        }
      }
    }
    let all = sums.reduce(into: Sums()) { $0.add($1) }
    func level(_ sum: Int, _ count: Int) -> Double {
      guard count > 0 else { return 0 }
      let mean = Double(sum) / Double(count) - Double(range.lowerBound)
      return mean / Double(range.upperBound - range.lowerBound)
    }
    return (level(all.inner, all.innerCount), level(all.outer, all.outerCount))
  }

  private struct Sums {
    var inner = 0
    var innerCount = 0
    var outer = 0
    var outerCount = 0

    mutating func add(_ levels: UnsafePointer<Double>, _ gray: UnsafePointer<UInt8>, _ width: Int) {
      var (sum, count, all): (Int32, Int32, Int32) = (0, 0, 0)
      for x in 0..<width {
        let isInner: Int32 = levels[x] > 0 ? 1 : 0
        count &+= isInner
        sum &+= isInner &* Int32(gray[x])
        all &+= Int32(gray[x])
      }
      inner += Int(sum)
      innerCount += Int(count)
      outer += Int(all - sum)
      outerCount += width - Int(count)
    }

    mutating func add(_ other: Sums) {
      inner += other.inner
      innerCount += other.innerCount
      outer += other.outer
      outerCount += other.outerCount
    }
  }
}

/// The sum of the squared differences of two rows.
private func squaredDistance(_ one: UnsafePointer<Double>, _ other: UnsafePointer<Double>, _ width: Int) -> Double {
  var lanes = SIMD4<Double>()
  var x = 0
  while x + 4 <= width {
    let difference =
      UnsafeRawPointer(one + x).loadUnaligned(as: SIMD4<Double>.self)
      - UnsafeRawPointer(other + x).loadUnaligned(as: SIMD4<Double>.self)
    lanes += difference * difference
    x += 4
  }
  var sum = lanes.sum()
  while x < width {
    sum += (one[x] - other[x]) * (one[x] - other[x])
    x += 1
  }
  return sum
}
