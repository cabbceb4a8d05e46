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

  /// The sums that the first iteration needs; the others get them from the one before.
  func sums(of levels: LevelSet, _ work: ParallelWork) throws(SegmentationError) -> ContourSums {
    let size = levels.size
    return try added(size, work) { y, gray, sums in sums.add(levels.row(y), gray, size.width) }
  }

  /// Does one iteration on all cores and returns the root mean square of the change.
  /// - Parameter sums: those of `levels`, before and after.
  /// - Throws: `.cancelled`.
  func advance(_ levels: LevelSet, _ sums: inout ContourSums, _ work: ParallelWork) throws(SegmentationError) -> Double
  {
    let size = levels.size
    let (innerMean, outerMean) = (level(sums.inner, sums.innerCount), level(sums.outer, sums.outerCount))
    // A sum per row, added up in order: the same whoever made which.
    var changes = [Double](repeating: 0, count: size.height)
    sums = try changes.withUnsafeMutableBufferPointer { changes throws(SegmentationError) in
      try added(size, work) { y, gray, sums in
        let next = levels.nextRow(y)
        let term = RowTerm(
          gray: gray, above: levels.row(y - 1), own: levels.row(y), below: levels.row(y + 1), innerMean: innerMean,
          outerMean: outerMean)
        advance(term, size.width, into: next)
        levels.closeNextRow(y)
        // While the row is in the cache.
        changes[y] = squaredDistance(levels.row(y), UnsafePointer(next), size.width)
        sums.add(UnsafePointer(next), gray, size.width)
      }
    }
    levels.swapPlanes()
    return (changes.reduce(0.0) { $0 + $1 } / Double(size.area)).squareRoot()
  }

  /// Calls `body` with every row, its gray levels and the sums to add to, and returns them all together.
  private func added(
    _ size: Size, _ work: ParallelWork, _ body: (Int, UnsafePointer<UInt8>, inout ContourSums) -> Void
  ) throws(SegmentationError) -> ContourSums {
    var sums = [ContourSums](repeating: ContourSums(), count: Self.bands)
    try gray.withUnsafeBufferPointer { gray throws(SegmentationError) in
      try sums.withUnsafeMutableBufferPointer { sums throws(SegmentationError) in
        try work.divide(size.height, parts: Self.bands) { band, rows in
          guard let start = gray.baseAddress else { return }
          for y in rows where !work.run.isCancelled() { body(y, start + y * size.width, &sums[band]) }
        }
      }
    }
    return sums.reduce(into: ContourSums()) { $0.add($1) }
  }

  /// The mean level of one side, 0…1; of an empty one 0.
  private func level(_ sum: Int, _ count: Int) -> Double {
    guard count > 0 else { return 0 }
    return (Double(sum) / Double(count) - Double(range.lowerBound)) / Double(range.upperBound - range.lowerBound)
  }

  private struct RowTerm {
    let gray: UnsafePointer<UInt8>
    let above: UnsafePointer<Double>
    let own: UnsafePointer<Double>
    let below: UnsafePointer<Double>
    let innerMean: Double
    let outerMean: Double
  }

  /// One row, four pixels at a time; those left at its end are followed by copies of themselves.
  private func advance(_ term: RowTerm, _ width: Int, into out: UnsafeMutablePointer<Double>) {
    let force = force(term)
    var x = 0
    while x + 4 <= width {
      let change = force.change(
        gray: fourLevels(term.gray, x), middle: four(term.own, x), left: four(term.own, x - 1),
        right: four(term.own, x + 1), above: four(term.above, x), below: four(term.below, x))
      UnsafeMutableRawPointer(out + x).storeBytes(of: change, as: SIMD4<Double>.self)
      x += 4
    }
    while x < width {
      let level = Double(term.gray[x])
      let change = force.change(
        gray: .init(repeating: level), middle: .init(repeating: term.own[x]), left: .init(repeating: term.own[x - 1]),
        right: .init(repeating: term.own[x + 1]), above: .init(repeating: term.above[x]),
        below: .init(repeating: term.below[x]))
      out[x] = change[0]
      x += 1
    }
  }

  private func force(_ term: RowTerm) -> ContourForce {
    ContourForce(
      innerMean: term.innerMean, outerMean: term.outerMean, mu: mu, inside: inside,
      outside: outside, step: step, darkest: Double(range.lowerBound),
      unit: 1 / Double(range.upperBound - range.lowerBound))
  }
}

@inline(__always)
private func four(_ levels: UnsafePointer<Double>, _ x: Int) -> SIMD4<Double> {
  UnsafeRawPointer(levels + x).loadUnaligned(as: SIMD4<Double>.self)
}

@inline(__always)
private func fourLevels(_ gray: UnsafePointer<UInt8>, _ x: Int) -> SIMD4<Double> {
  SIMD4(Double(gray[x]), Double(gray[x + 1]), Double(gray[x + 2]), Double(gray[x + 3]))
}

/// The semi-implicit scheme: the level's neighbours, weighted by the inverse lengths of the four one-sided gradients,
/// pull it; the two means push it.
private struct ContourForce {
  let innerMean: Double
  let outerMean: Double
  let mu: Double
  let inside: Double
  let outside: Double
  let step: Double
  let darkest: Double
  let unit: Double

  /// The levels of four pixels after one step.
  @inline(__always)
  func change(
    gray: SIMD4<Double>, middle: SIMD4<Double>, left: SIMD4<Double>, right: SIMD4<Double>, above: SIMD4<Double>,
    below: SIMD4<Double>
  ) -> SIMD4<Double> {
    let eta: Double = 1e-16
    let (toRight, toLeft) = (right - middle, middle - left)
    let (toBottom, toTop) = (below - middle, middle - above)
    let across = (toRight + toLeft) * 0.5
    let down = (toBottom + toTop) * 0.5
    let (flat, steep) = (eta + down * down, eta + across * across)
    // Two lengths share a division.
    let rightLength = (flat + toRight * toRight).squareRoot()
    let leftLength = (flat + toLeft * toLeft).squareRoot()
    let sides = 1 / (rightLength * leftLength)
    let (rightWeight, leftWeight) = (sides * leftLength, sides * rightLength)
    let bottomLength = (steep + toBottom * toBottom).squareRoot()
    let topLength = (steep + toTop * toTop).squareRoot()
    let ends = 1 / (bottomLength * topLength)
    let (bottomWeight, topWeight) = (ends * topLength, ends * bottomLength)
    let pull = toRight * rightWeight - toLeft * leftWeight + toBottom * bottomWeight - toTop * topWeight
    let level = (gray - darkest) * unit
    let (fromInner, fromOuter) = (level - innerMean, level - outerMean)
    let push = outside * fromOuter * fromOuter - inside * fromInner * fromInner
    // The smoothed step's slope is 1 / spread; numerator and denominator are multiplied by it.
    let spread = 1 + middle * middle
    let weights = rightWeight + leftWeight + bottomWeight + topWeight
    return middle + step * (mu * pull + push) / (spread + mu * step * weights)
  }
}

/// The gray levels and numbers of the pixels inside and outside of a contour.
struct ContourSums {
  fileprivate var inner = 0
  fileprivate var innerCount = 0
  fileprivate var outer = 0
  fileprivate var outerCount = 0

  fileprivate mutating func add(_ levels: UnsafePointer<Double>, _ gray: UnsafePointer<UInt8>, _ width: Int) {
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

  fileprivate mutating func add(_ other: ContourSums) {
    inner += other.inner
    innerCount += other.innerCount
    outer += other.outer
    outerCount += other.outerCount
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
