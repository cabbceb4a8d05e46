import Display
import Raster
import Session
import Testing

@testable import Editor

/// From 8:1 up single pixels are looked at: squares without anything through them, the cursor's framed.
@Suite struct PixelViewTests {
  private let size = Size(width: 40, height: 30)
  private let canvas = Size(width: 320, height: 240)

  private func image(seed: UInt64) -> Image {
    var random = SplitMix64(seed: seed)
    return Image(size: size, bytes: (0..<size.area * 3).map { _ in .random(in: 0...255, using: &random) })
  }

  private func view(_ zoom: Double, _ anchor: PixelPoint = PixelPoint(x: 200, y: 90)) -> Viewport {
    var view = Viewport(image: size, canvas: canvas)
    view.zoom(to: zoom, at: anchor)
    return view
  }

  private func plane(
    _ composer: inout PictureComposer, _ view: Viewport, _ labels: LabelMap? = nil, cursor: PixelPoint? = nil
  ) -> IndexPlane {
    composer.compose(
      labels: labels, paint: nil, classes: [], viewport: view, overlay: .borders, cursor: cursor, changed: nil)
  }

  @Test(arguments: [8, 9.7, 12, 16, 31.3, 32])
  func everyPixelIsAnEvenSquare(zoom: Double) {
    let image = image(seed: 1)
    var composer = PictureComposer(PictureSource(image), classes: [])
    let view = view(zoom)
    let shown = plane(&composer, view)
    var wrong = 0
    for y in view.visible.y..<view.visible.maxY {
      for x in view.visible.x..<view.visible.maxX {
        let point = view.nearestImagePoint(to: PixelPoint(x: x, y: y))
        if shown[PixelPoint(x: x, y: y)] != composer.colors.table[image[point]] { wrong += 1 }
      }
    }
    #expect(wrong == 0)
  }

  /// Also around edges and cuts, which below that zoom are covered.
  @Test(arguments: [8, 9.7, 16, 32])
  func bordersLieBetweenPixelsOnly(zoom: Double) {
    var random = SplitMix64(seed: 2)
    let labels = LabelMap(size: size, elements: (0..<size.area).map { _ in .random(in: 0...3, using: &random) })
    var composer = PictureComposer(PictureSource(image(seed: 3)), classes: [])
    let view = view(zoom)
    let shown = plane(&composer, view, labels)
    func label(_ x: Int, _ y: Int) -> Int32? { view.imagePoint(at: PixelPoint(x: x, y: y)).map { labels[$0] } }
    var wrong = 0
    for y in view.visible.y..<view.visible.maxY {
      for x in view.visible.x..<view.visible.maxX {
        let own = label(x, y)
        let isBetween = [label(x + 1, y), label(x, y + 1)].contains { $0 != nil && $0 != own }
        let isBorder = shown[PixelPoint(x: x, y: y)] == composer.colors.border
        if isBorder != isBetween { wrong += 1 }
      }
    }
    #expect(wrong == 0)
  }

  @Test func belowThatZoomAnEdgeIsCovered() {
    let labels = LabelMap(size: size, filledWith: 0)
    var composer = PictureComposer(PictureSource(image(seed: 3)), classes: [])
    for (zoom, covers) in [(7.9, true), (8, false)] {
      let shown = plane(&composer, view(zoom), labels)
      #expect(shown.elements.contains(composer.colors.border) == covers)
    }
  }

  @Test(arguments: [8, 13.5, 32], [true, false])
  func theCursorsPixelIsFramed(zoom: Double, hasArms: Bool) {
    var composer = PictureComposer(PictureSource(image(seed: 4)), classes: [])
    composer.hasArms = hasArms
    let (view, cursor) = (view(zoom), PixelPoint(x: 25, y: 11))
    let (without, with) = (plane(&composer, view), plane(&composer, view, cursor: cursor))
    let pixel = view.canvasRect(of: cursor)
    for y in pixel.y - 2..<pixel.maxY + 2 {
      for x in pixel.x - 2..<pixel.maxX + 2 {
        let point = PixelPoint(x: x, y: y)
        let isInner = pixel.grown(by: 1).contains(point)
        let wanted = pixel.contains(point) ? without[point] : isInner ? composer.colors.bright : composer.colors.dark
        #expect(with[point] == wanted, "\(point)")
      }
    }
    let changed = with.elements.indices.filter { with.elements[$0] != without.elements[$0] }
    let isAroundOnly = changed.allSatisfy {
      pixel.grown(by: 2).contains(PixelPoint(x: $0 % canvas.width, y: $0 / canvas.width))
    }
    #expect(isAroundOnly == !hasArms)
  }

  private func runner(_ keys: String) throws -> ScenarioRunner {
    var setup = ScenarioSetup("images = flag")
    setup.graphics = .sixel
    setup.size = CellSize(columns: 80, rows: 24)
    let runner = try ScenarioRunner(setup, images: ScenarioTests.images)
    runner.perform(try ScenarioKeys.read(keys))
    return runner
  }

  /// The pointer marks itself; where pixels are told apart it does not say which of them it means.
  @Test(arguments: [(6, false), (8, true), (32, true)])
  func thePointersPixelIsFramed(zoom: Int, isFramed: Bool) throws {
    let (here, there) = try (runner(":zoom \(zoom)\n<Move 17,9>\n"), runner(":zoom \(zoom)\n<Move 15,9>\n"))
    let (one, other) = (try #require(here.compose().picture), try #require(there.compose().picture))
    #expect((one != other) == isFramed)
    let pixel = try #require(here.editor.state.view).canvasRect(of: PixelPoint(x: 17, y: 9))
    let bright = try #require(here.editor.open?.composer?.colors.bright)
    #expect((one.plane[PixelPoint(x: pixel.x - 1, y: pixel.y - 1)] == bright) == isFramed)
  }

  /// However far from the middle of its pixel the pointer is, the wheel keeps what lies under it.
  @Test(arguments: [0, 5, 15, 23, 31])
  func theWheelKeepsThePointersPixel(into: Int) throws {
    var editor = try runner(":zoom 32 16 10\n").editor
    let cell = editor.screen.cellPixels
    let pixel = try #require(editor.state.view).canvasRect(of: PixelPoint(x: 16, y: 10))
    let place = PixelPoint(x: pixel.x + into, y: pixel.y + into)
    let onScreen = PixelPoint(x: place.x, y: place.y + cell.height)
    let position = PointerPosition(
      cell: CellPoint(column: onScreen.x / cell.width, row: onScreen.y / cell.height), pixel: onScreen)
    for action in [MouseEvent.Action.wheelDown, .wheelUp, .wheelDown, .wheelUp] {
      _ = editor.handle(.input(.mouse(MouseEvent(action, at: position, time: 9000))))
      #expect(editor.state.cursor == PixelPoint(x: 16, y: 10))
      #expect(editor.state.view?.imagePoint(at: place) == PixelPoint(x: 16, y: 10))
    }
    #expect(editor.state.view?.zoom == 32)
  }
}
