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

  /// Frames of one segment, tolerance and class share a plan; the stripes lie over exactly what will be filled.
  @Test func smartFillsArePlannedOnce() throws {
    var setup = ScenarioSetup("images = shades")
    setup.graphics = .sixel
    setup.size = CellSize(columns: 80, rows: 24)
    let runner = try ScenarioRunner(setup, images: ScenarioTests.images)
    runner.perform([.move(PixelPoint(x: 2, y: 2))])
    let before = try #require(runner.compose().picture)
    func plan() throws -> UnsafePointer<RunChange<UInt16>>? {
      _ = runner.compose()
      return try #require(runner.editor.open?.planned).changes.withUnsafeBufferPointer { $0.baseAddress }
    }
    runner.perform(try ScenarioKeys.read("G +\n"))
    let first = try #require(try plan())
    runner.perform([.move(PixelPoint(x: 4, y: 7))])
    #expect(try plan() == first, "the same segment")
    #expect(try #require(runner.compose().picture) != before)
    let planned = try #require(runner.editor.open?.planned).changes
    runner.perform(try ScenarioKeys.read("+\n"))
    _ = try plan()
    #expect(try #require(runner.editor.open?.planned).changes != planned, "another tolerance")
    runner.perform(try ScenarioKeys.read("-\n<Enter>\n"))
    let paint = try #require(runner.editor.session?.state.paint.elements)
    #expect(planned.allSatisfy { run in (0..<run.length).allSatisfy { paint[Int(run.start + $0)] == run.new } })
    #expect(paint.count { $0 != 0 } == planned.reduce(0) { $0 + Int($1.length) })
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
