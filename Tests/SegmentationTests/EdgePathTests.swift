import Foundation
import Raster
import Testing

@testable import Segmentation

struct EdgePathTests {
  private static let radius = 30.0
  private static let middle = PixelPoint(x: 50, y: 46)

  /// A disc on a plain ground, with noise of a few levels.
  private func disc(noise: Int) -> Image {
    let size = Size(width: 100, height: 92)
    var rng = SplitMix64(seed: 7)
    let bytes = (0..<size.area).flatMap { at -> [UInt8] in
      let point = PixelPoint(x: at % size.width, y: at / size.width)
      let isInside = distance(point) <= Self.radius
      return (0..<3).map { _ in UInt8((isInside ? 150 : 80) + Int.random(in: 0...noise, using: &rng)) }
    }
    return Image(size: size, bytes: bytes)
  }

  private func distance(_ point: PixelPoint) -> Double {
    Double(point.squaredDistance(to: Self.middle)).squareRoot()
  }

  private func rim(_ degrees: Int) -> PixelPoint {
    let angle = Double(degrees) * .pi / 180
    return PixelPoint(
      x: Self.middle.x + Int((cos(angle) * Self.radius).rounded()),
      y: Self.middle.y + Int((sin(angle) * Self.radius).rounded()))
  }

  private func line(_ corners: [PixelPoint], _ size: Size) -> [PixelPoint] {
    zip(corners, corners.dropFirst()).flatMap { pixelLine(from: $0, to: $1, in: size) }
  }

  @Test(arguments: [0, 45, 100, 200, 310], [30, 60, 90, 120, 150])
  func betweenPointsOfARimItFollowsTheRim(start: Int, turn: Int) {
    for noise in [0, 8] {
      let image = disc(noise: noise)
      let ends = [start, start + turn].map { strongestEdge(of: image, around: rim($0), radius: 3) }
      let between = edgePath(of: image, from: ends[0], to: ends[1])
      #expect(between.count >= (turn >= 60 ? 2 : 0))
      let passed = line([ends[0]] + between + [ends[1]], image.size)
      #expect(passed.allSatisfy { abs(distance($0) - Self.radius) <= 1.5 }, "\(passed.map(distance).max() ?? 0)")
      #expect(between == edgePath(of: image, from: ends[0], to: ends[1]))
    }
  }

  @Test func flatImagesGiveStraightLines() {
    let image = uniformImage(width: 60, height: 40)
    var rng = SplitMix64(seed: 3)
    for _ in 0..<40 {
      let ends = (0..<2).map { _ in
        PixelPoint(x: .random(in: 0..<60, using: &rng), y: .random(in: 0..<40, using: &rng))
      }
      #expect(edgePath(of: image, from: ends[0], to: ends[1]).isEmpty)
      #expect(strongestEdge(of: image, around: ends[0], radius: 5) == ends[0])
    }
  }

  @Test(arguments: awkwardSizes) func endsMayLieAnywhere(width: Int, height: Int) {
    let image = noiseImage(width: width, height: height, seed: 5)
    let xs = Set([0, width / 2, width - 1]).sorted()
    let points = Set([0, height / 2, height - 1]).sorted().flatMap { y in xs.map { PixelPoint(x: $0, y: y) } }
    for start in points {
      #expect(image.size.contains(strongestEdge(of: image, around: start, radius: 3)))
      for end in points {
        let between = edgePath(of: image, from: start, to: end)
        #expect(between.allSatisfy { image.size.contains($0) })
        if start == end { #expect(between.isEmpty) }
      }
    }
  }

  /// The least cost against Bellman's equations, settled by brute force.
  @Test(arguments: UInt64(0)..<20) func noOtherWayIsCheaper(seed: UInt64) {
    var rng = SplitMix64(seed: seed)
    let size = Size(width: .random(in: 1...14, using: &rng), height: .random(in: 1...14, using: &rng))
    let costs = Plane(size: size, elements: (0..<size.area).map { _ in UInt8.random(in: 2...32, using: &rng) })
    let ends = (0..<2).map { _ in
      PixelPoint(x: .random(in: 0..<size.width, using: &rng), y: .random(in: 0..<size.height, using: &rng))
    }
    let cells = LeastCostPath(costs, from: ends[0], to: ends[1]).cells
    #expect(cells.first == ends[0] && cells.last == ends[1])
    #expect(zip(cells, cells.dropFirst()).allSatisfy { max(abs($0.x - $1.x), abs($0.y - $1.y)) == 1 })
    #expect(LeastCostPath.cost(of: cells, costs) == leastCost(costs, ends[0], ends[1]))
  }

  private func leastCost(_ costs: Plane<UInt8>, _ start: PixelPoint, _ end: PixelPoint) -> Int {
    let points = (0..<costs.size.area).map { PixelPoint(x: $0 % costs.width, y: $0 / costs.width) }
    var totals = [start: 0]
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for point in points {
        for other in points where max(abs(point.x - other.x), abs(point.y - other.y)) == 1 {
          guard let total = totals[other] else { continue }
          let cost = total + LeastCostPath.cost(of: [other, point], costs)
          if cost < totals[point] ?? .max { (totals[point], hasChanged) = (cost, true) }
        }
      }
    }
    return totals[end] ?? .max
  }

  /// In cells of several pixels it still finds the way around.
  @Test func farEndsFollowAnEdgeToo() {
    let size = Size(width: 700, height: 500)
    let bytes = (0..<size.area).flatMap { at -> [UInt8] in
      let (x, y) = (at % size.width, at / size.width)
      return [UInt8](repeating: x > 100 && y < 400 ? 200 : 40, count: 3)
    }
    let image = Image(size: size, bytes: bytes)
    let ends = [PixelPoint(x: 100, y: 20), PixelPoint(x: 680, y: 400)]
    let passed = line([ends[0]] + edgePath(of: image, from: ends[0], to: ends[1]) + [ends[1]], size)
    #expect(passed.allSatisfy { min(abs($0.x - 100), abs($0.y - 400)) <= 2 })
  }

  @Test func linesKeepTheCornersThatMatter() {
    func points(_ pairs: (Int, Int)...) -> [PixelPoint] { pairs.map { PixelPoint(x: $0.0, y: $0.1) } }
    #expect(simplified(points((0, 0), (1, 1), (2, 1), (3, 2), (9, 6)), within: 1) == points((0, 0), (9, 6)))
    #expect(simplified(points((0, 0), (5, 0), (5, 1), (5, 9)), within: 1) == points((0, 0), (5, 0), (5, 9)))
    #expect(simplified(points((4, 4), (4, 8), (4, 4)), within: 1) == points((4, 4), (4, 8), (4, 4)))
    #expect(simplified(points((4, 4)), within: 1) == points((4, 4)))
  }
}
