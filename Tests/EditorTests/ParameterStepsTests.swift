import Display
import Raster
import Segmentation
import Testing

@testable import Editor

@Suite struct ParameterStepsTests {
  private func stepped(_ parameter: Parameter, _ value: Double, _ steps: Int) -> Double? {
    guard case .real(let number) = parameter.value(.real(value), steps: steps) else { return nil }
    return number
  }

  private func stepped(_ parameter: Parameter, _ value: Int, _ steps: Int) -> Int? {
    guard case .integer(let number) = parameter.value(.integer(value), steps: steps) else { return nil }
    return number
  }

  private func real(_ range: ClosedRange<Double>, _ standard: Double) -> Parameter {
    Parameter("size", .real(range), default: .real(standard), help: "a size")
  }

  private func integer(_ range: ClosedRange<Int>, _ dimension: Dimension = .none) -> Parameter {
    Parameter("size", .integer(range), default: .integer(range.lowerBound), help: "a size", dimension: dimension)
  }

  @Test(arguments: [
    (10.0, 1, 12.0), (10, -1, 8), (0.25, 1, 0.3), (0.25, -1, 0.2), (7, 1, 8), (7, -1, 6), (0.3, 10, 3), (30, -10, 3),
    (0.07, 0, 0.07), (99, 1, 100), (100, 1, 100), (0, 1, 0.0025), (0.0025, -1, 0), (0.001, -1, 0), (0.001, 1, 0.0025),
    (0, -1, 0), (100, -1000, 0), (0, 1000, 100),
  ])
  func realsGoThroughRoundNumbers(_ value: Double, _ steps: Int, _ expected: Double) {
    #expect(stepped(real(0...100, 0.25), value, steps) == expected)
  }

  @Test(arguments: [
    (0.0, 1, 0.02), (0, -1, -0.02), (-1, 1, -0.8), (-1, -1, -1.2), (-0.02, 1, 0), (-7, 1, -6), (-7, -1, -8),
  ])
  func belowZeroAsAbove(_ value: Double, _ steps: Int, _ expected: Double) {
    #expect(stepped(real(-100...100, 2), value, steps) == expected)
  }

  @Test func everyStepUpIsUndoneByOneDown() {
    let parameter = real(0...100_000, 100)
    var value = 1.0
    for _ in 0..<50 {
      let up = stepped(parameter, value, 1) ?? value
      #expect(up > value && stepped(parameter, up, -1) == value)
      value = up
    }
    #expect(value == 100_000)
  }

  @Test(arguments: [
    (10, 1, 11), (10, -1, 9), (600, 1, 630), (600, -1, 570), (1, -1, 1), (1000, 1, 1000), (990, 1, 1000), (10, 10, 20),
    (10, 0, 10),
  ])
  func integersGoByOneOrATwentieth(_ value: Int, _ steps: Int, _ expected: Int) {
    #expect(stepped(integer(1...1000), value, steps) == expected)
  }

  @Test func hugeIntegersDoNotOverflow() {
    #expect(stepped(integer(0...Int.max), .max, 10) == .max)
    #expect(stepped(integer(Int.min...Int.max), .min, -10) == .min)
  }

  @Test(arguments: [(7, 1, 9), (7, -1, 5), (61, 1, 61), (1, -1, 1), (59, 10, 61), (41, 1, 43)])
  func oddStaysOdd(_ value: Int, _ steps: Int, _ expected: Int) {
    #expect(stepped(integer(1...61, .oddLength), value, steps) == expected)
  }

  @Test(arguments: [("a", 1, "b"), ("c", 1, "a"), ("a", -1, "c"), ("b", 10, "c"), ("b", -1000, "a")])
  func choicesAreARing(_ value: String, _ steps: Int, _ expected: String) {
    let parameter = Parameter("kind", .choice(["a", "b", "c"]), default: .choice("a"), help: "which")
    #expect(parameter.value(.choice(value), steps: steps) == .choice(expected))
  }
}

@Suite struct DialogLayoutTests {
  /// At any size: the chosen row shows, nothing leaves the area or overlaps.
  @Test(arguments: 2..<40)
  func everythingHasItsPlace(rows: Int) {
    let area = CellRect(column: 3, row: 1, columns: 20, rows: rows)
    for count in [0, 1, 3, 12, 40] {
      for chosen in 0..<max(1, count) {
        for (details, preview) in [(0, 1), (2, 1), (9, 4)] {
          let layout = DialogLayout(area, count: count, chosen: chosen, details: details, preview: preview)
          #expect(count == 0 || layout.shown.contains(chosen))
          let lastRow = layout.row(ofPlace: layout.shown.upperBound - 1)
          #expect(layout.shown.isEmpty || lastRow < max(layout.preview.lowerBound, area.row + 2))
          #expect(layout.details.isEmpty || lastRow < layout.details.lowerBound)
          #expect(layout.details.isEmpty || layout.details.upperBound < layout.preview.lowerBound)
          #expect(layout.preview.upperBound <= area.row + rows)
          for place in layout.shown { #expect(layout.place(atRow: layout.row(ofPlace: place)) == place) }
        }
      }
    }
  }
}

@Suite struct PreviewTests {
  @Test(arguments: [(400, 300, 0), (1000, 800, 1), (4000, 3000, 3), (1, 1, 0)])
  func thePreviewIsOfALevelThatIsSmallEnough(_ width: Int, _ height: Int, _ level: Int) {
    let size = Size(width: width, height: height)
    let pyramid = Pyramid(Image(size: size, bytes: [UInt8](repeating: 9, count: size.area * 3)))
    #expect(pyramid.level(ofAtMost: MethodPreview.pixels) == level)
  }

  /// Labels of a copy at a quarter: the lines lie where those of the whole image would, to one pixel of the copy.
  @Test func bordersOfASmallCopyLieWhereTheyShould() {
    let size = Size(width: 64, height: 48)
    let pyramid = Pyramid(Image(size: size, bytes: [UInt8](repeating: 90, count: size.area * 3)))
    let viewport = Viewport(image: size, canvas: Size(width: 128, height: 96))
    var composer = PictureComposer(pyramid, classes: [])
    var plane = composer.compose(
      labels: nil, paint: nil, classes: [], viewport: viewport, overlay: .plain, cursor: nil, changed: nil)
    let bare = plane
    var labels = LabelMap(size: Size(width: 16, height: 12), filledWith: 1)
    for y in 0..<12 { for x in 8..<16 { labels[PixelPoint(x: x, y: y)] = 2 } }
    composer.drawBorders(of: labels, viewport, in: &plane)
    for y in 0..<96 {
      for x in 0..<128 {
        let point = PixelPoint(x: x, y: y)
        #expect(plane[point] == (x == 63 ? composer.colors.border : bare[point]))
      }
    }
  }
}
