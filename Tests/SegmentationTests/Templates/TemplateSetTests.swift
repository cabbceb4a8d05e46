import Raster
import Testing

@testable import Segmentation

/// An image of letters: `.` is black, every other letter a grey of its own.
func letters(_ rows: String...) -> Image {
  let bytes = rows.flatMap { row in row.utf8.flatMap { $0 == UInt8(ascii: ".") ? [0, 0, 0] : [$0, $0, $0] } }
  return Image(size: Size(width: rows[0].utf8.count, height: rows.count), bytes: bytes)
}

/// A mask of letters: `.` is 0.
func marks(_ rows: String...) -> Mask {
  Mask(
    size: Size(width: rows[0].utf8.count, height: rows.count),
    elements: rows.flatMap { row in row.utf8.map { $0 == UInt8(ascii: ".") ? 0 : 255 } })
}

@Suite struct TemplateSetTests {
  private let segment = letters("aab.", "aab.", "aab.")

  @Test func attentionIsEverywhereButInTheBlackAround() throws {
    // The black inside counts: only what hangs together with the edge does not.
    let set = try TemplateSet(
      name: "t", template: letters("..xx", ".x.x", "xxxx"), attention: nil, segment: segment, mask: nil)
    #expect(set.attention == marks("..xx", ".xxx", "xxxx"))
    #expect(!set.isWholeCompared)
  }

  @Test func theMaskIsWhereTheSegmentIsNotBlack() throws {
    let set = try TemplateSet(
      name: "t", template: letters("xxxx", "xxxx", "xxxx"), attention: nil, segment: segment, mask: nil)
    #expect(set.stamp.elements == [1, 1, 2, 0, 1, 1, 2, 0, 1, 1, 2, 0])
    #expect(set.colors == [RGB(97, 97, 97), RGB(98, 98, 98)])
    #expect(set.isWholeCompared)
  }

  @Test func aMaskLimitsWhatIsPainted() throws {
    let set = try TemplateSet(
      name: "t", template: letters("xxxx", "xxxx", "xxxx"), attention: marks("#...", "....", "...."), segment: segment,
      mask: marks("..##", "..##", "...."))
    #expect(set.stamp.elements == [0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0])
    #expect(set.colors == [RGB(98, 98, 98)])
    #expect(set.attention.elements.count { $0 != 0 } == 1)
  }

  @Test func whatDoesNotFitIsSaid() {
    let template = letters("xxxx", "xxxx", "xxxx")
    #expect(throws: TemplateError.sizes("t", "segment", Size(width: 1, height: 1), template.size)) {
      try TemplateSet(name: "t", template: template, attention: nil, segment: letters("a"), mask: nil)
    }
    #expect(throws: TemplateError.sizes("t", "mask", Size(width: 2, height: 1), template.size)) {
      try TemplateSet(name: "t", template: template, attention: nil, segment: segment, mask: marks("##"))
    }
    #expect(throws: TemplateError.nothingCompared("t")) {
      try TemplateSet(
        name: "t", template: letters("....", "....", "...."), attention: nil, segment: segment, mask: nil)
    }
    #expect(throws: TemplateError.nothingPainted("t")) {
      try TemplateSet(
        name: "t", template: template, attention: nil, segment: segment, mask: marks("...#", "...#", "...#"))
    }
    let many = Image(size: Size(width: 65, height: 1), bytes: (0..<65).flatMap { [UInt8($0 + 1), 0, 0] })
    #expect(throws: TemplateError.tooManyColors("t")) {
      try TemplateSet(name: "t", template: many, attention: nil, segment: many, mask: nil)
    }
  }

  @Test func aRegionIsItsOwnTemplate() {
    let image = letters("abcd", "efgh", "ijkl")
    let set = TemplateSet(
      name: "t", cutting: [PixelRun(start: 2, length: 1), PixelRun(start: 5, length: 2)], from: image,
      color: RGB(1, 2, 3))
    #expect(set.template == letters("bc", "fg"))
    #expect(set.attention == marks(".#", "##"))
    #expect(set.stamp.elements == [0, 1, 1, 1])
    #expect(set.colors == [RGB(1, 2, 3)])
  }

  @Test func rightAnglesMovePixelsExactly() throws {
    let set = try TemplateSet(
      name: "t", template: letters("abc", "def"), attention: marks("###", "##."), segment: letters("x..", "..y"),
      mask: nil)
    let quarter = try #require(set.variant(scale: 1, degrees: 90))
    #expect(quarter.template == letters("da", "eb", "fc"))
    #expect(quarter.attention == marks("##", "##", ".#"))
    #expect(quarter.stamp.elements == [0, 1, 0, 0, 2, 0])
    let half = try #require(set.variant(scale: 1, degrees: -180))
    #expect(half.template == letters("fed", "cba"))
    #expect(try #require(half.variant(scale: 1, degrees: 180)) == set)
    #expect(try #require(quarter.variant(scale: 1, degrees: 270)) == set)
  }

  @Test(arguments: [0.5, 0.8, 1.5, 2.0], [0.0, 30, -77]) func variantsKeepTheirShare(scale: Double, degrees: Double)
    throws
  {
    let size = Size(width: 40, height: 24)
    var bytes: [UInt8] = []
    var left = Mask(size: size, filledWith: 0)
    for y in 0..<size.height {
      for x in 0..<size.width {
        bytes += [UInt8(x * 5), UInt8(y * 9), 50]
        if x < 20 { left[PixelPoint(x: x, y: y)] = 255 }
      }
    }
    let template = Image(size: size, bytes: bytes)
    let grey = Image(size: template.size, bytes: [UInt8](repeating: 8, count: bytes.count))
    let set = try TemplateSet(name: "t", template: template, attention: left, segment: grey, mask: left)
    let form = try #require(set.variant(scale: scale, degrees: degrees))
    let wanted = Double(20 * 24) * scale * scale
    let count = Double(form.attention.elements.count { $0 != 0 })
    #expect(abs(count - wanted) < wanted * 0.08 + 20)
    let (compared, painted) = (form.attention.elements.map { $0 != 0 }, form.stamp.elements.map { $0 != 0 })
    #expect(compared == painted)
  }
}
