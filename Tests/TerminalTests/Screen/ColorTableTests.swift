import Raster
import Testing

@testable import Terminal

private let chosen: [(RGB, Int32)] = [
  (RGB(0, 0, 0), 16), (RGB(255, 255, 255), 231), (RGB(255, 0, 0), 196), (RGB(0, 0, 135), 18), (RGB(128, 128, 128), 244),
  (RGB(8, 8, 8), 232), (RGB(238, 238, 238), 255), (RGB(95, 135, 175), 67),
]

@Test(arguments: chosen.indices)
func colorsOf256(index: Int) {
  #expect(ColorTable(count: 256).number(chosen[index].0) == chosen[index].1)
}

@Test func fewerColorsAndMore() {
  #expect(ColorTable(count: 8).number(RGB(250, 10, 10)) == 1)
  #expect(ColorTable(count: 16).number(RGB(250, 10, 10)) == 9)
  #expect(ColorTable(count: 0).number(RGB(250, 10, 10)) == -1)
  #expect(ColorTable(count: 256).number(nil) == -1)
  #expect(ColorTable(count: 1 << 24).number(RGB(1, 2, 3)) == 0x010203)
  #expect(ColorTable(count: 1 << 24).number(RGB(0, 0, 3)) == 8, "below 8 are the basic colours")
}

/// No colour of the 240 fixed ones is nearer than the one chosen.
@Test(arguments: UInt64(0)..<4)
func theNearestColorIsChosen(seed: UInt64) {
  var random = SplitMix64(seed: seed)
  let levels = [0, 95, 135, 175, 215, 255]
  var table: [[Int]] = []
  for red in levels { for green in levels { for blue in levels { table.append([red, green, blue]) } } }
  for step in 0..<24 { table.append([Int](repeating: 8 + 10 * step, count: 3)) }
  for _ in 0..<500 {
    let color = (0..<3).map { _ in Int.random(in: 0...255, using: &random) }
    let chosen = ColorTable(count: 256).number(RGB(UInt8(color[0]), UInt8(color[1]), UInt8(color[2])))
    let best = table.map { distance($0, color) }.min()
    #expect(distance(table[Int(chosen) - 16], color) == best, "\(color)")
  }
}

private func distance(_ a: [Int], _ b: [Int]) -> Int {
  let squares = zip(a, b).map { ($0 - $1) * ($0 - $1) }
  // Eyes weigh green most.
  return 2 * squares[0] + 4 * squares[1] + squares[2]
}
