import Testing

@testable import Raster

/// The slow reference: a flood from every pixel that has no id yet, in raster order.
private func floodedRegions(of map: LabelMap) -> (labels: LabelMap, count: Int32) {
  var ids = LabelMap(size: map.size, filledWith: 0)
  var count: Int32 = 0
  for y in 0..<map.height {
    for x in 0..<map.width {
      let first = PixelPoint(x: x, y: y)
      guard map[first] != 0, ids[first] == 0 else { continue }
      count += 1
      ids[first] = count
      var open = [first]
      while let point = open.popLast() {
        for (dx, dy) in [(1, 0), (-1, 0), (0, 1), (0, -1)] {
          let next = PixelPoint(x: point.x + dx, y: point.y + dy)
          guard map.size.contains(next), map[next] == map[first], ids[next] == 0 else { continue }
          ids[next] = count
          open.append(next)
        }
      }
    }
  }
  return (ids, count)
}

private func randomMap(seed: UInt64) -> LabelMap {
  var generator = SplitMix64(seed: seed)
  let size = Size(width: .random(in: 1...40, using: &generator), height: .random(in: 1...40, using: &generator))
  let labels = Int32.random(in: 1...5, using: &generator)
  let stay = Double.random(in: 0...0.9, using: &generator)
  var last: Int32 = 0
  let elements = (0..<size.area).map { _ in
    if Double.random(in: 0..<1, using: &generator) > stay { last = .random(in: 0...labels, using: &generator) }
    return last
  }
  return LabelMap(size: size, elements: elements)
}

@Test(arguments: UInt64(0)..<300)
func connectedRegionsEqualAFlood(seed: UInt64) {
  let map = randomMap(seed: seed)
  let (expected, found) = (floodedRegions(of: map), connectedRegions(of: map))
  #expect(found.labels == expected.labels)
  #expect(found.count == expected.count)
  #expect(connectedRegions(of: found.labels).labels == found.labels, "renumbering changes nothing")
}

@Test func aSpiralIsOneRegion() {
  let rows = ["1111111", "0000001", "1111101", "1000101", "1011101", "1000001", "1111111"]
  let elements = rows.flatMap { $0.map { Int32($0 == "1" ? 7 : 0) } }
  let found = connectedRegions(of: LabelMap(size: Size(width: 7, height: 7), elements: elements))
  #expect(found.count == 1)
  #expect(found.labels.elements == elements.map { $0 == 0 ? 0 : 1 })
}

@Test func diagonalNeighboursAreApart() {
  let map = LabelMap(size: Size(width: 2, height: 2), elements: [3, 9, 9, 3])
  let found = connectedRegions(of: map)
  #expect(found.labels.elements == [1, 2, 3, 4])
  #expect(found.count == 4)
}

@Test(arguments: [Size(width: 0, height: 0), Size(width: 5, height: 0), Size(width: 0, height: 5)])
func emptyMapsHaveNoRegions(size: Size) {
  #expect(connectedRegions(of: LabelMap(size: size, filledWith: 0)).count == 0)
}
