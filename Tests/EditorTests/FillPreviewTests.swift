import Display
import Raster
import Testing

@testable import Editor

/// A digit waits for a key that would make it a count; its fill shows meanwhile.
@Suite struct FillPreviewTests {
  private func runner() throws -> ScenarioRunner {
    var setup = ScenarioSetup("")
    setup.graphics = .sixel
    setup.size = CellSize(columns: 80, rows: 24)
    let runner = try ScenarioRunner(setup, images: ScenarioTests.images)
    runner.perform([.move(PixelPoint(x: 2, y: 2))])
    return runner
  }

  @Test func aDigitShowsItsFillBeforeItCounts() throws {
    let runner = try runner()
    let before = try #require(runner.compose().picture)
    runner.perform(try ScenarioKeys.read("3\n"))
    let during = try #require(runner.compose().picture)
    #expect(during != before)
    #expect(runner.editor.session?.undoDepth == 0, "nothing is done yet")
    runner.perform([.wait(1000)])
    #expect(runner.editor.session?.undoDepth == 1)
    #expect(runner.compose().picture == during, "what was shown is what was done")
  }

  @Test(arguments: ["<Esc>", "z"])
  func aDigitThatDoesNotFillIsTakenBack(key: String) throws {
    let runner = try runner()
    let before = try #require(runner.compose().picture)
    runner.perform(try ScenarioKeys.read("3\n"))
    #expect(runner.compose().picture != before)
    runner.perform(try ScenarioKeys.read("\(key)\n"))
    #expect(runner.compose().picture == before)
    #expect(runner.editor.session?.undoDepth == 0 && runner.editor.session?.redoDepth == 0)
  }
}
