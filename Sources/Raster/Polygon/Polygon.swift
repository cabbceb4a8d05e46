/// A closed line through pixels; the last vertex is joined to the first. It may cross itself and lie outside of an image.
///
/// It covers the pixels whose centre lies on the line, and those inside by the even-odd rule: a way from their centre to
/// the outside crosses the line an odd number of times. Vertices are the centres of pixels.
public struct Polygon: Hashable, Sendable {
  /// In order; each at most a billion pixels from the image's corner.
  public var vertices: [PixelPoint]

  /// A polygon by its vertices, in order.
  public init(_ vertices: [PixelPoint]) { self.vertices = vertices }

  /// From each vertex to the next, and back to the first.
  var edges: [PolygonEdge] {
    zip(vertices, vertices.dropFirst() + vertices.prefix(1)).map(PolygonEdge.init)
  }

  /// What it covers of an image, row by row, no two that touch in a row.
  ///
  /// - Complexity: O(rows × edges), never what the image has pixels; sorting k crossings of a row adds log k.
  public func runs(in size: Size) -> [PixelRun] {
    var rows = [PolygonRow](repeating: PolygonRow(), count: size.height)
    for edge in edges {
      for row in edge.rows.clamped(to: 0..<size.height) { rows[row].add(edge, in: row) }
    }
    return rows.enumerated().flatMap { row, crossed in
      crossed.columns(in: 0..<size.width).map {
        PixelRun(start: UInt32(row * size.width + $0.lowerBound), length: UInt32($0.count))
      }
    }
  }
}

/// A straight line between the centres of two pixels.
struct PolygonEdge {
  let upper: PixelPoint
  let lower: PixelPoint

  init(_ one: PixelPoint, _ other: PixelPoint) {
    (upper, lower) = one.y <= other.y ? (one, other) : (other, one)
  }

  /// The rows whose centres it passes, both ends included.
  var rows: Range<Int> { upper.y..<lower.y + 1 }

  /// Where it crosses the middle of a row above its lower end: the columns left and right of it, added. Both are the
  /// same where it passes a pixel's centre. This orders crossings as well as their places would, in whole numbers.
  ///
  /// No product exceeds 4·10¹⁸: places are at most a billion pixels away.
  func crossing(_ row: Int) -> Int {
    let (height, across) = (lower.y - upper.y, (row - upper.y) * (lower.x - upper.x))
    let (quotient, rest) = across.quotientAndRemainder(dividingBy: height)
    let left = upper.x + quotient - (rest < 0 ? 1 : 0)
    return 2 * left + (rest == 0 ? 0 : 1)
  }
}

/// Where the edges of a polygon cross the middle of a row.
private struct PolygonRow {
  /// As `PolygonEdge.crossing`; every edge counts from its upper end to above its lower one.
  private var crossings: [Int] = []
  /// What edges end on, and edges along the row.
  private var touched: [Range<Int>] = []

  mutating func add(_ edge: PolygonEdge, in row: Int) {
    if row < edge.lower.y { return crossings.append(edge.crossing(row)) }
    let isFlat = edge.upper.y == edge.lower.y
    let other = isFlat ? edge.upper.x : edge.lower.x
    touched.append(min(edge.lower.x, other)..<max(edge.lower.x, other) + 1)
  }

  /// From left to right, no two that touch.
  func columns(in width: Range<Int>) -> [Range<Int>] {
    let sorted = crossings.sorted()
    let inside = stride(from: 0, to: sorted.count - 1, by: 2).compactMap { at -> Range<Int>? in
      let (first, end) = ((sorted[at] + 1) >> 1, (sorted[at + 1] >> 1) + 1)
      return first < end ? first..<end : nil
    }
    let parts = (inside + touched).map { $0.clamped(to: width) }.filter { !$0.isEmpty }
    var joined: [Range<Int>] = []
    for part in parts.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = joined.last, part.lowerBound <= last.upperBound {
        joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, part.upperBound)
      } else {
        joined.append(part)
      }
    }
    return joined
  }
}
