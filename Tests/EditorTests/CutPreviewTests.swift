import Display
import Raster
import Testing

@testable import Editor

@Suite struct CutPreviewTests {
  /// While a chain is open the picture shows the cut to be, and nothing of it stays when it is over.
  @Test func theCutToBeIsShownAndTakenAway() throws {
    var setup = ScenarioSetup("")
    setup.graphics = .sixel
    setup.size = CellSize(columns: 80, rows: 24)
    let runner = try ScenarioRunner(setup, images: ScenarioTests.images)
    runner.perform([.move(PixelPoint(x: 2, y: 2))])
    let before = try #require(runner.compose().picture)
    runner.perform(try ScenarioKeys.read("<MiddleClick 2,2> <Move 9,2>\n"))
    let during = try #require(runner.compose().picture)
    let view = try #require(runner.editor.state.view)
    let onTheWay = view.canvasRect(of: PixelPoint(x: 5, y: 2))
    let row = (onTheWay.x..<onTheWay.maxX).map { PixelPoint(x: $0, y: onTheWay.y + onTheWay.height / 2) }
    #expect(row.allSatisfy { during.plane[$0] != before.plane[$0] })
    runner.perform(try ScenarioKeys.read("<Esc> <Move 2,2>\n"))
    #expect(runner.compose().picture == before)
  }
}
