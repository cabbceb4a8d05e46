import Raster
import Segmentation

extension SessionState {
  /// What `fill` comes to: points in the segments that it takes in. Painted segments are in its way.
  /// - Throws: where it begins outside, on an edge, or without a class.
  public func explicit(_ fill: SmartFill, by likeness: SegmentLikeness) throws(SessionError) -> Command {
    guard let point = fill.point else { throw .needsPoint("smart-fill") }
    guard size.contains(point) else { throw .outside(point, size) }
    guard labels[point] != 0 else { throw .noSegment(point) }
    let reach = likeness.reach(from: labels[point], everywhere: fill.everywhere) { paint[$0] == 0 }
    return .fillSegments(.number(try classes.number(fill.reference)), reach.points(within: fill.tolerance))
  }

  /// The same without a likeness at hand.
  /// - Complexity: O(pixels), about 15 ns per pixel.
  func explicit(_ fill: SmartFill, _ image: Image) throws(SessionError) -> Command {
    let likeness: SegmentLikeness
    do {
      likeness = try SegmentLikeness(of: labels, lastLabel: lastLabel, image: image)
    } catch { throw .segmentation(error) }
    return try explicit(fill, by: likeness)
  }
}

extension Labeling {
  /// What `command` is written down as: what a smart fill comes to, so that resuming never has to choose alike.
  func explicit(_ command: Command) throws(SessionError) -> Command {
    guard case .smartFill(let fill) = command else { return command }
    guard let image else { throw .noImage }
    return try state.explicit(fill, image)
  }

  /// What is painted stays as it is.
  mutating func planFillSegments(_ reference: ClassReference, _ points: [PixelPoint]) throws(SessionError) -> Change {
    let number = UInt16(try state.classes.number(reference))
    for point in points where state.labels[try inside(point, "fill-segments")] == 0 { throw .noSegment(point) }
    let regions = floodFill.regions(of: state.labels, at: points)
    let runs = regions.flatMap { PixelRun.changes(of: $0, in: state.paint, to: number) }.filter { $0.old == 0 }
    guard !runs.isEmpty else { return .nothing("Everything there is painted") }
    return .edit(Edit(patch: patch(changing: runs), message: "\(Self.shown(segments: Int32(regions.count))) filled"))
  }
}
