import Raster
import Segmentation
import Testing

private func mask(_ rows: String...) -> Mask {
  Mask(
    size: Size(width: rows[0].count, height: rows.count),
    elements: rows.flatMap { row in row.map { $0 == "." ? 0 : 255 } })
}

struct ErrorClickTests {
  private let nothing = mask(".......", ".......", ".......", ".......", ".......")
  private let object = mask(".......", ".#####.", ".#####.", ".#####.", ".......")

  @Test func theMiddleOfTheLargestErrorIsClicked() {
    #expect(errorClick(in: nothing, truth: object) == .init(PixelPoint(x: 2, y: 2)))
    #expect(errorClick(in: object, truth: nothing) == .init(PixelPoint(x: 2, y: 2), isForeground: false))
    #expect(errorClick(in: object, truth: object) == nil)
    // Of two errors the larger, though it is the later and the thinner.
    let found = mask("......#", "..####.", "..####.", "..####.", "#######")
    #expect(errorClick(in: found, truth: object) == .init(PixelPoint(x: 0, y: 4), isForeground: false))
  }

  /// The edge of the image is an outline as any other.
  @Test func theEdgeOfTheImageCounts() {
    let all = Mask(size: Size(width: 7, height: 5), filledWith: 1)
    #expect(errorClick(in: nothing, truth: all) == .init(PixelPoint(x: 2, y: 2)))
    let one = Mask(size: Size(width: 1, height: 1), filledWith: 1)
    #expect(errorClick(in: Mask(size: one.size, filledWith: 0), truth: one) == .init(PixelPoint(x: 0, y: 0)))
  }

  /// Against the distance to every pixel outside.
  @Test(arguments: UInt64(0)..<20)
  func nothingIsFartherFromTheOutline(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let size = Size(width: .random(in: 1...24, using: &generator), height: .random(in: 1...24, using: &generator))
    let truth = Mask(size: size, elements: (0..<size.area).map { _ in .random(in: 0..<6, using: &generator) })
    let empty = Mask(size: size, filledWith: 0)
    guard let click = errorClick(in: empty, truth: truth) else { return }
    let regions = connectedRegions(of: LabelMap(size: size, elements: truth.elements.map { $0 == 0 ? 0 : 1 })).labels
    func distance(_ x: Int, _ y: Int) -> Int {
      var least = Int.max
      for oy in -1...size.height {
        for ox in -1...size.width {
          let other = PixelPoint(x: ox, y: oy)
          guard !size.contains(other) || regions[other] != regions[PixelPoint(x: x, y: y)] else { continue }
          least = min(least, (ox - x) * (ox - x) + (oy - y) * (oy - y))
        }
      }
      return least
    }
    let region = regions[click.position]
    let inside = regions.elements.indices.filter { regions.elements[$0] == region }
    #expect(
      (1...max(1, regions.elements.max() ?? 1)).allSatisfy { label in
        regions.elements.count { $0 == label } <= inside.count
      })
    let most = inside.map { distance($0 % size.width, $0 / size.width) }.max()
    #expect(distance(click.position.x, click.position.y) == most)
  }

  @Test func overlapIsSharedPixelsByAllPixels() {
    #expect(intersectionOverUnion(nothing, nothing) == 1)
    #expect(intersectionOverUnion(nothing, object) == 0)
    #expect(intersectionOverUnion(object, object) == 1)
    let half = mask(".......", ".#####.", ".......", ".......", "##.....")
    #expect(intersectionOverUnion(object, half) == 5.0 / 17)
  }
}
