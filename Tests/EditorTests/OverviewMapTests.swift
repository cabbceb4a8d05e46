import Display
import Raster
import Session
import Testing

@testable import Editor

/// The map of the whole image in a corner of the picture.
@Suite struct OverviewMapTests {
  private func runner(_ keys: String, _ graphics: ScreenSpec.Graphics = .sixel, columns: Int = 80) throws
    -> ScenarioRunner
  {
    var setup = ScenarioSetup("images = flag")
    setup.graphics = graphics
    setup.size = CellSize(columns: columns, rows: 24)
    let runner = try ScenarioRunner(setup, images: ScenarioTests.images)
    runner.perform(try ScenarioKeys.read(keys))
    return runner
  }

  private func place(_ runner: ScenarioRunner) throws -> OverviewPlace { try #require(runner.editor.overviewPlace) }

  private static let images = [(1, 1), (1, 7000), (640, 480), (20_000, 3), (20_000, 20_000)].map {
    Size(width: $0.0, height: $0.1)
  }

  @Test(arguments: images, [Size(width: 10, height: 20), Size(width: 1, height: 2)])
  func itCoversWholeCellsInACorner(image: Size, cell: Size) throws {
    for pane in [CellSize(columns: 16, rows: 8), CellSize(columns: 57, rows: 21), CellSize(columns: 300, rows: 90)] {
      for corner in OverviewMap.Corner.allCases {
        let place = try #require(OverviewPlace(image, corner, pane: pane, cell: cell))
        let rect = place.rect
        let whole = PixelRect(x: 0, y: 0, width: pane.columns * cell.width, height: pane.rows * cell.height)
        #expect(rect.intersection(whole) == rect && rect.area * 16 <= whole.area)
        #expect(rect.x % cell.width + rect.y % cell.height + rect.width % cell.width + rect.height % cell.height == 0)
        #expect((rect.x == 0) != (rect.maxX == whole.width) && (rect.y == 0) != (rect.maxY == whole.height))
        #expect(place.view.canvas == Size(width: rect.width, height: rect.height) && !place.view.showsPart)
      }
    }
    #expect(OverviewPlace(image, .topLeft, pane: CellSize(columns: 15, rows: 8), cell: cell) == nil)
  }

  /// `#` and `+` are the dark and the bright tone, `·` is image.
  @Test func theFrameSaysWhatIsSeen() throws {
    var view = Viewport(image: Size(width: 40, height: 20), canvas: Size(width: 100, height: 100))
    view.zoom(to: 10, at: PixelPoint(x: 70, y: 50))
    let place = try #require(
      OverviewPlace(view.image, .topLeft, pane: CellSize(columns: 80, rows: 20), cell: Size(width: 2, height: 4)))
    var pane = IndexPlane(size: Size(width: 160, height: 80), filledWith: 9)
    place.draw(
      IndexPlane(size: place.view.canvas, filledWith: 5), seen: place.part(of: view), dark: 0, bright: 1, in: &pane)
    let rows = (0..<place.rect.height).map { y in
      (0..<place.rect.width).map { x in [0: "#", 1: "+", 5: "·"][pane[PixelPoint(x: x, y: y)]] ?? "?" }.joined()
    }
    #expect(rows == Self.golden)
    #expect(pane.elements.count { $0 == 9 } == 160 * 80 - place.rect.area)
  }

  private static let golden = [
    "########################################",
    "#······································#",
    "#······································#",
    "#······································#",
    "#···················#############······#",
    "#···················#+++++++++++#······#",
    "#···················#+·········+#······#",
    "#···················#+·········+#······#",
    "#···················#+·········+#······#",
    "#···················#+·········+#······#",
    "#···················#+·········+#······#",
    "#···················#+·········+#······#",
    "#···················#+·········+#······#",
    "#···················#+·········+#······#",
    "#···················#+·········+#······#",
    "#···················#+++++++++++#······#",
    "#···················#############······#",
    "#······································#",
    "#······································#",
    "########################################",
  ]

  @Test func itIsThereOnlyWhileAPartShows() throws {
    for (on, off) in [("W", "<Wait 9>"), ("+ + + W W", "+ + +")] {
      let isEqual = try runner(on).compose().picture == runner(off).compose().picture
      #expect(isEqual)
    }
    let (with, without) = try (runner("+ + + W"), runner("+ + +"))
    let rect = try place(with).rect
    let (one, other) = (try #require(with.compose().picture?.plane), try #require(without.compose().picture?.plane))
    var differing = 0
    for y in 0..<one.height {
      for x in 0..<one.width where one[PixelPoint(x: x, y: y)] != other[PixelPoint(x: x, y: y)] {
        #expect(rect.contains(PixelPoint(x: x, y: y)))
        differing += 1
      }
    }
    #expect(differing > rect.area / 4)
  }

  /// What moves beside the map sends nothing of it.
  @Test(arguments: [ScreenSpec.Graphics.sixel, .blocks], ["<Left>", "<Enter>", "<Move 14,9>", "v", "#", "B"])
  func theMapStaysAsItIs(graphics: ScreenSpec.Graphics, keys: String) throws {
    let runner = try runner("+ + + + W", graphics)
    let rect = try place(runner).rect
    func map() throws -> [UInt8] {
      let plane = try #require(runner.compose().picture?.plane)
      return (rect.y..<rect.maxY).flatMap { plane.elements[$0 * plane.width + rect.x..<$0 * plane.width + rect.maxX] }
    }
    let before = try map()
    runner.perform(try ScenarioKeys.read(keys))
    #expect(try map() == before)
  }

  /// Where the terminal reports the pointer over an image pixel of the map.
  private func position(_ runner: ScenarioRunner, _ point: PixelPoint) throws -> PointerPosition {
    let (place, cell) = (try place(runner), runner.editor.screen.cellPixels)
    let spot = place.view.middle(of: point)
    let pixel = PixelPoint(x: place.rect.x + spot.x, y: place.rect.y + spot.y + cell.height)
    return PointerPosition(
      cell: CellPoint(column: pixel.x / cell.width, row: pixel.y / cell.height), pixel: pixel)
  }

  @Test func clicksAndDragsMoveTheView() throws {
    let runner = try runner(":zoom 32 16 10\nW")
    var editor = runner.editor
    func middle() throws -> PixelPoint {
      let view = try #require(editor.state.view)
      return view.nearestImagePoint(to: PixelPoint(x: view.canvas.width / 2, y: view.canvas.height / 2))
    }
    func send(_ action: MouseEvent.Action, _ point: PixelPoint) throws {
      _ = editor.handle(.input(.mouse(MouseEvent(action, at: try position(runner, point), time: 9000))))
    }
    try send(.press(.left), PixelPoint(x: 11, y: 8))
    #expect(try middle() == PixelPoint(x: 11, y: 8))
    try send(.drag(.left), PixelPoint(x: 20, y: 11))
    #expect(try middle() == PixelPoint(x: 20, y: 11))
    try send(.release(.left), PixelPoint(x: 20, y: 11))
    let cursor = editor.state.cursor
    try send(.move, PixelPoint(x: 9, y: 9))
    try send(.press(.right), PixelPoint(x: 9, y: 9))
    #expect(try middle() == PixelPoint(x: 20, y: 11))
    #expect(editor.state.cursor == cursor)
    #expect(editor.session?.undoDepth == 0)
    #expect(try editor.overviewPlace == place(runner))
  }

  @Test func itMakesRoomForTheCursor() throws {
    for (keys, corner) in [
      ("<Left>", OverviewMap.Corner.bottomRight), ("L J L J L J L J", .bottomLeft),
      ("L J L J L J L J H H H H H H H H H H", .bottomRight),
    ] {
      let runner = try runner(":zoom 32 16 10\nW \(keys)")
      let (editor, place) = (runner.editor, try place(runner))
      #expect(editor.state.overview.corner == corner, "\(keys)")
      let spot = try #require(editor.state.cursor.flatMap { editor.state.view?.canvasRect(of: $0) })
      #expect(spot.intersection(place.rect).isEmpty)
    }
  }

  @Test func itStandsBesideTheDebugViewAndMarksToo() throws {
    for keys in [":zoom 32 16 10\nW d", ":zoom 32 16 10\nW g"] {
      let runner = try runner(keys, columns: 130)
      let (plane, place) = (try #require(runner.compose().picture?.plane), try place(runner))
      let dark = try #require(runner.editor.open?.composer?.colors.dark)
      #expect(place.rect.rim.allSatisfy { plane[PixelPoint(x: $0.x, y: $0.y)] == dark })
    }
  }
}
