import Raster

/// A segment that is still to be painted, as one walks through them.
public struct UnpaintedSegment: Equatable, Sendable {
  /// Its number in the label map.
  public let label: Int32
  /// Pixels that are unpainted.
  public let area: Int
  /// An unpainted pixel well inside: the middle of the row nearest to the segment's middle of those half as long as
  /// the longest.
  public let point: PixelPoint
  /// About the mean colour.
  public let color: RGB
}

/// The segments of which more than half is unpainted, by their numbers.
///
/// - Precondition: all three have one size; labels are 0…`lastLabel`, 0 is edge.
/// - Complexity: two passes, O(pixels); colours are taken from the middle of each row of a segment.
public func unpaintedSegments(
  of labels: LabelMap, lastLabel: Int32, _ paint: PaintMap, _ image: Image
) -> [UnpaintedSegment] {
  var tallies = [Tally](repeating: Tally(), count: Int(lastLabel) + 1)
  forEachRun(of: labels, paint) { label, isPainted, columns, y in
    let middle = PixelPoint(x: columns.lowerBound + columns.count / 2, y: y)
    tallies[Int(label)].add(columns.count, isPainted, y, image[middle])
  }
  forEachRun(of: labels, paint) { label, isPainted, columns, y in
    if !isPainted { tallies[Int(label)].place(columns, y) }
  }
  return tallies.enumerated().compactMap { $1.segment(labelled: Int32($0)) }
}

/// Calls `body` with every piece of a row in which segment and being painted do not change; edges are left out.
private func forEachRun(
  of labels: LabelMap, _ paint: PaintMap, _ body: (_ label: Int32, _ isPainted: Bool, Range<Int>, _ y: Int) -> Void
) {
  labels.elements.withUnsafeBufferPointer { labels in
    paint.elements.withUnsafeBufferPointer { painted in
      for y in 0..<paint.height {
        let (line, end) = (y * paint.width, (y + 1) * paint.width)
        var start = line
        while start < end {
          let (label, isPainted) = (labels[start], painted[start] != 0)
          var at = start + 1
          while at < end, labels[at] == label, (painted[at] != 0) == isPainted { at += 1 }
          if label != 0 { body(label, isPainted, start - line..<at - line, y) }
          start = at
        }
      }
    }
  }
}

/// What is known of a segment while the rows are read.
private struct Tally {
  private var all = 0
  private var unpainted = InnerPoint()
  /// Red, green and blue of all unpainted pixels.
  private var sums = SIMD3<Int>(repeating: 0)

  mutating func add(_ length: Int, _ isPainted: Bool, _ y: Int, _ color: RGB) {
    all += length
    guard !isPainted else { return }
    unpainted.add(length, y)
    sums &+= SIMD3(Int(color.red), Int(color.green), Int(color.blue)) &* length
  }

  mutating func place(_ columns: Range<Int>, _ y: Int) { unpainted.place(columns, y) }

  func segment(labelled label: Int32) -> UnpaintedSegment? {
    guard unpainted.area * 2 > all else { return nil }
    let mean = sums / unpainted.area
    let color = RGB(UInt8(mean.x), UInt8(mean.y), UInt8(mean.z))
    return UnpaintedSegment(label: label, area: unpainted.area, point: unpainted.point, color: color)
  }
}
