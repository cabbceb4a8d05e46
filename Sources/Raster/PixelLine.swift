/// The pixels of the 8-connected line from `start` to `end` that lie inside `size`, in order.
///
/// The far ends may lie outside by up to a billion pixels: only pixels inside cost time.
/// - Source: J. E. Bresenham, "Algorithm for computer control of a digital plotter", IBM Systems Journal 4(1), 1965.
public func pixelLine(from start: PixelPoint, to end: PixelPoint, in size: Size) -> [PixelPoint] {
  let (dx, dy) = (end.x - start.x, end.y - start.y)
  let isSteep = abs(dy) > abs(dx)
  let line = MajorAxisLine(
    major: isSteep ? start.y : start.x, minor: isSteep ? start.x : start.y,
    majorDelta: isSteep ? dy : dx, minorDelta: isSteep ? dx : dy)
  return line.steps(inside: isSteep ? size.height : size.width).compactMap { step in
    let (major, minor) = line.position(at: step)
    let point = isSteep ? PixelPoint(x: minor, y: major) : PixelPoint(x: major, y: minor)
    return size.contains(point) ? point : nil
  }
}

/// A line that takes one step per pixel of its longer axis.
private struct MajorAxisLine {
  let major: Int
  let minor: Int
  let majorDelta: Int
  let minorDelta: Int

  /// The steps at which the longer axis lies in `0..<extent`.
  func steps(inside extent: Int) -> Range<Int> {
    let length = abs(majorDelta)
    let first = majorDelta >= 0 ? -major : major - extent + 1
    let last = majorDelta >= 0 ? extent - 1 - major : major
    let lower = max(0, first)
    return lower..<max(lower, min(length, last) + 1)
  }

  func position(at step: Int) -> (major: Int, minor: Int) {
    let length = abs(majorDelta)
    let across = length == 0 ? 0 : (2 * step * abs(minorDelta) + length) / (2 * length)
    return (major + step * majorDelta.signum(), minor + across * minorDelta.signum())
  }
}
