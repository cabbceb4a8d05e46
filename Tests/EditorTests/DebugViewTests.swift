import Display
import Raster
import Session
import Testing

@testable import Editor

/// Debug view, patterns, outlines, opacity and blinking, in pictures of the editor.
@Suite struct DebugViewTests {
  private func runner(_ keys: String, columns: Int = 130, _ graphics: ScreenSpec.Graphics = .sixel) throws
    -> ScenarioRunner
  {
    var setup = ScenarioSetup("images = flag")
    setup.graphics = graphics
    setup.size = CellSize(columns: columns, rows: 24)
    let runner = try ScenarioRunner(setup, images: ScenarioTests.images)
    runner.perform(try ScenarioKeys.read(keys))
    return runner
  }

  private func picture(_ keys: String, columns: Int = 130) throws -> Picture {
    try #require(runner(keys, columns: columns).compose().picture)
  }

  @Test func threePicturesShowTheSamePixels() throws {
    let runner = try runner("<Enter> d\n")
    let plane = try #require(runner.compose().picture?.plane)
    let editor = runner.editor
    let (view, colors) = (try #require(editor.state.view), try #require(editor.open?.composer?.colors))
    let state = try #require(editor.session?.state)
    #expect(plane.size == editor.paneCanvas)
    #expect(view.canvas.width == editor.paneCanvas.width / 3)
    var crosshairs = 0
    for y in view.visible.y..<view.visible.maxY {
      for x in view.visible.x..<view.visible.maxX {
        let point = try #require(view.imagePoint(at: PixelPoint(x: x, y: y)))
        let number = Int(state.paint[point])
        let segment = colors.segment(state.labels[point])
        let shown = (1...2).map { plane[PixelPoint(x: editor.start(ofPart: $0) + x, y: y)] }
        let wanted = [
          (x + y) % 2 == 0 ? segment.even : segment.odd, number == 0 ? colors.dark : colors.register(class: number),
        ]
        if shown != wanted { crosshairs += 1 }
      }
    }
    #expect((1...400).contains(crosshairs), "the crosshair alone may differ")
  }

  @Test func theImageStandsAtTheLeftAsItIs() throws {
    let runner = try runner("<Enter> d\n")
    let three = try #require(runner.compose().picture?.plane)
    let view = try #require(runner.editor.state.view)
    var composer = try #require(runner.editor.open?.composer)
    let state = try #require(runner.editor.session?.state)
    let alone = composer.compose(
      labels: state.labels, paint: state.paint, classes: state.classes.classes.map(\.color), viewport: view,
      overlay: .paintAndBorders, cursor: runner.editor.state.cursor, changed: nil)
    for y in 0..<alone.height {
      let row = three.elements[y * three.width..<y * three.width + alone.width]
      let isEqual = row.elementsEqual(alone.elements[y * alone.width..<(y + 1) * alone.width])
      #expect(isEqual, "row \(y)")
    }
  }

  @Test func offBringsThePictureBack() throws {
    #expect(try picture("<Enter> d d\n") == picture("<Enter>\n"))
    #expect(try picture("<Enter> d d d\n", columns: 62) == picture("<Enter>\n", columns: 62))
  }

  /// Where there is no room for three, each comes alone over the whole pane.
  @Test func aNarrowPaneShowsOneAfterTheOther() throws {
    let planes = try ["", "d", "d d"].map { try picture("<Enter> \($0)\n", columns: 62).plane }
    #expect(planes.allSatisfy { $0.size == planes[0].size })
    #expect(planes[0] != planes[1] && planes[1] != planes[2] && planes[0] != planes[2])
  }

  /// A click in any of the three means the pixel under it.
  @Test(arguments: 0..<3) func theirPixelsAreClicked(part: Int) throws {
    let runner = try runner("d\n")
    let (editor, target) = (runner.editor, PixelPoint(x: 20, y: 7))
    let rect = try #require(editor.state.view).canvasRect(of: target)
    let cell = editor.screen.cellPixels
    let pixel = PixelPoint(
      x: editor.start(ofPart: part) + rect.x + rect.width / 2, y: rect.y + rect.height / 2 + cell.height)
    let place = CellPoint(column: pixel.x / cell.width, row: pixel.y / cell.height)
    var clicked = editor
    _ = clicked.handle(.input(.mouse(MouseEvent(.move, at: PointerPosition(cell: place, pixel: pixel), time: 5000))))
    #expect(clicked.state.cursor == target)
  }

  @Test func patternsMarkPaintOnly() throws {
    let (plain, hatched) = (try runner(":overlay paint\n<Enter>\n"), try runner(":overlay paint\n<Enter> #\n"))
    let (one, other) = (
      try #require(plain.compose().picture?.plane), try #require(hatched.compose().picture?.plane)
    )
    let view = try #require(plain.editor.state.view)
    let paint = try #require(plain.editor.session?.state.paint)
    let colors = try #require(plain.editor.open?.composer?.colors)
    var marked = 0
    for at in one.elements.indices where one.elements[at] != other.elements[at] {
      let place = PixelPoint(x: at % one.width, y: at / one.width)
      let point = try #require(view.imagePoint(at: place))
      let isRight = paint[point] == 1 && (place.x + place.y) % 8 == 0 && other.elements[at] == colors.contrast(class: 1)
      #expect(isRight, "\(place)")
      marked += 1
    }
    #expect(marked > 100)
    #expect(try picture(":overlay paint\n<Enter> # #\n") == picture(":overlay paint\n<Enter>\n"))
  }

  @Test func anOutlineLeavesTheInsideAsItIs() throws {
    let runner = try runner(":overlay outline\n<Enter>\n")
    let outlined = try #require(runner.compose().picture?.plane)
    let plain = try picture(":overlay plain\n<Enter>\n").plane
    let view = try #require(runner.editor.state.view)
    let colors = try #require(runner.editor.open?.composer?.colors)
    let inside = view.canvasRect(of: PixelPoint(x: 14, y: 7))
    #expect(
      outlined[PixelPoint(x: inside.maxX - 2, y: inside.maxY - 2)]
        == plain[PixelPoint(x: inside.maxX - 2, y: inside.maxY - 2)])
    let edge = view.canvasRect(of: PixelPoint(x: 13, y: 6))
    #expect(outlined[PixelPoint(x: edge.x, y: edge.y)] == colors.register(class: 1))
    #expect(outlined[PixelPoint(x: edge.x - 1, y: edge.y)] == plain[PixelPoint(x: edge.x - 1, y: edge.y)])
  }

  @Test func aBlinkHidesWhatIsDrawnAndBringsItBack() throws {
    // Where pixels are told apart the pointer's is framed, which a blink hides as well.
    let runner = try runner("<Enter> - # <Move 15,10> B\n")
    let during = try #require(runner.compose().picture)
    #expect(try during == picture("<Enter> - #\n:overlay plain\n<Move 15,10>\n"))
    let end = try #require(runner.editor.state.blinkEnd)
    #expect(runner.editor.wakeTime.map { $0 <= end } == true)
    runner.perform([.wait(Editor.blinkTime)])
    #expect(runner.editor.state.blinkEnd == nil)
    #expect(try #require(runner.compose().picture) == picture("<Enter> - # <Move 15,10>\n"))
  }

  /// The image's own registers stay; paint goes from nothing to the class's own colour.
  @Test func opacityChangesTintsOnly() throws {
    let runner = try runner("<Enter>\n")
    let source = try #require(runner.editor.open?.composer?.source)
    let red = RGB(204, 0, 0)
    func colors(_ opacity: Int, _ registers: Int = 256) -> PictureColors {
      PictureColors(source.histogram, theme: PictureTheme(), classes: [red], registers: registers, opacity: opacity)
    }
    let half = colors(PictureColors.plainOpacity)
    #expect(half == PictureColors(source.histogram, theme: PictureTheme(), classes: [red]))
    for registers in [16, 256] {
      let none = colors(0, registers).tints
      #expect(Array(none[512...]) == Array(none[..<512]))
    }
    for opacity in stride(from: 0, through: 100, by: 10) {
      #expect(colors(opacity).table == half.table)
      let kept = colors(opacity).tints[512..<768].enumerated().allSatisfy { Int($0.element) == $0.offset }
      #expect(kept == (opacity <= 30))
    }
    let solid = colors(100)
    #expect(
      solid.tints[512...].allSatisfy {
        Int($0) >= solid.palette.colors.count || solid.palette.colors[Int($0)] == red.onSixelGrid
      })
    #expect(Set(colors(100, 16).tints[512...]) == [colors(100, 16).register(class: 1)])
  }

  @Test(arguments: [16, 256]) func segmentsKeepTheirColours(registers: Int) throws {
    let source = try #require(try runner("<Enter>\n").editor.open?.composer?.source)
    func colors(_ classes: [RGB]) -> PictureColors {
      PictureColors(source.histogram, theme: PictureTheme(), classes: classes, registers: registers)
    }
    let (one, other) = (colors([]), colors([RGB(9, 9, 9), RGB(90, 9, 9)]))
    var seen: Set<[UInt8]> = []
    for label in Int32(1)...2000 {
      let shown = one.segment(label)
      #expect(shown == other.segment(label))
      #expect(Int(max(shown.even, shown.odd)) < one.palette.colors.count)
      #expect(shown.even != one.dark && shown.odd != one.dark)
      seen.insert([shown.even, shown.odd])
    }
    #expect(seen.count == 55)
  }

  /// Sixteen classes are told apart without their colours, and none is covered by its pattern.
  @Test func everyPatternIsItsOwn() {
    let patterns = (1...16).map { number in
      (0..<256).map { PaintPattern(class: number).covers($0 % 16, $0 / 16) }
    }
    #expect(Set(patterns).count == 16)
    for pattern in patterns { #expect((1...80).contains(pattern.count { $0 })) }
    #expect(PaintPattern(class: 17) == PaintPattern(class: 1))
  }
}
