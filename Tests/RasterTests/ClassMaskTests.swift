import Raster
import Testing

/// The kernels of whole masks against the plainest code there is.
struct ClassMaskTests {
  private struct Scene {
    var rng: SplitMix64
    let mask: Mask

    init(_ seed: UInt64) {
      rng = SplitMix64(seed: seed)
      let size = Size(width: .random(in: 1...26, using: &rng), height: .random(in: 1...18, using: &rng))
      let labels = randomLabels(size, values: .random(in: 2...4, using: &rng), using: &rng)
      mask = Mask(size: size, elements: labels.elements.map { $0 == 1 ? 255 : 0 })
    }

    var points: [PixelPoint] {
      (0..<mask.size.area).map { PixelPoint(x: $0 % mask.width, y: $0 / mask.width) }
    }

    func map(_ isIn: (PixelPoint) -> Bool) -> Mask {
      Mask(size: mask.size, elements: points.map { isIn($0) ? 255 : 0 })
    }
  }

  @Test(arguments: UInt64(0)..<80) func discsAreExact(seed: UInt64) {
    var scene = Scene(seed)
    let radius = Int.random(in: 1...9, using: &scene.rng)
    func isNear(_ point: PixelPoint, _ isIn: (PixelPoint) -> Bool) -> Bool {
      scene.points.contains { other in
        let (dx, dy) = (point.x - other.x, point.y - other.y)
        return dx * dx + dy * dy <= radius * radius && isIn(other)
      }
    }
    let mask = scene.mask
    #expect(mask.dilated(by: radius) == scene.map { isNear($0) { mask[$0] != 0 } })
    #expect(mask.eroded(by: radius) == scene.map { !isNear($0) { mask[$0] == 0 } })
  }

  @Test(arguments: UInt64(0)..<60) func holesAndIslandsAreTheRegionsOfAPlainSearch(seed: UInt64) {
    var scene = Scene(seed)
    let least = Int.random(in: 1...12, using: &scene.rng)
    let mask = scene.mask
    let labels = LabelMap(size: mask.size, elements: mask.elements.map { $0 == 0 ? 1 : 2 })
    func region(_ point: PixelPoint) -> Set<Int> { plainRegion(of: labels, at: point) }
    func isOnBorder(_ at: Int) -> Bool {
      let (x, y) = (at % mask.width, at / mask.width)
      return x == 0 || y == 0 || x == mask.width - 1 || y == mask.height - 1
    }
    #expect(mask.filled == scene.map { mask[$0] != 0 || !region($0).contains(where: isOnBorder) })
    #expect(mask.withoutIslands(below: least) == scene.map { mask[$0] != 0 && region($0).count >= least })
  }

  @Test(arguments: UInt64(0)..<40) func aClassIsCutOutWithItsMargin(seed: UInt64) throws {
    var rng = SplitMix64(seed: seed)
    let size = Size(width: .random(in: 1...30, using: &rng), height: .random(in: 1...20, using: &rng))
    let labels = randomLabels(size, values: 9, using: &rng)
    let paint = PaintMap(size: size, elements: labels.elements.map { UInt16($0) })
    let margin = Int.random(in: 0...4, using: &rng)
    for number in UInt16(1)...9 {
      let places = paint.elements.indices.filter { paint.elements[$0] == number }
      guard let cut = ClassMask(number, of: paint, margin: margin) else {
        #expect(places.isEmpty)
        continue
      }
      #expect(cut.runs(of: cut.mask, inWidth: size.width).flatMap { Array($0.range) } == places)
      let (xs, ys) = (places.map { $0 % size.width }, places.map { $0 / size.width })
      #expect(cut.area.x == max(0, try #require(xs.min()) - margin))
      #expect(cut.area.maxX == min(size.width, try #require(xs.max()) + 1 + margin))
      #expect(cut.area.y == max(0, try #require(ys.min()) - margin))
      #expect(cut.area.maxY == min(size.height, try #require(ys.max()) + 1 + margin))
    }
  }
}
