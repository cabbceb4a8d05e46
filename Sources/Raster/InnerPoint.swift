/// Finds a pixel well inside of a region from its rows: the middle of that row nearest to the region's middle which is at
/// least half as long as the longest. The rows are read twice, first all with `add`, then all with `place`.
package struct InnerPoint: Sendable {
  /// Pixels of all rows.
  package private(set) var area = 0
  /// The pixel, once all rows were placed.
  package private(set) var point = PixelPoint(x: 0, y: 0)
  private var rows = 0
  private var longest = 0
  private var distance = Int.max

  /// A region of which nothing is known.
  package init() {}

  /// Takes in a row of `length` pixels.
  package mutating func add(_ length: Int, _ y: Int) {
    area += length
    rows += y * length
    longest = max(longest, length)
  }

  /// Takes the middle of a row that was added, where no better one has been found.
  package mutating func place(_ columns: Range<Int>, _ y: Int) {
    let distance = abs(y - rows / area)
    guard columns.count * 2 >= longest, distance < self.distance else { return }
    (point, self.distance) = (PixelPoint(x: columns.lowerBound + columns.count / 2, y: y), distance)
  }
}
