import Display
import Raster
import Testing

@testable import Editor

/// The mask, points and boxes of Segment Anything in the picture.
@Suite struct SamPictureTests {
  private func runner() throws -> ScenarioRunner {
    var setup = ScenarioSetup("")
    setup.graphics = .sixel
    setup.size = CellSize(columns: 80, rows: 24)
    return try ScenarioRunner(setup, images: ScenarioTests.images)
  }

  /// The canvas pixels of an image pixel that two pictures show differently.
  private func difference(_ one: Picture, _ other: Picture, _ point: PixelPoint, _ runner: ScenarioRunner) throws -> Int
  {
    let rect = try #require(runner.editor.state.view).canvasRect(of: point)
    return (rect.y..<rect.maxY).reduce(0) { sum, y in
      sum + (rect.x..<rect.maxX).count { one.plane[PixelPoint(x: $0, y: y)] != other.plane[PixelPoint(x: $0, y: y)] }
    }
  }

  @Test func theMaskIsHatchedAndLeavesNothingBehind() throws {
    let runner = try runner()
    runner.perform(try ScenarioKeys.read("<Move 15,8>\n"))
    let before = try #require(runner.compose().picture)
    runner.perform(try ScenarioKeys.read("s\n<LeftClick 15,8>\n<Move 2,2>\n"))
    let during = try #require(runner.compose().picture)
    let area = try #require(runner.editor.state.view).canvasRect(of: PixelPoint(x: 17, y: 12)).area
    let hatched = try difference(before, during, PixelPoint(x: 17, y: 12), runner)
    #expect(hatched > area / 4 && hatched < area, "hatched, not filled")
    #expect(try difference(before, during, PixelPoint(x: 15, y: 8), runner) > 0, "the point")
    #expect(try difference(before, during, PixelPoint(x: 25, y: 15), runner) == 0, "outside of the mask")
    runner.perform(try ScenarioKeys.read("q\n<Move 15,8>\n"))
    #expect(runner.compose().picture == before)
  }

  @Test func aBoxFollowsThePointer() throws {
    let runner = try runner()
    runner.perform(try ScenarioKeys.read("s\n<Move 20,16>\n"))
    let before = try #require(runner.compose().picture)
    runner.perform(try ScenarioKeys.read("<MiddlePress 12,4> <MiddleDrag 20,16>\n"))
    let during = try #require(runner.compose().picture)
    for corner in [PixelPoint(x: 12, y: 4), PixelPoint(x: 20, y: 4), PixelPoint(x: 12, y: 10)] {
      #expect(try difference(before, during, corner, runner) > 0)
    }
    #expect(try difference(before, during, PixelPoint(x: 15, y: 9), runner) == 0)
    runner.perform(try ScenarioKeys.read("<Esc> <MiddleRelease 20,16>\n"))
    #expect(runner.compose().picture == before, "Esc drops it")
    #expect(runner.editor.session?.undoDepth == 0)
  }
}
