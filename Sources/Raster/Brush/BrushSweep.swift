/// What a brush has covered of an image on its way, as ranges of columns per row.
///
/// A step costs the rows that the brush covers on it, times the rows that it moves by; never what the image or the
/// stroke has pixels.
public struct BrushSweep: Equatable, Sendable {
  /// Width and height of the image.
  public let size: Size
  /// What is drawn with.
  public let brush: Brush
  /// Where the brush is; nil before it was put down.
  public private(set) var last: PixelPoint?
  /// Per row of the image: from left to right, no two that touch.
  private var rows: [[Range<Int>]]
  /// Of the brush, per row.
  private let columns: [Range<Int>]

  /// A brush that covers nothing yet.
  public init(_ brush: Brush, in size: Size) {
    (self.brush, self.size) = (brush, size)
    rows = [[Range<Int>]](repeating: [], count: size.height)
    columns = brush.rows.map(brush.columns)
  }

  /// Puts the brush down, or draws a straight line on to `point`.
  ///
  /// - Source: pixels of the line as `pixelLine`. Two neighbours on it cover overlapping columns of every row that both
  ///   cover, so that a line covers one range of each row.
  public mutating func move(to point: PixelPoint) {
    let steps = centreRows(from: last ?? point, to: point)
    last = point
    guard let first = steps.first?.row, let end = steps.last?.row else { return }
    let (top, bottom) = (min(first, end) + brush.rows.lowerBound, max(first, end) + brush.rows.upperBound)
    let covered = (max(0, top)..<max(0, top, bottom)).clamped(to: 0..<size.height)
    var (lows, highs) = ([Int](repeating: .max, count: covered.count), [Int](repeating: .min, count: covered.count))
    for step in steps {
      let start = step.row + brush.rows.lowerBound
      for row in (start..<start + columns.count).clamped(to: covered) {
        let (own, at) = (columns[row - start], row - covered.lowerBound)
        lows[at] = min(lows[at], step.low + own.lowerBound)
        highs[at] = max(highs[at], step.high + own.upperBound)
      }
    }
    for (at, row) in covered.enumerated() where lows[at] < highs[at] {
      let (low, high) = (max(0, lows[at]), min(size.width, highs[at]))
      if low < high { rows[row].unite(low..<high) }
    }
  }

  /// The columns that are covered in a row of the image: from left to right, no two that touch.
  public func columns(inRow row: Int) -> [Range<Int>] { rows[row] }

  /// All that is covered, as whole rows' runs in row-major order. Costs what there are rows and runs.
  public var runs: [PixelRun] {
    rows.enumerated().flatMap { row, ranges in
      ranges.map { PixelRun(start: UInt32(row * size.width + $0.lowerBound), length: UInt32($0.count)) }
    }
  }

  /// The pixels of a line row by row: the leftmost and the rightmost of each. Those that the brush cannot reach the image
  /// from are left out.
  private func centreRows(from: PixelPoint, to: PixelPoint) -> [(row: Int, low: Int, high: Int)] {
    let reach = brush.diameter
    func moved(_ point: PixelPoint) -> PixelPoint { PixelPoint(x: point.x + reach, y: point.y + reach) }
    let area = Size(width: size.width + 2 * reach, height: size.height + 2 * reach)
    var steps: [(row: Int, low: Int, high: Int)] = []
    for point in pixelLine(from: moved(from), to: moved(to), in: area) {
      let (x, y) = (point.x - reach, point.y - reach)
      if let last = steps.last, last.row == y {
        steps[steps.count - 1] = (y, min(last.low, x), max(last.high, x))
      } else {
        steps.append((y, x, x))
      }
    }
    return steps
  }
}

extension [Range<Int>] {
  /// Adds a range to ranges that do not touch one another.
  fileprivate mutating func unite(_ range: Range<Int>) {
    let first = firstIndex { $0.upperBound >= range.lowerBound } ?? count
    var (end, low, high) = (first, range.lowerBound, range.upperBound)
    while end < count, self[end].lowerBound <= range.upperBound {
      (low, high) = (Swift.min(low, self[end].lowerBound), Swift.max(high, self[end].upperBound))
      end += 1
    }
    replaceSubrange(first..<end, with: CollectionOfOne(low..<high))
  }
}
