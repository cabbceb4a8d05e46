import Raster

/// Where the edge near a point is strongest.
///
/// - Parameters:
///   - point: inside the image.
///   - radius: how far to look, in pixels.
/// - Returns: the pixel with the longest gradient, of several the nearest; `point` where there is no edge.
/// - Complexity: O(radius²).
public func strongestEdge(of image: Image, around point: PixelPoint, radius: Int) -> PixelPoint {
  let box = PixelRect(
    corner: PixelPoint(x: point.x - radius, y: point.y - radius),
    corner: PixelPoint(x: point.x + radius, y: point.y + radius))
  let grid = EdgeGrid(image, in: box.intersection(image.size.bounds))
  var (best, bestStrength, bestDistance) = (point, EdgeGrid.weakest, Int.max)
  for (place, strength) in zip(grid.places, grid.strengths) where strength >= bestStrength {
    let distance = place.squaredDistance(to: point)
    guard distance <= radius * radius, strength > bestStrength || distance < bestDistance else { continue }
    (best, bestStrength, bestDistance) = (place, strength, distance)
  }
  return best
}

/// What leads from one pixel to another along the edges of an image: the corners of a line, without its ends.
///
/// Edges that are as strong as those at the ends draw the line, weaker ones less. It is straight where a bend gains
/// little, and where both are so far apart that it would take long: beyond two million pixels of the box around them.
/// In boxes of more than 65,536 pixels it is looked for in cells of several pixels.
/// - Parameters:
///   - start: inside the image.
///   - end: inside the image.
/// - Returns: corners that are at most a pixel off; empty where the line is straight.
/// - Complexity: O(pixels of the box): a few milliseconds, about 20 at most.
/// - Source: E. N. Mortensen, W. A. Barrett, "Intelligent scissors for image composition", SIGGRAPH 1995.
public func edgePath(of image: Image, from start: PixelPoint, to end: PixelPoint) -> [PixelPoint] {
  guard let box = searchBox(from: start, to: end, in: image.size) else { return [] }
  var side = 1
  while (box.width / side + 1) * (box.height / side + 1) > mostCells { side += 1 }
  let grid = EdgeGrid(image, in: box, side: side)
  let (first, last) = (grid.cell(of: start), grid.cell(of: end))
  let costs = grid.costs(between: [first, last])
  let cells = LeastCostPath(costs, from: first, to: last).cells
  let straight = LeastCostPath.cost(of: pixelLine(from: first, to: last, in: grid.size), costs)
  let least = LeastCostPath.cost(of: cells, costs)
  guard straight - straight / leastGain > least else { return [] }
  let between = cells.dropFirst().dropLast().map { grid.places[$0.y * grid.size.width + $0.x] }
  return simplified([start] + between + [end], within: 1).dropFirst().dropLast()
}

private let mostCells = 1 << 16
private let mostPixels = 1 << 21
/// Of the cost, as a divisor.
private let leastGain = 8

/// The box around both ends with half its longer side on all sides, or as much of that as does not take too long.
private func searchBox(from start: PixelPoint, to end: PixelPoint, in size: Size) -> PixelRect? {
  let tight = PixelRect(corner: start, corner: end)
  var margin = max(16, max(tight.width, tight.height) / 2)
  func box() -> PixelRect {
    PixelRect(
      x: tight.x - margin, y: tight.y - margin, width: tight.width + 2 * margin, height: tight.height + 2 * margin
    ).intersection(size.bounds)
  }
  while box().area > mostPixels, margin > 16 { margin = max(16, margin * 3 / 4) }
  return box().area > mostPixels ? nil : box()
}
