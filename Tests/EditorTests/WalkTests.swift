import Display
import Raster
import Segmentation
import Session
import Testing

@testable import Editor

/// Walking through the unpainted segments.
@Suite struct WalkTests {
  private static let blocks = Size(width: 20, height: 12)
  private static let side = 3

  private static func block(at point: PixelPoint) -> (x: Int, y: Int) { (point.x / side, point.y / side) }

  /// Six classes, spread so that neighbours differ as a rule.
  private static func classNumber(at point: PixelPoint) -> Int {
    let block = block(at: point)
    return (block.x * 5 + block.y * 3 + block.x * block.y) % 6 + 1
  }

  private static let image = drawing(
    (0..<blocks.height * side).map { y in
      String(
        (0..<blocks.width * side).map { x in Character(Unicode.Scalar(UInt8(65 + (x / side + 2 * (y / side)) % 7))) })
    })

  /// 240 segments take a key each, and one to begin with; the goal is 1.3 per segment.
  @Test(arguments: WalkOrder.allCases) func oneKeyPerSegment(order: WalkOrder) throws {
    var setup = ScenarioSetup("images = blocks")
    setup.classes = ["red", "green", "blue", "yellow", "five", "six"]
    let runner = try ScenarioRunner(setup, images: ["blocks": Self.image])
    runner.perform(try ScenarioKeys.read(":walk-order \(order.rawValue)\n"))
    let session = try #require(runner.editor.session)
    let segments = session.state.segments
    #expect(segments == Self.blocks.area)
    runner.perform([.key(KeyPress(.tab))])
    var keys = 1
    while runner.editor.state.isWalking, keys <= 2 * segments {
      let point = try #require(runner.editor.state.cursor)
      #expect(session.state.paint[point] == 0, "the walk goes to unpainted segments")
      runner.perform([.key(KeyPress(.character(Character("\(Self.classNumber(at: point))"))))])
      keys += 1
    }
    #expect(Double(keys) <= 1.3 * Double(segments), "\(keys) keys for \(segments) segments")
    let paint = session.state.paint
    let wrong = paint.elements.indices.filter { index in
      let point = PixelPoint(x: index % paint.width, y: index / paint.width)
      return Int(paint[point]) != Self.classNumber(at: point)
    }
    #expect(wrong.isEmpty)
  }

  @Test func segmentsThatAreMostlyPaintedAreNotWalkedTo() {
    let labels = LabelMap(size: Size(width: 4, height: 2), elements: [1, 1, 2, 2, 1, 1, 2, 0])
    let paint = PaintMap(size: labels.size, elements: [5, 5, 0, 0, 5, 0, 5, 0])
    let image = Image(size: labels.size, bytes: (0..<24).map { UInt8($0 * 10) })
    let found = unpaintedSegments(of: labels, lastLabel: 3, paint, image)
    #expect(found.map(\.label) == [2])
    #expect(found.first?.area == 2)
    #expect(found.first?.point == PixelPoint(x: 3, y: 0), "the middle of its only long unpainted row")
  }
}
