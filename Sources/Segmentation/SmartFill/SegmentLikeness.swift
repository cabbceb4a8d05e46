import Raster

/// How alike the segments of one label map look, and which of them touch: what a smart fill chooses by.
///
/// Two segments are as far apart as their mean colours in Lab, hue counted double, and the spread of their lightness,
/// in steps of 8-bit Lab images, rounded up. Painting changes none of it; other segments need another one.
public struct SegmentLikeness: Sendable {
  /// What is known of a segment; index = label. Nil where no pixel has the label.
  private let looks: [Look?]
  private let neighbours: [[Int32]]

  /// One segment.
  private struct Look: Sendable {
    let region: RegionGraph.Region
    /// Standard deviation of the luma, in steps.
    let spread: Double
    /// Well inside.
    let point: PixelPoint
  }

  /// Looks at all segments.
  ///
  /// - Precondition: both have one size; labels are 0…`lastLabel`, each one region, 0 is edge.
  /// - Throws: `.cancelled`.
  /// - Complexity: O(pixels + borders · log borders), about 15 ns per pixel.
  public init(of labels: LabelMap, lastLabel: Int32, image: Image, _ run: MethodRun = MethodRun())
    throws(SegmentationError)
  {
    let work = ParallelWork(run)
    let graph = try RegionGraph(of: labels, count: Int(lastLabel), image: image, work)
    let spreads = lumaSpreads(of: labels, lastLabel: lastLabel, image)
    try run.checkCancelled()
    let segments = unpaintedSegments(
      of: labels, lastLabel: lastLabel, PaintMap(size: labels.size, filledWith: 0), image)
    var looks = [Look?](repeating: nil, count: Int(lastLabel) + 1)
    for segment in segments {
      let label = Int(segment.label)
      looks[label] = Look(region: graph.regions[label - 1], spread: spreads[label], point: segment.point)
    }
    var neighbours = [[Int32]](repeating: [], count: Int(lastLabel) + 1)
    for border in graph.borders {
      neighbours[Int(border.first) + 1].append(border.second + 1)
      neighbours[Int(border.second) + 1].append(border.first + 1)
    }
    self.looks = looks
    self.neighbours = neighbours
  }

  /// Whether `labels` still has the segments that were looked at.
  /// - Parameter segments: how many of its labels have pixels.
  public func fits(_ labels: LabelMap, segments: Int) -> Bool {
    var count = 0
    for (label, look) in looks.enumerated() {
      guard let look else { continue }
      guard labels[look.point] == Int32(label) else { return false }
      count += 1
    }
    return count == segments
  }

  /// The segments that a fill takes in which starts at `label`, the most alike first; `label` itself with 0.
  ///
  /// Growing, a segment is reached over touching ones, and wants the tolerance of the least like on its way; so the
  /// fill never leaks along a slow gradient, as it would if each were compared with the one before.
  /// - Parameters:
  ///   - everywhere: whether segments count that the fill cannot reach over touching ones.
  ///   - isOpen: whether the segment around a point may be taken in. Others are in the way.
  /// - Complexity: O(segments + borders).
  public func reach(from label: Int32, everywhere: Bool, isOpen: (PixelPoint) -> Bool) -> SegmentReach {
    guard looks.indices.contains(Int(label)), let origin = looks[Int(label)] else { return SegmentReach([]) }
    var distances = looks.map { look in look.flatMap { isOpen($0.point) ? distance(origin, $0) : nil } }
    distances[Int(label)] = 0
    if !everywhere { distances = grown(from: label, distances) }
    let steps = distances.enumerated().compactMap { label, distance -> SegmentReach.Step? in
      guard let distance, let point = looks[label]?.point else { return nil }
      return SegmentReach.Step(tolerance: distance, label: Int32(label), point: point)
    }
    return SegmentReach(steps.sorted { ($0.tolerance, $0.label) < ($1.tolerance, $1.label) })
  }

  private func distance(_ one: Look, _ other: Look) -> Int {
    let scale = Double(LabTable.scale)
    let color = squaredColorDistance(one.region, other.region) / (scale * scale)
    let spread = one.spread - other.spread
    return Int((color + spread * spread).squareRoot().rounded(.up))
  }

  /// The largest distance on the best way to each segment; nil where there is none.
  private func grown(from start: Int32, _ distances: [Int?]) -> [Int?] {
    var reached = [Int?](repeating: nil, count: distances.count)
    // By tolerance: distances are small whole numbers.
    var waiting = [[Int32]](repeating: [], count: (distances.compactMap(\.self).max() ?? 0) + 1)
    waiting[0] = [start]
    for tolerance in waiting.indices {
      while let label = waiting[tolerance].popLast() {
        guard reached[Int(label)] == nil else { continue }
        reached[Int(label)] = tolerance
        for next in neighbours[Int(label)] where reached[Int(next)] == nil {
          if let distance = distances[Int(next)] { waiting[max(tolerance, distance)].append(next) }
        }
      }
    }
    return reached
  }
}

/// Standard deviations of the luma within each label; index = label.
private func lumaSpreads(of labels: LabelMap, lastLabel: Int32, _ image: Image) -> [Double] {
  let none = [Int](repeating: 0, count: Int(lastLabel) + 1)
  var (counts, sums, squares) = (none, none, none)
  labels.elements.withUnsafeBufferPointer { labels in
    image.bytes.withUnsafeBufferPointer { bytes in
      for at in labels.indices {
        let (label, pixel) = (Int(labels[at]), at * 3)
        // Rec. 601 in 256ths.
        let luma = (77 * Int(bytes[pixel]) + 150 * Int(bytes[pixel + 1]) + 29 * Int(bytes[pixel + 2])) >> 8
        counts[label] += 1
        sums[label] += luma
        squares[label] += luma * luma
      }
    }
  }
  return counts.indices.map { label in
    guard counts[label] > 0 else { return 0 }
    let (count, sum) = (Double(counts[label]), Double(sums[label]))
    return max(0, Double(squares[label]) / count - sum / count * (sum / count)).squareRoot()
  }
}
