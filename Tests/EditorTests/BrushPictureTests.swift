import Display
import Raster
import Session
import Testing

@testable import Editor

/// What brush mode shows.
@Suite struct BrushPictureTests {
  private func runner(_ seed: UInt64, _ graphics: ScreenSpec.Graphics = .sixel) throws -> ScenarioRunner {
    var setup = ScenarioSetup("images = \(seed % 2 == 0 ? "flag" : "chess")")
    setup.graphics = graphics
    setup.size = CellSize(columns: 80, rows: 24)
    return try ScenarioRunner(setup, images: ScenarioTests.images)
  }

  /// A stroke looks while it is drawn as it does once it is done, at any zoom, over any paint, locked or not.
  @Test(arguments: UInt64(0)..<40)
  func aDraftLooksLikeTheStroke(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let runner = try runner(seed, seed % 3 == 0 ? .blocks : .sixel)
    func point() -> PixelPoint {
      PixelPoint(x: .random(in: 0..<32, using: &random), y: .random(in: 0..<20, using: &random))
    }
    let zooms = ["+ +", "- -", "="]
    let setUp = """
      :overlay paint
      :brush circle 9 4 4 20 9
      :class blue
      :brush square 5 9 9 9 1
      \(seed % 4 == 0 ? ":lock red" : ":unlock red")
      :class green
      b \(seed % 5 == 0 ? "e" : "") \(zooms[.random(in: 0...2, using: &random)])
      :brush-size \(Int.random(in: 1...12, using: &random))
      :brush-shape \(Bool.random(using: &random) ? "circle" : "square")

      """
    runner.perform(try ScenarioKeys.read(setUp))
    let points = (0...Int.random(in: 1...6, using: &random)).map { _ in point() }
    let drags = points.dropFirst().map { ScenarioStep.drag(.left, [], $0) }
    runner.perform([.press(.left, [], points[0])] + drags)
    let during = try #require(runner.compose().picture)
    let depth = try #require(runner.editor.session?.undoDepth)
    runner.perform([.release(.left, points[points.count - 1])])
    let after = try #require(runner.compose().picture)
    #expect(during == after)
    #expect((depth...depth + 1).contains(try #require(runner.editor.session?.undoDepth)))
  }

  /// The outline follows the cursor and leaves nothing behind.
  @Test func theOutlineFollowsTheCursor() throws {
    let runner = try runner(0)
    runner.perform(try ScenarioKeys.read("<Move 20,10>\n"))
    let before = try #require(runner.compose().picture)
    runner.perform(try ScenarioKeys.read("b\n:brush-size 5\n<Move 20,10>\n"))
    let during = try #require(runner.compose().picture)
    let view = try #require(runner.editor.state.view)
    func differs(_ point: PixelPoint) -> Bool {
      let rect = view.canvasRect(of: point)
      return (rect.y..<rect.maxY).contains { y in
        (rect.x..<rect.maxX).contains { x in
          during.plane[PixelPoint(x: x, y: y)] != before.plane[PixelPoint(x: x, y: y)]
        }
      }
    }
    let brush = Brush(.circle, diameter: 5)
    for dy in -4...4 {
      for dx in -4...4 {
        let isInside = brush.covers(dx: dx, dy: dy)
        let isEdge =
          isInside && [(0, 1), (1, 0), (0, -1), (-1, 0)].contains { !brush.covers(dx: dx + $0.0, dy: dy + $0.1) }
        #expect(differs(PixelPoint(x: 20 + dx, y: 10 + dy)) == isEdge, "\(dx) \(dy)")
      }
    }
    runner.perform(try ScenarioKeys.read("q\n<Move 20,10>\n"))
    #expect(runner.compose().picture == before)
  }

  /// Points on a straight way are left out of the command, and it covers the same.
  @Test(arguments: UInt64(0)..<60)
  func theCommandCoversWhatWasDrawn(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let size = Size(width: 60, height: 40)
    var point = PixelPoint(x: 30, y: 20)
    var draft = BrushMode.Draft(
      Brush(.circle, diameter: .random(in: 1...7, using: &random)), erases: false, at: point, in: size)
    for _ in 0..<30 {
      let (dx, dy) = (Int.random(in: -2...2, using: &random), Int.random(in: -2...2, using: &random))
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        point = PixelPoint(x: point.x + dx, y: point.y + dy)
        draft.extend(to: point)
      }
    }
    #expect(draft.stroke.sweep(in: size).runs == draft.sweep.runs)
  }
}
