import Raster

extension Labeling {
  /// A line becomes edge and unpainted; segments that fall apart get fresh ids, in raster order of their first pixels.
  mutating func planCut(_ start: PixelPoint, _ end: PixelPoint) throws(SessionError) -> Change {
    let line = pixelLine(from: try reachable(start), to: try reachable(end), in: state.size)
    guard !line.isEmpty else { throw .outside(start, state.size) }
    let width = state.size.width
    let runs = line.map { $0.y * width + $0.x }.sorted().map { PixelRun(start: UInt32($0), length: 1) }
    var patch = patch(painting: runs, 0)
    patch.labels = PixelRun.changes(of: runs, in: state.labels, to: 0)
    guard !patch.isEmpty else { return .nothing(nil) }
    let fresh = separatedParts(by: line, patch.labels)
    var lastLabel = state.lastLabel
    for part in fresh {
      lastLabel += 1
      patch.labels += PixelRun.changes(of: part, in: state.labels, to: lastLabel)
    }
    return .edit(Edit(patch: patch, lastLabel: lastLabel))
  }

  /// The other point's segment joins the first's.
  mutating func planMerge(_ one: PixelPoint, _ other: PixelPoint) throws(SessionError) -> Change {
    let (kept, gone) = (state.labels[try inside(one, "merge")], state.labels[try inside(other, "merge")])
    guard kept != 0 else { throw .noSegment(one) }
    guard gone != 0 else { throw .noSegment(other) }
    guard kept != gone else { return .nothing("Both points lie in one segment already") }
    let region = floodFill.region(of: state.labels, at: other)
    guard touches(region, kept) else { throw .notNeighbours(one, other) }
    return .edit(Edit(patch: Patch(labels: PixelRun.changes(of: region, in: state.labels, to: kept))))
  }

  /// The segments of another level. Lines that were cut stay edge: a person drew them.
  func planGranularity(_ labels: PreparedLabels?) throws(SessionError) -> Change {
    guard let labels, labels.runs.size == state.size else { throw .needsLabels }
    var patch = Patch(labels: labels.runs.changes(from: state.labels))
    var count = labels.count
    if patch.labels.contains(where: { $0.old == 0 }) {
      let kept = keepingCuts(labels.runs.plane, patch.labels)
      patch.labels = RunLengthPlane(kept.labels).changes(from: state.labels)
      count = kept.count
    }
    if patch.isEmpty { return .nothing("There are no coarser segments") }
    return .edit(Edit(patch: patch, lastLabel: count, method: labels.method, message: Self.shown(segments: count)))
  }

  /// `labels` with edge where `changes` would write over it, and the segments that fall apart by it numbered anew.
  private func keepingCuts(_ labels: LabelMap, _ changes: [RunChange<Int32>]) -> (labels: LabelMap, count: Int32) {
    var labels = labels
    for change in changes where change.old == 0 {
      labels.apply([RunChange(start: change.start, length: change.length, old: change.new, new: 0)], .forwards)
    }
    return connectedRegions(of: labels)
  }

  /// The parts of all segments that the line divides, in raster order of their first pixels.
  ///
  /// The line is written into the labels while the parts are searched and taken back at once.
  private mutating func separatedParts(by line: [PixelPoint], _ cut: [RunChange<Int32>]) -> [[PixelRun]] {
    state.labels.apply(cut, .forwards)
    let crossed = Set(cut.map(\.old))
    let seeds = neighbours(of: line).filter { state.labels[$0] != 0 && crossed.contains(state.labels[$0]) }
    let labels = state.labels
    let parts = floodFill.regions(of: labels, at: seeds).map { (label: labels.elements[Int($0[0].start)], runs: $0) }
    _ = consume labels
    state.labels.apply(cut, .backwards)
    var counts: [Int32: Int] = [:]
    for part in parts { counts[part.label, default: 0] += 1 }
    return parts.filter { counts[$0.label, default: 0] > 1 }.map(\.runs).sorted { $0[0].start < $1[0].start }
  }

  private func neighbours(of line: [PixelPoint]) -> [PixelPoint] {
    line.flatMap { point in
      [(0, -1), (-1, 0), (1, 0), (0, 1)].map { PixelPoint(x: point.x + $0.0, y: point.y + $0.1) }
    }.filter(state.size.contains)
  }

  private func touches(_ region: [PixelRun], _ label: Int32) -> Bool {
    let (width, count) = (state.size.width, state.size.area)
    return state.labels.elements.withUnsafeBufferPointer { labels in
      region.contains { run in
        let (start, end) = (run.range.lowerBound, run.range.upperBound)
        if start % width > 0, labels[start - 1] == label { return true }
        if end % width > 0, labels[end] == label { return true }
        return run.range.contains { at in
          (at >= width && labels[at - width] == label) || (at + width < count && labels[at + width] == label)
        }
      }
    }
  }

  func reachable(_ point: PixelPoint) throws(SessionError) -> PixelPoint {
    guard abs(point.x) <= Command.farthest, abs(point.y) <= Command.farthest else { throw .outside(point, state.size) }
    return point
  }
}
