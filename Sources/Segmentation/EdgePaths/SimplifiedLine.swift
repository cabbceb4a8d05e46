import Raster

/// A line with as few of its corners as leave none further than `tolerance` pixels from it; its ends stay.
///
/// - Complexity: O(corners²) at worst, O(corners · log corners) as a rule.
/// - Source: D. H. Douglas, T. K. Peucker, "Algorithms for the reduction of the number of points required to represent
///   a digitized line or its caricature", Cartographica 10(2), 1973.
func simplified(_ corners: [PixelPoint], within tolerance: Double) -> [PixelPoint] {
  guard corners.count > 2 else { return corners }
  var isKept = [Bool](repeating: false, count: corners.count)
  (isKept[0], isKept[corners.count - 1]) = (true, true)
  var open = [(first: 0, last: corners.count - 1)]
  while let (first, last) = open.popLast() {
    guard last - first > 1 else { continue }
    let distances = corners[first + 1..<last].map { $0.squaredDistance(toLineFrom: corners[first], to: corners[last]) }
    guard let farthest = distances.indices.max(by: { distances[$0] < distances[$1] }),
      distances[farthest] > tolerance * tolerance
    else { continue }
    let middle = first + 1 + farthest
    isKept[middle] = true
    open += [(first, middle), (middle, last)]
  }
  return corners.indices.filter { isKept[$0] }.map { corners[$0] }
}

extension PixelPoint {
  /// In pixels.
  package func squaredDistance(to other: PixelPoint) -> Int {
    (x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)
  }

  /// To the nearest point of the straight line between two points, in pixels.
  package func squaredDistance(toLineFrom start: PixelPoint, to end: PixelPoint) -> Double {
    let (dx, dy) = (Double(end.x - start.x), Double(end.y - start.y))
    let (px, py) = (Double(x - start.x), Double(y - start.y))
    let length = dx * dx + dy * dy
    let share = length == 0 ? 0 : min(max((px * dx + py * dy) / length, 0), 1)
    let (ox, oy) = (px - share * dx, py - share * dy)
    return ox * ox + oy * oy
  }
}
