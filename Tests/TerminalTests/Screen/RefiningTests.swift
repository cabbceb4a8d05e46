import Display
import Raster
import TestSupport
import Testing

@testable import Terminal

private let palette = Palette(
  colors: (0..<256).map { (index: Int) -> RGB in
    RGB(UInt8(index), UInt8(index * 3 % 256), UInt8(index * 7 % 256))
  })

private func squaredDistance(_ a: RGB, _ b: RGB) -> Int {
  let red = Int(a.red) - Int(b.red)
  let green = Int(a.green) - Int(b.green)
  let blue = Int(a.blue) - Int(b.blue)
  return red * red + green * green + blue * blue
}

private func noise(_ size: Size, seed: UInt64, below limit: UInt8 = 255) -> IndexPlane {
  var random = SplitMix64(seed: seed)
  return IndexPlane(size: size, elements: (0..<size.area).map { _ in UInt8.random(in: 32...limit, using: &random) })
}

@Test(arguments: [Size(width: 8, height: 6), Size(width: 7, height: 5), Size(width: 1, height: 1)])
func roughBlocksHaveOneColor(size: Size) {
  var plane = noise(size, seed: 1)
  var coarse = CoarsePicture()
  coarse.roughen(&plane, [size.bounds], palette)
  for y in 0..<size.height {
    for x in 0..<size.width {
      #expect(plane[PixelPoint(x: x, y: y)] == plane[PixelPoint(x: x / 2 * 2, y: y / 2 * 2)])
    }
  }
}

@Test func roughnessKeepsOutsideAndInterfaceColors() {
  let size = Size(width: 20, height: 20)
  let original = noise(size, seed: 2)
  var plane = original
  plane[PixelPoint(x: 9, y: 9)] = 3
  var coarse = CoarsePicture()
  coarse.roughen(&plane, [PixelRect(x: 4, y: 4, width: 10, height: 10)], palette)
  #expect(plane[PixelPoint(x: 8, y: 8)] == 3, "an outline one pixel wide stays")
  for y in 0..<20 {
    for x in 0..<20 where !(4..<14).contains(x) || !(4..<14).contains(y) {
      #expect(plane[PixelPoint(x: x, y: y)] == original[PixelPoint(x: x, y: y)])
    }
  }
}

/// A colour stands for another one only if both look alike.
@Test func roughColorsAreNear() {
  let size = Size(width: 64, height: 64)
  let original = noise(size, seed: 3, below: 60)
  var plane = original
  var coarse = CoarsePicture()
  coarse.roughen(&plane, [size.bounds], palette)
  for y in stride(from: 0, to: 64, by: 2) {
    for x in stride(from: 0, to: 64, by: 2) {
      let point = PixelPoint(x: x, y: y)
      #expect(squaredDistance(palette.colors[Int(plane[point])], palette.colors[Int(original[point])]) < 900)
    }
  }
}

@Test func bandsCoverEveryRoughCellOnce() {
  var cells = RoughCells(columns: 30, rows: 17)
  #expect(cells.isEmpty && cells.band(height: 4) == nil)
  cells.mark([CellRect(column: 0, row: 0, columns: 30, rows: 17)], isRough: true)
  cells.mark([CellRect(column: 5, row: 3, columns: 25, rows: 9)], isRough: false)
  var bands: [CellRect] = []
  while let band = cells.band(height: 4), bands.count < 50 {
    bands.append(band)
    cells.mark([band], isRough: false)
  }
  #expect(cells.isEmpty)
  #expect(bands.allSatisfy { $0.rows <= 4 })
  #expect(bands.reduce(0) { $0 + $1.columns * $1.rows } < 30 * 17)
  cells.mark([CellRect(column: 28, row: 15, columns: 9, rows: 9)], isRough: true)
  #expect(cells.band(height: 4) == CellRect(column: 28, row: 15, columns: 2, rows: 2), "cut to the picture")
}

@Test func onlySlowLinksGetRoughPictures() {
  #expect(!Link(rate: 100, isRemote: false).isSlow(for: 1_000_000))
  #expect(Link(rate: nil, isRemote: true).isSlow(for: 1_000_000))
  #expect(!Link(rate: nil, isRemote: true).isSlow(for: 10_000))
  #expect(!Link(rate: 4000, isRemote: true).isSlow(for: 1_000_000))
  #expect(Link(rate: 250, isRemote: true).isSlow(for: 1_000_000))
}

extension ScreenTests {
  /// Over ssh the first picture is rough and small; once settled it is exact, and the images fit the terminal.
  @Test func aRemotePictureIsRefined() throws {
    let size = CellSize(columns: 110, rows: 42)
    let bench = try Bench(size: size, variables: ["SSH_CONNECTION": "192.0.2.1 5 192.0.2.2 22"])
    defer { bench.finish() }
    var scene = Scene(bench.screen.spec)
    bench.screen.show(scene.frame)
    #expect(!bench.screen.isSettled)
    #expect(bench.run { bench.screen.isSettled })
    #expect(bench.settledCount == 1)
    expectShown(scene, bench)
    let images = bench.glass.look { $0.images }
    #expect(images.count >= 2 && images.count <= 13)
    #expect(bench.screen.lastPicture == scene.picture)
    scene.dots = [PixelPoint(x: 300, y: 300)]
    bench.glass.look { $0.forgetImages() }
    _ = try bench.show(scene.frame)
    #expect(bench.glass.look { $0.images.count } == 1, "a small patch is never rough")
    expectShown(scene, bench)
    bench.glass.look { $0.expose() }
    expectShown(scene, bench)
  }
}
