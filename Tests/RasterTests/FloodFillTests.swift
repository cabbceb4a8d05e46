import Raster
import Testing

struct FloodFillTests {
  @Test(arguments: UInt64(0)..<60) func findsWhatThePlainSearchFinds(seed: UInt64) {
    var rng = SplitMix64(seed: seed)
    let size = Size(width: .random(in: 1...90, using: &rng), height: .random(in: 1...20, using: &rng))
    let map = randomLabels(size, values: .random(in: 1...4, using: &rng), using: &rng)
    let paint = PaintMap(size: size, elements: map.elements.map(UInt16.init))
    var fill = FloodFill(size: size)
    for _ in 0..<20 {
      let point = PixelPoint(
        x: .random(in: 0..<size.width, using: &rng), y: .random(in: 0..<size.height, using: &rng))
      let runs = fill.region(of: map, at: point)
      #expect(Set(runs.flatMap { Array($0.range) }) == plainRegion(of: map, at: point))
      #expect(zip(runs, runs.dropFirst()).allSatisfy { $0.range.upperBound <= $1.range.lowerBound })
      #expect(fill.region(of: paint, at: point) == runs)
    }
  }

  @Test(arguments: UInt64(0)..<20) func regionsAreFoundOnceEach(seed: UInt64) {
    var rng = SplitMix64(seed: seed)
    let size = Size(width: 31, height: 17)
    let map = randomLabels(size, values: 3, using: &rng)
    var fill = FloodFill(size: size)
    let everywhere = (0..<size.area).map { PixelPoint(x: $0 % size.width, y: $0 / size.width) }
    for _ in 0..<2 {
      let regions = fill.regions(of: map, at: everywhere)
      let pixels = regions.flatMap { $0.flatMap { Array($0.range) } }
      #expect(pixels.sorted() == Array(0..<size.area))
    }
  }

  @Test(arguments: UInt64(0)..<40) func likeColoursAreWhatThePlainSearchFinds(seed: UInt64) {
    var rng = SplitMix64(seed: seed)
    let size = Size(width: .random(in: 1...40, using: &rng), height: .random(in: 1...20, using: &rng))
    let bytes = (0..<size.area * 3).map { _ in UInt8.random(in: 0...9, using: &rng) &* 28 }
    let image = Image(size: size, bytes: bytes)
    var fill = FloodFill(size: size)
    for _ in 0..<10 {
      let tolerance = Int.random(in: 0...255, using: &rng)
      let point = PixelPoint(x: .random(in: 0..<size.width, using: &rng), y: .random(in: 0..<size.height, using: &rng))
      func difference(_ at: Int) -> Int {
        let start = (point.y * size.width + point.x) * 3
        return (0..<3).map { abs(Int(bytes[at * 3 + $0]) - Int(bytes[start + $0])) }.max() ?? 0
      }
      let like = LabelMap(size: size, elements: (0..<size.area).map { difference($0) <= tolerance ? 1 : 0 })
      let runs = fill.region(of: image, at: point, tolerance: tolerance)
      #expect(Set(runs.flatMap { Array($0.range) }) == plainRegion(of: like, at: point))
    }
  }

  /// Teeth below a long run are where a careless search looks at the run once per tooth.
  @Test func combIsOneRegion() {
    var map = LabelMap(size: Size(width: 1001, height: 3), filledWith: 1)
    for x in stride(from: 1, to: 1001, by: 2) { map[PixelPoint(x: x, y: 1)] = 0 }
    var fill = FloodFill(size: map.size)
    let runs = fill.region(of: map, at: PixelPoint(x: 0, y: 0))
    #expect(runs.reduce(0) { $0 + Int($1.length) } == 1001 * 2 + 501)
  }
}
