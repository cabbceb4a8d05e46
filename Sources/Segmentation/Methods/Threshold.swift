import Raster

/// Splits the luma of an image into classes by Otsu's thresholds, or by a given one; every connected region of equal
/// class becomes a segment.
///
/// - Input: any image; luma is (299 R + 587 G + 114 B) / 1000, rounded.
/// - Parameters: `classes` 2…5 for Otsu's thresholds; `value` 0…254 puts one threshold by hand, -1 leaves it to Otsu.
/// - Output: 4-connected segments from 1 in raster order, no edge. A uniform image is one segment.
/// - Throws: `.cancelled`.
/// - Complexity: O(pixels + 256² · classes) time, about 10 ns per pixel.
/// - Source: N. Otsu, "A threshold selection method from gray-level histograms", IEEE Trans. SMC 9(1), 1979, 62–66;
///   several classes by dynamic programming as in P.-S. Liao, T.-S. Chen, P.-C. Chung, "A fast algorithm for
///   multilevel thresholding", J. Information Science and Engineering 17, 2001.
public struct Threshold: SegmentationMethod {
  /// What people read about the method.
  public let description = MethodDescription(
    name: "threshold",
    summary: "connected regions of equal brightness class, divided where the classes differ most (Otsu)",
    parameters: [
      Parameter("classes", .integer(2...5), default: .integer(2), help: "number of brightness classes"),
      Parameter(
        "value", .integer(-1...254), default: .integer(-1),
        help: "the brightest gray of the dark class, instead of classes; -1 finds the thresholds"),
    ])

  /// The method; it holds nothing.
  public init() {}

  /// Luma, classes and regions.
  public func bytesPerPixel(_ parameters: Parameters, threads: Int) -> Int { 12 }

  /// Labels every pixel with its connected region, from 1.
  public func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap
  {
    var luma = [UInt8](repeating: 0, count: image.size.area)
    writeLuma(of: image.bytes, to: &luma)
    try run.checkCancelled()
    let value = parameters.integer("value")
    let thresholds =
      value >= 0 ? [UInt8(value)] : otsuThresholds(of: histogram(of: luma), classes: parameters.integer("classes"))
    let classes = classMap(of: luma, size: image.size, thresholds: thresholds)
    try run.checkCancelled()
    run.progress(0.5)
    let regions = connectedRegions(of: classes).labels
    run.progress(1)
    return regions
  }
}

/// The luma of interleaved RGB bytes, rounded to nearest. `luma` holds one byte per pixel.
func writeLuma(of rgb: [UInt8], to luma: inout [UInt8]) {
  precondition(rgb.count == luma.count * 3, "\(rgb.count) bytes for \(luma.count) pixels")
  rgb.withUnsafeBufferPointer { rgb in
    luma.withUnsafeMutableBufferPointer { luma in
      for at in luma.indices {
        let (red, green, blue) = (UInt32(rgb[at * 3]), UInt32(rgb[at * 3 + 1]), UInt32(rgb[at * 3 + 2]))
        luma[at] = UInt8(truncatingIfNeeded: (red * 299 + green * 587 + blue * 114 + 500) / 1000)
      }
    }
  }
}

/// How often each gray level occurs.
func histogram(of gray: [UInt8]) -> [Int] {
  var counts = [Int](repeating: 0, count: 256)
  gray.withUnsafeBufferPointer { gray in
    counts.withUnsafeMutableBufferPointer { counts in
      for level in gray { counts[Int(level)] += 1 }
    }
  }
  return counts
}

/// The thresholds, ascending, that maximise the variance between the classes; a level belongs to the class whose
/// threshold is the first at or above it. Fewer than asked for where fewer levels occur; of equal ones the lowest.
func otsuThresholds(of counts: [Int], classes: Int) -> [UInt8] {
  let levels = counts.indices.filter { counts[$0] > 0 }
  let classes = min(classes, levels.count)
  guard classes > 1 else { return [] }
  let moments = ClassMoments(of: levels.map { (level: $0, count: counts[$0]) })
  // best[last]: the largest sum of scores when levels 0...last are divided into the classes so far.
  var best = levels.indices.map { moments.score(of: 0...$0) }
  var cuts: [[Int]] = []
  for divided in 1..<classes {
    var (next, cut) = (best, [Int](repeating: 0, count: levels.count))
    for last in divided..<levels.count {
      next[last] = -1
      for before in divided - 1..<last {
        let score = best[before] + moments.score(of: before + 1...last)
        if score > next[last] { (next[last], cut[last]) = (score, before) }
      }
    }
    best = next
    cuts.append(cut)
  }
  var (thresholds, last): ([UInt8], Int) = ([], levels.count - 1)
  for cut in cuts.reversed() {
    last = cut[last]
    thresholds.append(UInt8(levels[last]))
  }
  return thresholds.reversed()
}

/// Sums over ranges of levels in constant time.
private struct ClassMoments {
  private var counts = [0.0]
  private var sums = [0.0]

  init(of levels: [(level: Int, count: Int)]) {
    for (level, count) in levels {
      counts.append((counts.last ?? 0) + Double(count))
      sums.append((sums.last ?? 0) + Double(count * level))
    }
  }

  /// A class's share of the variance between classes, up to a constant: its squared sum by its count.
  func score(of range: ClosedRange<Int>) -> Double {
    let count = counts[range.upperBound + 1] - counts[range.lowerBound]
    let sum = sums[range.upperBound + 1] - sums[range.lowerBound]
    return sum * sum / count
  }
}

private func classMap(of luma: [UInt8], size: Size, thresholds: [UInt8]) -> LabelMap {
  let classOfLevel = (0...255).map { level in Int32(1 + thresholds.count { $0 < level }) }
  var map = LabelMap(size: size, filledWith: 0)
  map.elements.withUnsafeMutableBufferPointer { classes in
    luma.withUnsafeBufferPointer { luma in
      classOfLevel.withUnsafeBufferPointer { classOfLevel in
        for at in luma.indices { classes[at] = classOfLevel[Int(luma[at])] }
      }
    }
  }
  return map
}
