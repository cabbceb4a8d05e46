import Raster
import Testing

private func randomImage(_ width: Int, _ height: Int, seed: UInt64) -> Image {
  var random = SplitMix64(seed: seed)
  return Image(
    size: Size(width: width, height: height),
    bytes: (0..<width * height * 3).map { _ in .random(in: 0...255, using: &random) })
}

/// The mean of the source under a target pixel, straight from the definition.
private func areaMean(_ image: Image, _ area: Area, _ channel: Int) -> Double {
  var (sum, weights) = (0.0, 0.0)
  for y in 0..<image.size.height {
    let rows = max(0, min(area.y + area.height, Double(y + 1)) - max(area.y, Double(y)))
    for x in 0..<image.size.width where rows > 0 {
      let weight = rows * max(0, min(area.x + area.width, Double(x + 1)) - max(area.x, Double(x)))
      sum += weight * Double(image.bytes[(y * image.size.width + x) * 3 + channel])
      weights += weight
    }
  }
  return sum / weights
}

@Suite struct ResampleTests {
  @Test(arguments: [(1, 1), (2, 3), (7, 5), (64, 33), (1100, 1003)])
  func levelsAverageTwoByTwo(width: Int, height: Int) {
    let levels = Pyramid(randomImage(width, height, seed: UInt64(width))).levels
    #expect(levels.last?.size == Size(width: 1, height: 1))
    for (fine, coarse) in zip(levels, levels.dropFirst()) {
      #expect(coarse.size == Size(width: (fine.size.width + 1) / 2, height: (fine.size.height + 1) / 2))
      var wrong = 0
      for at in coarse.bytes.indices {
        let (x, y, channel) = (at / 3 % coarse.size.width, at / 3 / coarse.size.width, at % 3)
        var sum = 2
        for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
          let (column, row) = (min(2 * x + dx, fine.size.width - 1), min(2 * y + dy, fine.size.height - 1))
          sum += Int(fine.bytes[(row * fine.size.width + column) * 3 + channel])
        }
        if coarse.bytes[at] != UInt8(sum / 4) { wrong += 1 }
      }
      #expect(wrong == 0, "\(wrong) bytes of level \(coarse.size)")
    }
  }

  @Test func choosesTheSmallestLevelThatIsLargeEnough() {
    let pyramid = Pyramid(randomImage(64, 64, seed: 1))
    #expect([2, 1, 0.75, 0.5, 0.3, 0.25, 1.0 / 32].map { pyramid.level(forScale: $0) } == [0, 0, 0, 1, 1, 2, 5])
    #expect(pyramid.level(forScale: 0.0001) == pyramid.levels.count - 1)
  }

  @Test func aWholeNumberOfPixelsIsCopied() {
    let image = randomImage(13, 9, seed: 2)
    var canvas = [UInt8](repeating: 0, count: 13 * 9 * 3)
    resample(
      image, Area(x: 0, y: 0, width: 13, height: 9), into: &canvas, canvasWidth: 13,
      PixelRect(x: 0, y: 0, width: 13, height: 9))
    #expect(canvas == image.bytes)
  }

  @Test func enlargingCopiesPixels() {
    let image = randomImage(5, 4, seed: 3)
    var canvas = [UInt8](repeating: 7, count: 20 * 16 * 3)
    resample(
      image, Area(x: 1, y: 1, width: 3, height: 2), into: &canvas, canvasWidth: 20,
      PixelRect(x: 2, y: 3, width: 9, height: 6))
    for y in 0..<16 {
      for x in 0..<20 {
        let inside = x >= 2 && x < 11 && y >= 3 && y < 9
        let source = inside ? image[PixelPoint(x: 1 + (x - 2) / 3, y: 1 + (y - 3) / 3)] : RGB(7, 7, 7)
        let at = (y * 20 + x) * 3
        #expect(RGB(canvas[at], canvas[at + 1], canvas[at + 2]) == source, "\(x) \(y)")
      }
    }
  }

  @Test(arguments: [
    Size(width: 20, height: 11), Size(width: 37, height: 29), Size(width: 5, height: 40), Size(width: 3, height: 2),
  ])
  func shrinkingAveragesTheCoveredArea(target: Size) {
    let image = randomImage(41, 41, seed: 4)
    let source = Area(x: 0.25, y: 3, width: 40.5, height: 37.75)
    var canvas = [UInt8](repeating: 0, count: target.area * 3)
    resample(image, source, into: &canvas, canvasWidth: target.width, target.bounds)
    let (stepX, stepY) = (source.width / Double(target.width), source.height / Double(target.height))
    var worst = 0.0
    for y in 0..<target.height where stepY > 1 {
      for x in 0..<target.width {
        for channel in 0..<3 {
          let area = Area(
            x: source.x + Double(x) * stepX, y: source.y + Double(y) * stepY, width: stepX, height: stepY)
          let got = Double(canvas[(y * target.width + x) * 3 + channel])
          worst = max(worst, abs(got - areaMean(image, area, channel)))
        }
      }
    }
    // Two roundings, and weights in 256ths.
    #expect(worst < 3)
  }

  @Test func aSourceBeyondTheImageRepeatsItsEdge() {
    let image = randomImage(4, 4, seed: 5)
    var canvas = [UInt8](repeating: 0, count: 4 * 4 * 3)
    resample(
      image, Area(x: -8, y: -8, width: 24, height: 24), into: &canvas, canvasWidth: 4,
      PixelRect(x: 0, y: 0, width: 4, height: 4))
    #expect(RGB(canvas[0], canvas[1], canvas[2]) == image[PixelPoint(x: 0, y: 0)])
  }
}
