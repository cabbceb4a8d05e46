import Raster

/// A segment as a canvas shows it.
struct VisibleSegment: Equatable {
  let label: Int32
  /// An image pixel well inside.
  let point: PixelPoint
  /// The canvas pixel that shows it.
  let place: PixelPoint
  /// Canvas pixels.
  let area: Int
}

/// The segments that a canvas shows with at least `smallest` pixels; the largest first, equal ones by number.
/// - Complexity: O(canvas).
func visibleSegments(of labels: LabelMap, _ samples: CanvasSamples, smallest: Int) -> [VisibleSegment] {
  var tallies: [Int32: Tally] = [:]
  forEachRun(of: labels, samples) { label, columns, y in tallies[label, default: Tally()].add(columns.count, y) }
  tallies = tallies.filter { $0.key != 0 && $0.value.area >= smallest }
  forEachRun(of: labels, samples) { label, columns, y in tallies[label]?.place(columns, y) }
  return tallies.map { label, tally in
    let (column, row) = (tally.place.x - samples.visible.x, tally.place.y - samples.visible.y)
    let point = PixelPoint(x: Int(samples.columns[column]), y: samples.rows[row])
    return VisibleSegment(label: label, point: point, place: tally.place, area: tally.area)
  }.sorted { ($1.area, $0.label) < ($0.area, $1.label) }
}

private func forEachRun(
  of labels: LabelMap, _ samples: CanvasSamples, _ body: (_ label: Int32, Range<Int>, _ y: Int) -> Void
) {
  let visible = samples.visible
  for y in visible.y..<visible.maxY {
    let line = samples.rows[y - visible.y] * labels.width
    var start = 0
    while start < samples.columns.count {
      let label = labels.elements[line + Int(samples.columns[start])]
      var end = start + 1
      while end < samples.columns.count, labels.elements[line + Int(samples.columns[end])] == label { end += 1 }
      body(label, visible.x + start..<visible.x + end, y)
      start = end
    }
  }
}

/// What is known of a segment while the rows of the canvas are read.
private struct Tally {
  private(set) var area = 0
  private(set) var place = PixelPoint(x: 0, y: 0)
  private var rows = 0
  private var longest = 0
  private var distance = Int.max

  mutating func add(_ length: Int, _ y: Int) {
    area += length
    rows += y * length
    longest = max(longest, length)
  }

  /// Takes the middle of a row, if that is long and nearer to the segment's middle than what was found.
  mutating func place(_ columns: Range<Int>, _ y: Int) {
    let distance = abs(y - rows / area)
    guard columns.count * 2 >= longest, distance < self.distance else { return }
    (place, self.distance) = (PixelPoint(x: columns.lowerBound + columns.count / 2, y: y), distance)
  }
}
