import Raster

extension GrabCutStroke {
  /// The pixels under the stroke, row by row, no pixel twice.
  ///
  /// The brush is a disc around every pixel of the lines between the points.
  /// - Complexity: O(length · radius).
  public func runs(in size: Size) -> [PixelRun] {
    var rows: [Int: [Range<Int>]] = [:]
    let reach = Size(width: size.width + 2 * radius, height: size.height + 2 * radius)
    for centre in centres(in: reach) {
      for (y, half) in zip(-radius...radius, Self.halfWidths(radius)) {
        let (first, end) = (max(0, centre.x - half), min(size.width, centre.x + half + 1))
        let row = centre.y + y
        guard first < end, row >= 0, row < size.height else { continue }
        rows[row, default: []].append(first..<end)
      }
    }
    return rows.keys.sorted().flatMap { row in joined(rows[row] ?? [], offset: row * size.width) }
  }

  /// How far the disc reaches to both sides of its middle column, from its first row to its last.
  static func halfWidths(_ radius: Int) -> [Int] {
    (-radius...radius).map { y in Int(Double(radius * radius - y * y).squareRoot()) }
  }

  /// The pixels of the lines between the points, those whose brush may reach the image.
  private func centres(in reach: Size) -> [PixelPoint] {
    let moved = points.map { PixelPoint(x: $0.x + radius, y: $0.y + radius) }
    let lines = moved.count == 1 ? [(moved[0], moved[0])] : Array(zip(moved, moved.dropFirst()))
    return lines.flatMap { pixelLine(from: $0, to: $1, in: reach) }.map {
      PixelPoint(x: $0.x - radius, y: $0.y - radius)
    }
  }
}

/// Ranges as runs that do not touch one another.
private func joined(_ ranges: [Range<Int>], offset: Int) -> [PixelRun] {
  var runs: [Range<Int>] = []
  for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
    if let last = runs.last, range.lowerBound <= last.upperBound {
      runs[runs.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
    } else {
      runs.append(range)
    }
  }
  return runs.map { PixelRun(start: UInt32(offset + $0.lowerBound), length: UInt32($0.count)) }
}
