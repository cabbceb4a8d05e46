import Display
import Raster
import Session
import Testing

@testable import Editor

/// Objects that touch, in pictures of the editor.
@Suite struct ObjectPictureTests {
  private static let fills = [":fill 26 4", ":fill 26 14"]

  private func runner() throws -> ScenarioRunner {
    var setup = ScenarioSetup("images = flag")
    setup.graphics = .sixel
    setup.size = CellSize(columns: 130, rows: 24)
    return try ScenarioRunner(setup, images: ScenarioTests.images)
  }

  private func shown(_ lines: [String]) throws -> ScenarioRunner {
    let runner = try runner()
    runner.perform(try ScenarioKeys.read(lines.joined(separator: "\n") + "\n"))
    return runner
  }

  /// The image column of every canvas pixel that differs. All lie between rows 9 and 10.
  private func difference(_ plain: ScenarioRunner, _ apart: ScenarioRunner, part: Int = 0) throws -> Set<Int> {
    let (one, other) = (try #require(plain.compose().picture?.plane), try #require(apart.compose().picture?.plane))
    let view = try #require(apart.editor.state.view)
    let start = part == 0 ? 0 : apart.editor.start(ofPart: part)
    var columns: Set<Int> = []
    for y in view.visible.y..<view.visible.maxY {
      for x in view.visible.x..<view.visible.maxX {
        guard one[PixelPoint(x: start + x, y: y)] != other[PixelPoint(x: start + x, y: y)] else { continue }
        let point = try #require(view.imagePoint(at: PixelPoint(x: x, y: y)))
        let below = try #require(view.imagePoint(at: PixelPoint(x: x, y: y + 1)))
        #expect(point.y == 9 && below.y == 10, "\(point)")
        columns.insert(point.x)
      }
    }
    return columns
  }

  @Test(arguments: ["paint", "outline"]) func aLineLiesBetweenThem(overlay: String) throws {
    let plain = try shown([":overlay \(overlay)"] + Self.fills)
    let apart = try shown([":overlay \(overlay)"] + Self.fills.flatMap { [":object new", $0] })
    #expect(try difference(plain, apart) == Set(22...31))
    let other = try shown([":overlay \(overlay)", ":object new", Self.fills[0], Self.fills[1]])
    #expect(try difference(plain, other).isEmpty, "one object has no line through it")
  }

  @Test func theDebugViewTellsThemApart() throws {
    let plain = try shown(Self.fills + [":debug-view"])
    let apart = try shown(Self.fills.flatMap { [":object new", $0] } + [":debug-view"])
    #expect(try difference(plain, apart, part: 2) == Set(22...31))
  }

  @Test func whatIsKeptIsWhatIsMadeAnew() throws {
    let lines = [
      ":overlay paint", ":object new", ":fill 26 4", ":object new", ":fill 26 14", ":undo", ":redo", ":object none",
      ":unfill 26 4", ":undo", ":undo", ":undo",
    ]
    let kept = try runner()
    _ = kept.compose()
    for count in lines.indices {
      kept.perform(try ScenarioKeys.read(lines[count] + "\n"))
      #expect(try #require(kept.compose().picture) == #require(try shown(Array(lines[...count])).compose().picture))
    }
  }
}
