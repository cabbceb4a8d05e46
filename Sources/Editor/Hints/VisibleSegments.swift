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
  var tallies: [Int32: InnerPoint] = [:]
  forEachRun(of: labels, samples) { label, columns, y in tallies[label, default: InnerPoint()].add(columns.count, y) }
  tallies = tallies.filter { $0.key != 0 && $0.value.area >= smallest }
  forEachRun(of: labels, samples) { label, columns, y in tallies[label]?.place(columns, y) }
  return tallies.map { label, tally in
    let (column, row) = (tally.point.x - samples.visible.x, tally.point.y - samples.visible.y)
    let point = PixelPoint(x: Int(samples.columns[column]), y: samples.rows[row])
    return VisibleSegment(label: label, point: point, place: tally.point, area: tally.area)
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
