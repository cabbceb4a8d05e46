import Raster
import Testing

@testable import Segmentation

/// What a smart fill chooses by.
@Suite struct LikenessTests {
  /// Stripes of one grey each, four columns wide, numbered from 1.
  private static func stripes(_ greys: [UInt8]) -> (labels: LabelMap, image: Image) {
    let size = Size(width: greys.count * 4, height: 6)
    let places = (0..<size.area).map { $0 % size.width / 4 }
    return (
      LabelMap(size: size, elements: places.map { Int32($0 + 1) }),
      Image(size: size, bytes: places.flatMap { [greys[$0], greys[$0], greys[$0]] })
    )
  }

  private static func reach(_ greys: [UInt8], from label: Int32, everywhere: Bool = false) throws -> SegmentReach {
    let (labels, image) = stripes(greys)
    let likeness = try SegmentLikeness(of: labels, lastLabel: Int32(greys.count), image: image)
    return likeness.reach(from: label, everywhere: everywhere) { _ in true }
  }

  @Test func shadesAreReachedInTheirOrder() throws {
    let reach = try Self.reach([100, 110, 120, 200], from: 1)
    #expect(reach.steps.map(\.label) == [1, 2, 3, 4])
    #expect(reach.steps.first?.tolerance == 0)
    #expect(reach.steps.map(\.tolerance) == reach.steps.map(\.tolerance).sorted())
    #expect(reach.points(within: 0) == [reach.steps[0].point])
  }

  /// Each is like the one before; that must not carry a fill from black to white.
  @Test func slowGradientsDoNotLeak() throws {
    let greys = (0..<26).map { UInt8($0 * 10) }
    let reach = try Self.reach(greys, from: 1)
    let last = try #require(reach.steps.last)
    #expect(last.label == 26)
    #expect(last.tolerance > 200, "white is as far from black as it looks")
  }

  @Test func whatIsInTheWayParts() throws {
    let greys: [UInt8] = [100, 250, 100]
    #expect(try Self.reach(greys, from: 1).points(within: 5).count == 1)
    #expect(try Self.reach(greys, from: 1, everywhere: true).points(within: 5).count == 2)
    let across = try #require(try Self.reach(greys, from: 1).steps.first { $0.label == 3 })
    #expect(across.tolerance > 100, "it is reached over what is unlike")
  }

  @Test func closedSegmentsAreNotPassed() throws {
    let (labels, image) = Self.stripes([100, 100, 100])
    let likeness = try SegmentLikeness(of: labels, lastLabel: 3, image: image)
    let reach = likeness.reach(from: 1, everywhere: false) { labels[$0] != 2 }
    #expect(reach.steps.map(\.label) == [1])
    #expect(likeness.reach(from: 1, everywhere: true) { labels[$0] != 2 }.steps.map(\.label) == [1, 3])
  }

  @Test func textureTellsApartWhatHasOneMean() throws {
    let size = Size(width: 12, height: 8)
    let labels = LabelMap(size: size, elements: (0..<size.area).map { Int32($0 % 12 / 4 + 1) })
    let bytes = (0..<size.area).flatMap { at -> [UInt8] in
      let grey: UInt8 = at % 12 / 4 == 1 ? ((at + at / 12) % 2 == 0 ? 60 : 140) : 100
      return [grey, grey, grey]
    }
    let likeness = try SegmentLikeness(of: labels, lastLabel: 3, image: Image(size: size, bytes: bytes))
    let reach = likeness.reach(from: 1, everywhere: true) { _ in true }
    #expect(reach.steps.map(\.label) == [1, 3, 2])
    #expect(reach.steps[1].tolerance == 0)
    #expect(reach.steps[2].tolerance >= 40)
  }

  @Test func everyStepOfTheToleranceChangesWhatIsTaken() throws {
    let reach = try Self.reach([100, 104, 140, 90, 180, 181, 60], from: 3)
    var (tolerance, counts) = (0, [reach.points(within: 0).count])
    while let next = reach.tolerance(above: tolerance) {
      tolerance = next
      counts.append(reach.points(within: tolerance).count)
    }
    #expect(counts == counts.sorted() && Set(counts).count == counts.count)
    #expect(counts.last == 7)
    var back = [reach.points(within: tolerance).count]
    while let next = reach.tolerance(below: tolerance) {
      tolerance = next
      back.append(reach.points(within: tolerance).count)
    }
    #expect(back == counts.reversed())
  }

  @Test func otherSegmentsAreNoticed() throws {
    var (labels, image) = Self.stripes([100, 200])
    let likeness = try SegmentLikeness(of: labels, lastLabel: 2, image: image)
    #expect(likeness.fits(labels, segments: 2))
    #expect(!likeness.fits(labels, segments: 3), "one was divided")
    labels = LabelMap(size: labels.size, elements: labels.elements.map { 3 - $0 })
    #expect(!likeness.fits(labels, segments: 2))
    #expect(likeness.reach(from: 9, everywhere: true) { _ in true }.steps.isEmpty)
  }
}
