import Raster
import Testing

struct PixelLineTests {
  private func random(_ range: ClosedRange<Int>, _ rng: inout SplitMix64) -> PixelPoint {
    PixelPoint(x: .random(in: range, using: &rng), y: .random(in: range, using: &rng))
  }

  @Test(arguments: UInt64(0)..<100) func lineIsEightConnectedFromEndToEnd(seed: UInt64) {
    var rng = SplitMix64(seed: seed)
    let (start, end) = (random(0...40, &rng), random(0...40, &rng))
    let line = pixelLine(from: start, to: end, in: Size(width: 41, height: 41))
    #expect(line.first == start)
    #expect(line.last == end)
    #expect(line.count == max(abs(end.x - start.x), abs(end.y - start.y)) + 1)
    #expect(zip(line, line.dropFirst()).allSatisfy { max(abs($0.x - $1.x), abs($0.y - $1.y)) == 1 })
  }

  @Test(arguments: UInt64(0)..<100) func clippingKeepsThePixelsOfTheWholeLine(seed: UInt64) {
    var rng = SplitMix64(seed: seed)
    let offset = 60
    let (start, end) = (random(-50...70, &rng), random(-50...70, &rng))
    let small = Size(width: 20, height: 13)
    let shifted = pixelLine(
      from: PixelPoint(x: start.x + offset, y: start.y + offset), to: PixelPoint(x: end.x + offset, y: end.y + offset),
      in: Size(width: 200, height: 200))
    let whole = shifted.map { PixelPoint(x: $0.x - offset, y: $0.y - offset) }
    #expect(pixelLine(from: start, to: end, in: small) == whole.filter(small.contains))
  }

  @Test func farEndsCostNothing() {
    let far = 1_000_000_000
    let line = pixelLine(
      from: PixelPoint(x: -far, y: -far), to: PixelPoint(x: far, y: far), in: Size(width: 3, height: 3))
    #expect(line == (0..<3).map { PixelPoint(x: $0, y: $0) })
  }
}
