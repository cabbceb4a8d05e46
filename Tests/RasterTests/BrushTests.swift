import Raster
import Testing

struct BrushTests {
  private func drawn(_ brush: Brush) -> [String] {
    brush.rows.map { row in String(brush.rows.map { brush.covers(dx: $0, dy: row) ? "#" : "." }) }
  }

  @Test func circlesAreThese() {
    #expect(drawn(Brush(.circle, diameter: 1)) == ["#"])
    #expect(drawn(Brush(.circle, diameter: 2)) == ["##", "##"])
    #expect(drawn(Brush(.circle, diameter: 3)) == ["###", "###", "###"])
    #expect(drawn(Brush(.circle, diameter: 4)) == [".##.", "####", "####", ".##."])
    #expect(drawn(Brush(.circle, diameter: 5)) == [".###.", "#####", "#####", "#####", ".###."])
    #expect(
      drawn(Brush(.circle, diameter: 8)) == [
        "..####..", ".######.", "########", "########", "########", "########", ".######.", "..####..",
      ])
  }

  /// The rule as it is written, without square roots: a pixel's centre lies at most d/2 from the brush's.
  @Test(arguments: Array(1...40) + [99, 100, 255, 256, 511, 512])
  func everyDiameterFollowsTheRule(diameter: Int) {
    let shift = diameter % 2 == 0 ? 1 : 0
    let (circle, square) = (Brush(.circle, diameter: diameter), Brush(.square, diameter: diameter))
    for row in circle.rows {
      let expected = circle.rows.filter { column in
        let (u, v) = (2 * column + shift, 2 * row + shift)
        return u * u + v * v <= diameter * diameter
      }
      #expect(Array(circle.columns(inRow: row)) == expected)
      #expect(square.columns(inRow: row).count == diameter)
    }
    #expect(circle.rows.count == diameter && !circle.covers(dx: circle.rows.upperBound, dy: 0))
  }

  @Test func diametersAreHeldInTheirRange() {
    #expect(Brush(.circle, diameter: 0).diameter == 1)
    #expect(Brush(.circle, diameter: 9999).diameter == 512)
  }

  /// A stroke covers what the brush covers at every pixel of its lines, in and beyond the image.
  @Test(arguments: UInt64(0)..<200) func aStrokeIsTheBrushAtEveryPixelOfItsLines(seed: UInt64) {
    var rng = SplitMix64(seed: seed)
    let size = Size(width: .random(in: 1...40, using: &rng), height: .random(in: 1...30, using: &rng))
    let brush = Brush(
      BrushShape.allCases[.random(in: 0...1, using: &rng)], diameter: .random(in: 1...17, using: &rng))
    let points = (0...Int.random(in: 0...5, using: &rng)).map { _ in
      PixelPoint(
        x: .random(in: -30...size.width + 30, using: &rng), y: .random(in: -30...size.height + 30, using: &rng))
    }
    let sweep = BrushStroke(brush, points).sweep(in: size)
    let runs = sweep.runs
    #expect(Set(runs.flatMap { Array($0.range) }) == stamped(brush, points, size))
    #expect(zip(runs, runs.dropFirst()).allSatisfy { $0.range.upperBound <= $1.range.lowerBound })
    for row in 0..<size.height {
      let columns = sweep.columns(inRow: row)
      #expect(zip(columns, columns.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
    }
  }

  private func stamped(_ brush: Brush, _ points: [PixelPoint], _ size: Size) -> Set<Int> {
    var covered: Set<Int> = []
    let shift = 100
    let room = Size(width: 300, height: 300)
    for (one, other) in zip(points.prefix(1) + points, points) {
      let line = pixelLine(
        from: PixelPoint(x: one.x + shift, y: one.y + shift), to: PixelPoint(x: other.x + shift, y: other.y + shift),
        in: room)
      for centre in line {
        for dy in brush.rows {
          for dx in brush.rows where brush.covers(dx: dx, dy: dy) {
            let point = PixelPoint(x: centre.x - shift + dx, y: centre.y - shift + dy)
            if size.contains(point) { covered.insert(point.y * size.width + point.x) }
          }
        }
      }
    }
    return covered
  }

  @Test func farPointsCostNothingOutsideOfTheImage() {
    let size = Size(width: 5, height: 3)
    let far = 1_000_000_000
    let stroke = BrushStroke(
      Brush(.square, diameter: 1), [PixelPoint(x: -far, y: 1), PixelPoint(x: far, y: 1), PixelPoint(x: far, y: far)])
    #expect(stroke.sweep(in: size).runs == [PixelRun(start: 5, length: 5)])
  }
}
