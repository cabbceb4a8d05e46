/// Which source samples make each target sample of one axis, and how much each counts.
///
/// Centres are aligned (pixel k lies at k + 0.5). Growing is bilinear; shrinking averages over a triangle as wide as
/// the step where `isSmooth`, else it picks the two nearest samples. Source: what PIL and PyTorch do.
struct LinearTaps {
  /// Source samples per target sample, the same for all.
  let width: Int
  /// The first source sample of each target sample.
  private(set) var first: [Int] = []
  /// `width` weights per target sample; they add up to 1.
  private(set) var weights: [Float] = []

  /// - Parameters: `source` and `target` are numbers of samples, at least 1.
  init(from source: Int, to target: Int, isSmooth: Bool) {
    let step = Double(source) / Double(target)
    let radius = isSmooth ? max(step, 1) : 1
    width = min(source, isSmooth ? Int((2 * radius).rounded(.up)) + 1 : 2)
    first.reserveCapacity(target)
    weights.reserveCapacity(target * width)
    for index in 0..<target { add(center: (Double(index) + 0.5) * step, radius, source, isSmooth) }
  }

  /// The first `count` target samples alone.
  func prefix(_ count: Int) -> LinearTaps {
    var taps = self
    taps.first.removeSubrange(min(count, first.count)...)
    return taps
  }

  private mutating func add(center: Double, _ radius: Double, _ source: Int, _ isSmooth: Bool) {
    // Without smoothing the edge is repeated; with it what lies outside does not count.
    let center = isSmooth ? center : min(max(center, 0.5), Double(source) - 0.5)
    let reach = isSmooth ? radius : 0.5
    let start = min(max(Int((center - reach).rounded(.down)), 0), source - width)
    let shares = (0..<width).map { max(0, 1 - abs(Double(start + $0) + 0.5 - center) / radius) }
    let sum = shares.reduce(0, +)
    first.append(start)
    weights += shares.map { Float($0 / sum) }
  }
}

extension LinearTaps {
  /// Scales one row.
  ///
  /// - Parameters: `source` holds the samples that the taps were made for, `target` has room for one per tap.
  /// - Complexity: O(target · width).
  func horizontally(_ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>) {
    first.withUnsafeBufferPointer { first in
      weights.withUnsafeBufferPointer { weights in
        for x in first.indices {
          let (start, row) = (first[x], x &* width)
          var sum: Float = 0
          for tap in 0..<width { sum += source[start &+ tap] * weights[row &+ tap] }
          target[x] = sum
        }
      }
    }
  }

  /// Scales every row of a row-major plane of `rows` rows along x.
  func horizontally(_ source: [Float], rows: Int) -> [Float] {
    let sourceWidth = source.count / max(rows, 1)
    return [Float](unsafeUninitializedCapacity: rows * first.count) { target, count in
      source.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        for row in 0..<rows { horizontally(from + row * sourceWidth, into: to + row * first.count) }
      }
      count = rows * first.count
    }
  }

  /// Writes row `y` of the plane scaled along y.
  ///
  /// - Parameters: `source` has rows as long as `line`.
  func vertically(_ source: [Float], y: Int, into line: inout [Float]) {
    source.withUnsafeBufferPointer { source in
      line.withUnsafeMutableBufferPointer { line in
        for tap in 0..<width {
          let weight = weights[y * width + tap]
          let row = UnsafeBufferPointer(rebasing: source[((first[y] + tap) * line.count)...].prefix(line.count))
          if tap == 0 {
            for x in line.indices { line[x] = row[x] * weight }
          } else {
            for x in line.indices { line[x] += row[x] * weight }
          }
        }
      }
    }
  }
}

/// Rows of a plane that is scaled along y, made one after the other; of the source no more rows are kept than one takes.
struct RowScaler {
  private let taps: LinearTaps
  private var kept: [(row: Int, samples: [Float])]

  /// - Parameter width: of all rows.
  init(_ taps: LinearTaps, width: Int) {
    self.taps = taps
    kept = Array(repeating: (-1, [Float](repeating: 0, count: width)), count: taps.width)
  }

  /// Writes row `y`.
  /// - Parameter source: writes a row of the source; asked once for each where `y` grows.
  mutating func write(_ y: Int, into line: inout [Float], _ source: (_ row: Int, inout [Float]) -> Void) {
    let first = taps.first[y]
    for tap in 0..<taps.width {
      let slot = (first + tap) % taps.width
      if kept[slot].row != first + tap {
        source(first + tap, &kept[slot].samples)
        kept[slot].row = first + tap
      }
      line.add(kept[slot].samples, times: taps.weights[y * taps.width + tap], isFirst: tap == 0)
    }
  }
}

extension [Float] {
  fileprivate mutating func add(_ samples: [Float], times weight: Float, isFirst: Bool) {
    withUnsafeMutableBufferPointer { line in
      samples.withUnsafeBufferPointer { samples in
        if isFirst {
          for x in line.indices { line[x] = samples[x] * weight }
        } else {
          for x in line.indices { line[x] += samples[x] * weight }
        }
      }
    }
  }
}
