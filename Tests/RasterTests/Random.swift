import Raster

/// A map of few values in blobs, so that regions of all shapes occur.
func randomLabels(_ size: Size, values: Int32, using rng: inout SplitMix64) -> LabelMap {
  var map = LabelMap(size: size, filledWith: 0)
  for at in map.elements.indices {
    let isNew = at < size.width || Int.random(in: 0..<3, using: &rng) == 0
    let above = at < size.width ? 0 : map.elements[at - size.width]
    map.elements[at] = isNew ? Int32.random(in: 0..<values, using: &rng) : above
  }
  return map
}

/// The region by the plainest search there is.
func plainRegion(of map: LabelMap, at start: PixelPoint) -> Set<Int> {
  let width = map.size.width
  var found: Set<Int> = []
  var pending = [start]
  while let point = pending.popLast() {
    guard map.size.contains(point), map[point] == map[start] else { continue }
    guard found.insert(point.y * width + point.x).inserted else { continue }
    for (dx, dy) in [(0, 1), (1, 0), (0, -1), (-1, 0)] { pending.append(PixelPoint(x: point.x + dx, y: point.y + dy)) }
  }
  return found
}
