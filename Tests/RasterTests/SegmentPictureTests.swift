import Raster
import Testing

private func image(_ size: Size, _ colors: [RGB]) -> Image {
  Image(size: size, bytes: colors.flatMap { [$0.red, $0.green, $0.blue] })
}

@Test func aPictureOfSegmentsHasMeansAndBorders() {
  let size = Size(width: 4, height: 3)
  let labels = LabelMap(size: size, elements: [1, 1, 1, 0, 1, 1, 1, 0, 5, 5, 5, 5])
  let dark = RGB(10, 20, 31)
  let darker = RGB(11, 20, 30)
  let light = RGB(200, 220, 240)
  let colors = [dark, darker, dark, light, darker, dark, darker, light, light, dark, light, dark]
  let (black, white) = (RGB(0, 0, 0), RGB(255, 255, 255))
  let (one, five) = (RGB(11, 20, 31), RGB(105, 120, 136))
  let picture = segmentPicture(of: labels, image(size, colors))
  let found = (0..<12).map { picture[PixelPoint(x: $0 % 4, y: $0 / 4)] }
  #expect(
    found == [one, one, white, light, white, white, white, black, five, five, five, five],
    "means are rounded to nearest; the last row and column have no border of their own")
}

@Test func labelsAreCountedOnce() {
  #expect(labelCount(of: LabelMap(size: Size(width: 3, height: 2), elements: [0, 7, 0, 7, 7, 9])) == 3)
  #expect(labelCount(of: LabelMap(size: Size(width: 0, height: 0), elements: [])) == 0)
}

/// The picture against the definition, on random maps.
@Test(arguments: UInt64(0)..<10) func picturesOfSegmentsAgreeWithTheDefinition(seed: UInt64) {
  var random = SplitMix64(seed: seed)
  let size = Size(width: .random(in: 1...9, using: &random), height: .random(in: 1...9, using: &random))
  let labels = LabelMap(size: size, elements: (0..<size.area).map { _ in .random(in: 0..<4, using: &random) })
  let bytes = (0..<size.area * 3).map { _ in UInt8.random(in: 0...255, using: &random) }
  let picture = segmentPicture(of: labels, Image(size: size, bytes: bytes))
  for at in 0..<size.area {
    let point = PixelPoint(x: at % size.width, y: at / size.width)
    let members = labels.elements.indices.filter { labels.elements[$0] == labels.elements[at] }
    let mean = (0..<3).map { channel in
      UInt8((Double(members.reduce(0) { $0 + Int(bytes[$1 * 3 + channel]) }) / Double(members.count)).rounded())
    }
    let beside = [PixelPoint(x: point.x + 1, y: point.y), PixelPoint(x: point.x, y: point.y + 1)]
    if beside.contains(where: { size.contains($0) && labels[$0] != labels[point] }) {
      #expect([RGB(0, 0, 0), RGB(255, 255, 255)].contains(picture[point]))
    } else {
      #expect(picture[point] == RGB(mean[0], mean[1], mean[2]))
    }
  }
}
