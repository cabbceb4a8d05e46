import Raster
import Testing

struct PolygonTests {
  private func drawn(_ width: Int, _ height: Int, _ coordinates: Int...) -> [String] {
    let points = stride(from: 0, to: coordinates.count, by: 2).map {
      PixelPoint(x: coordinates[$0], y: coordinates[$0 + 1])
    }
    let covered = covered(Polygon(points), Size(width: width, height: height))
    return (0..<height).map { y in String((0..<width).map { covered.contains(y * width + $0) ? "#" : "." }) }
  }

  private func covered(_ polygon: Polygon, _ size: Size) -> Set<Int> {
    Set(polygon.runs(in: size).flatMap { Array($0.range) })
  }

  @Test func polygonsCoverThese() {
    #expect(drawn(4, 3, 0, 0, 2, 0, 2, 1, 0, 1) == ["###.", "###.", "...."])
    #expect(drawn(5, 3, 0, 0, 4, 0, 2, 2) == ["#####", ".###.", "..#.."])
    #expect(drawn(4, 4, 0, 0, 3, 3, 1, 1) == ["#...", ".#..", "..#.", "...#"])
    #expect(drawn(3, 1, 1, 0, 1, 0, 1, 0) == [".#."])
    // Crossing itself: above and below where it crosses, but not left and right of it.
    #expect(drawn(5, 5, 0, 0, 4, 0, 0, 4, 4, 4) == ["#####", ".###.", "..#..", ".###.", "#####"])
    // Twice around is outside again, but for the outline.
    #expect(
      drawn(5, 5, 0, 0, 4, 0, 4, 4, 0, 4, 0, 0, 4, 0, 4, 4, 0, 4)
        == ["#####", "#...#", "#...#", "#...#", "#####"])
  }

  /// The rule as it is written, pixel by pixel.
  @Test(arguments: UInt64(0)..<400) func anyPolygonFollowsTheRule(seed: UInt64) {
    var rng = SplitMix64(seed: seed)
    let size = Size(width: .random(in: 1...24, using: &rng), height: .random(in: 1...18, using: &rng))
    let beyond = [0, 3, 40][Int.random(in: 0...2, using: &rng)]
    let points = (0..<Int.random(in: 3...9, using: &rng)).map { _ in
      PixelPoint(
        x: .random(in: -beyond...size.width + beyond, using: &rng),
        y: .random(in: -beyond...size.height + beyond, using: &rng))
    }
    let runs = Polygon(points).runs(in: size)
    var expected: Set<Int> = []
    for y in 0..<size.height {
      for x in 0..<size.width where contains(points, x, y) { expected.insert(y * size.width + x) }
    }
    #expect(Set(runs.flatMap { Array($0.range) }) == expected)
    #expect(runs.reduce(0) { $0 + Int($1.length) } == expected.count)
    #expect(zip(runs, runs.dropFirst()).allSatisfy { $0.range.upperBound <= $1.range.lowerBound })
  }

  private func contains(_ points: [PixelPoint], _ x: Int, _ y: Int) -> Bool {
    var isInside = false
    for (a, b) in zip(points, points.dropFirst() + points.prefix(1)) {
      let side = (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)
      let isBeside = min(a.x, b.x) <= x && x <= max(a.x, b.x) && min(a.y, b.y) <= y && y <= max(a.y, b.y)
      if side == 0, isBeside { return true }
      // A ray to the right: the edge passes the row, and the pixel lies left of it.
      if (a.y > y) != (b.y > y), (side > 0) == (b.y < a.y) { isInside.toggle() }
    }
    return isInside
  }

  @Test func farVerticesCostAndOverflowNothing() {
    let far = 1_000_000_000
    let size = Size(width: 7, height: 5)
    let all = Polygon([
      PixelPoint(x: -far, y: -far), PixelPoint(x: far, y: -far), PixelPoint(x: far, y: far),
      PixelPoint(x: -far, y: far),
    ])
    #expect(covered(all, size).count == 35)
    // The diagonal and what lies right of it.
    let half = Polygon([PixelPoint(x: -far, y: -far), PixelPoint(x: far, y: -far), PixelPoint(x: far, y: far)])
    #expect(covered(half, size).count == 7 + 6 + 5 + 4 + 3)
    let none = Polygon([PixelPoint(x: far, y: 0), PixelPoint(x: far, y: far), PixelPoint(x: far - 1, y: 3)])
    #expect(covered(none, size).isEmpty)
  }
}
