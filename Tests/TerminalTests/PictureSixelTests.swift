import CTerminal
import Display
import Raster
import Testing

@testable import Terminal

/// Palette colours that are all different and lie on sixel's grid, so that decoding tells indices apart.
func distinctPalette(_ count: Int) -> Palette {
  func level(_ step: Int) -> UInt8 { UInt8((step * 255 + 50) / 100) }
  return Palette(colors: (0..<count).map { RGB(level($0 % 7 * 16), level($0 / 7 % 7 * 16), level($0 / 49 * 16)) })
}

/// A plane of patches and noise: long runs and single pixels both occur.
func randomPlane(_ size: Size, colors: Int, seed: UInt64) -> IndexPlane {
  var random = SplitMix64(seed: seed)
  var plane = IndexPlane(size: size, filledWith: UInt8.random(in: 0...UInt8(colors - 1), using: &random))
  for _ in 0..<6 {
    let color = UInt8.random(in: 0...UInt8(colors - 1), using: &random)
    let (x, y) = (Int.random(in: 0..<size.width, using: &random), Int.random(in: 0..<size.height, using: &random))
    for row in y..<min(size.height, y + 9) {
      for column in x..<min(size.width, x + 25) { plane[PixelPoint(x: column, y: row)] = color }
    }
  }
  for _ in 0..<size.area / 3 {
    plane.elements[Int.random(in: 0..<size.area, using: &random)] =
      UInt8.random(in: 0...UInt8(colors - 1), using: &random)
  }
  return plane
}

/// The colours that libsixel's decoder sees in one sixel image.
func decodedSixels(_ bytes: [UInt8]) -> Image? {
  var (width, height) = (Int32(0), Int32(0))
  guard let pixels = ct_sixel_decode(bytes, Int32(bytes.count), &width, &height) else { return nil }
  defer { ct_sixel_free(pixels) }
  let size = Size(width: Int(width), height: Int(height))
  return Image(size: size, bytes: Array(UnsafeBufferPointer(start: pixels, count: size.area * 3)))
}

/// What a part of a plane looks like.
func rendered(_ plane: IndexPlane, _ rect: PixelRect, _ palette: Palette) -> Image {
  var bytes: [UInt8] = []
  for y in rect.y..<rect.maxY {
    for x in rect.x..<rect.maxX {
      let color = palette.colors[Int(plane[PixelPoint(x: x, y: y)])]
      bytes += [color.red, color.green, color.blue]
    }
  }
  return Image(size: Size(width: rect.width, height: rect.height), bytes: bytes)
}

@Suite struct PictureSixelTests {
  private static let sizes = [
    Size(width: 1, height: 1), Size(width: 7, height: 5), Size(width: 64, height: 6), Size(width: 131, height: 47),
    Size(width: 300, height: 61),
  ]

  private func check(_ plane: IndexPlane, _ rect: PixelRect, _ palette: Palette) {
    let expected = rendered(plane, rect, palette)
    for style in SixelEncoder.Style.allCases {
      var bytes: [UInt8] = []
      SixelEncoder(style: style).encode(plane, rect, palette, into: &bytes)
      let isEqual = decodedSixels(bytes) == expected
      #expect(isEqual, "\(style) \(rect)")
    }
    var bytes: [UInt8] = []
    LibsixelEncoder().encode(plane, rect, palette, into: &bytes)
    let isEqual = decodedSixels(bytes) == expected
    #expect(isEqual, "libsixel \(rect)")
  }

  @Test(arguments: [1, 2, 3, 16, 100, 255, 256])
  func decodesToThePlane(colors: Int) {
    for (seed, size) in Self.sizes.enumerated() {
      let plane = randomPlane(size, colors: colors, seed: UInt64(seed * 1000 + colors))
      check(plane, size.bounds, distinctPalette(colors))
    }
  }

  @Test func encodesRectanglesInsideAPlane() {
    let plane = randomPlane(Size(width: 203, height: 97), colors: 40, seed: 7)
    var random = SplitMix64(seed: 8)
    for _ in 0..<20 {
      let x = Int.random(in: 0..<203, using: &random)
      let y = Int.random(in: 0..<97, using: &random)
      let width = Int.random(in: 1...203 - x, using: &random)
      let height = Int.random(in: 1...97 - y, using: &random)
      check(plane, PixelRect(x: x, y: y, width: width, height: height), distinctPalette(40))
    }
  }

  /// Its halves are written by two threads.
  @Test(arguments: [Size(width: 331, height: 221), Size(width: 10_000, height: 7), Size(width: 10_000, height: 6)])
  func encodesLargePictures(size: Size) {
    let plane = randomPlane(size, colors: 60, seed: UInt64(size.height))
    check(plane, size.bounds, distinctPalette(60))
    check(plane, PixelRect(x: 1, y: 0, width: size.width - 1, height: size.height), distinctPalette(60))
  }

  @Test func paintingOverSavesBytes() {
    let plane = randomPlane(Size(width: 300, height: 120), colors: 12, seed: 5)
    var (fast, compact): ([UInt8], [UInt8]) = ([], [])
    SixelEncoder(style: .fast).encode(plane, plane.size.bounds, distinctPalette(12), into: &fast)
    SixelEncoder(style: .compact).encode(plane, plane.size.bounds, distinctPalette(12), into: &compact)
    #expect(compact.count < fast.count)
  }

  @Test func numbersColoursDenselyAndDefinesOnlyThose() {
    var plane = IndexPlane(size: Size(width: 12, height: 12), filledWith: 200)
    plane[PixelPoint(x: 3, y: 3)] = 17
    var bytes: [UInt8] = []
    SixelEncoder().encode(plane, plane.size.bounds, distinctPalette(256), into: &bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("\u{1B}P0;0q\"1;1;12;12#0;2;"))
    #expect(text.contains("#1;2;"))
    #expect(!text.contains("#2"))
    #expect(!text.contains("#17") && !text.contains("#200"))
  }

  @Test func placesEveryRectangleAtItsCell() {
    let plane = randomPlane(Size(width: 50, height: 80), colors: 9, seed: 3)
    var encoder = SixelEncoder()
    let bytes = encoder.encode(
      plane, [CellRect(column: 1, row: 2, columns: 2, rows: 1), CellRect(column: 9, row: 0, columns: 1, rows: 1)],
      origin: CellPoint(column: 4, row: 1), cellPixels: Size(width: 10, height: 20), palette: distinctPalette(9))
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.hasPrefix("\u{1B}[4;6H\u{1B}P"))
    #expect(text.contains("\"1;1;20;20"))
    #expect(text.split(separator: "\u{1B}P").count == 2, "a rectangle outside the plane was encoded")
  }
}
