import Display
import Raster
import Testing

@testable import Editor

@Suite struct StrokeTests {
  /// Whichever way the pointer goes: exactly the segments that it passes are filled, although most steps within a
  /// segment never reach the journal.
  @Test(arguments: UInt64(0)..<40)
  func exactlyThePassedSegmentsAreFilled(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var setup = ScenarioSetup("images = \(seed % 2 == 0 ? "flag" : "chess")")
    setup.graphics = .sixel
    setup.size = CellSize(columns: 80, rows: 24)
    let runner = try ScenarioRunner(setup, images: ScenarioTests.images)
    var at = PixelPoint(x: 4, y: 4)
    runner.perform([.move(at)] + (try ScenarioKeys.read("f\n")))
    var passed: Set<PixelPoint> = [at]
    for _ in 0..<25 {
      let next = PixelPoint(
        x: min(31, max(0, at.x + .random(in: -5...5, using: &random))),
        y: min(19, max(0, at.y + .random(in: -5...5, using: &random))))
      runner.perform([.move(next)])
      passed.formUnion(pixelLine(from: at, to: next, in: Size(width: 32, height: 20)))
      at = next
    }
    let state = try #require(runner.editor.session?.state)
    let labels = Set(passed.map { state.labels[$0] })
    for (label, paint) in zip(state.labels.elements, state.paint.elements) {
      #expect((paint == 1) == labels.contains(label))
    }
    #expect(runner.editor.session?.undoDepth == 1)
  }
}
