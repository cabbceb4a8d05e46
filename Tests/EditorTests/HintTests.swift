import Display
import Raster
import Testing

@testable import Editor

/// Codes on segments.
@Suite struct HintTests {
  @Test(arguments: [0, 1, 26, 27, 600, 676, 1000]) func codesAreFewLettersAndNoneBeginsAnother(count: Int) {
    let codes = HintCodes(count: count)
    let all = (0..<count).compactMap(codes.code)
    #expect(all.count == min(count, 676))
    #expect(Set(all).count == all.count)
    #expect(all.allSatisfy { $0.count == (count <= 26 ? 1 : 2) })
  }

  @Test func visibleSegmentsAreThoseOfTheView() throws {
    // Three columns of 8, 4 and 1 image pixels; the last is edge.
    let row: [Int32] = [1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 0]
    let labels = LabelMap(size: Size(width: 13, height: 6), elements: (0..<6).flatMap { _ in row })
    var view = Viewport(image: labels.size, canvas: Size(width: 104, height: 48))
    let all = visibleSegments(of: labels, CanvasSamples(view), smallest: 1)
    #expect(all.map(\.label) == [1, 2])
    #expect(all.map(\.area) == [64 * 48, 32 * 48])
    #expect(all.allSatisfy { labels[$0.point] == $0.label && view.imagePoint(at: $0.place) == $0.point })
    #expect(visibleSegments(of: labels, CanvasSamples(view), smallest: 2000).map(\.label) == [1])
    view.zoom(to: 32, at: PixelPoint(x: 0, y: 0))
    #expect(visibleSegments(of: labels, CanvasSamples(view), smallest: 1).map(\.label) == [1])
  }

  @Test func everyLetterIsDrawnAndNoTwoAreAlike() {
    var pictures: Set<[UInt8]> = []
    for letter in HintCodes.letters {
      var plane = IndexPlane(size: Size(width: 30, height: 30), filledWith: 7)
      let letters = Letters(scale: 2)
      letters.draw(String(letter), at: PixelPoint(x: 15, y: 15), ink: 1, paper: 0, in: &plane)
      #expect(plane.elements.count { $0 != 7 } == letters.size(of: "a").area)
      #expect(plane.elements.count { $0 == 1 } % 4 == 0)
      pictures.insert(plane.elements)
    }
    #expect(pictures.count == 26)
  }

  @Test(arguments: [PixelPoint(x: -5, y: -5), PixelPoint(x: 99, y: 3), PixelPoint(x: 3, y: 99)])
  func lettersStayInsideThePlane(centre: PixelPoint) {
    var plane = IndexPlane(size: Size(width: 9, height: 5), filledWith: 7)
    Letters(scale: 3).draw("ab", at: centre, ink: 1, paper: 0, in: &plane)
    #expect(plane.elements.contains(0))
  }
}
