import Display
import Foundation
import Raster
import Session
import Testing

@testable import Editor

/// The picture of the colour picker, and the pointer over it.
@Suite struct PickerPictureTests {
  private func runner(
    _ keys: String, _ graphics: ScreenSpec.Graphics = .sixel, _ size: CellSize = CellSize(columns: 80, rows: 24)
  ) throws -> ScenarioRunner {
    var setup = ScenarioSetup("")
    (setup.graphics, setup.size) = (graphics, size)
    let runner = try ScenarioRunner(setup, images: ScenarioTests.images)
    runner.perform(try ScenarioKeys.read(keys))
    return runner
  }

  private func shown(_ point: PixelPoint, _ picture: Picture) -> RGB {
    picture.palette.colors[Int(picture.plane[point])]
  }

  @Test func itLooksAsItDid() throws {
    let picture = try #require(
      runner("<Move 16,10> C c <S-Right> <S-Down> - - -\n", .blocks, CellSize(columns: 62, rows: 14)).compose().picture)
    var text = "P3\n\(picture.plane.width) \(picture.plane.height)\n255\n"
    for y in 0..<picture.plane.height {
      text += (0..<picture.plane.width).map { shown(PixelPoint(x: $0, y: y), picture).channels }.joined(separator: "  ")
      text += "\n"
    }
    let golden = ScenarioTests.folder.appending(path: "pictures/picker.ppm")
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
      try text.write(to: golden, atomically: true, encoding: .utf8)
      Issue.record("recorded picker.ppm; look at it")
    }
    #expect(try String(contentsOf: golden, encoding: .utf8) == text)
  }

  /// Swatches show the colours; the picture of the image comes back as it was.
  @Test(arguments: [ScreenSpec.Graphics.sixel, .blocks])
  func swatchesShowTheColors(graphics: ScreenSpec.Graphics) throws {
    let runner = try runner("1 C\n", graphics)
    let before = try #require(runner.compose().picture)
    runner.perform(try ScenarioKeys.read("c # 1 2 3 4 5 6\n"))
    let picture = try #require(runner.compose().picture)
    let places = try #require(runner.editor.pickerLayout)
    func color(_ rect: PixelRect) -> RGB { shown(PixelPoint(x: rect.x, y: rect.y), picture) }
    #expect(color(places.chosen) == RGB(0x12, 0x34, 0x56).onSixelGrid)
    #expect(color(places.old) == RGB(204, 0, 0).onSixelGrid)
    #expect(color(places.image) == runner.editor.colorAtCursor?.onSixelGrid)
    #expect(places.recent.count == 2)
    runner.perform(try ScenarioKeys.read("<Esc> <Esc>\n"))
    #expect(runner.editor.state.classDialog?.picker == nil)
    #expect(runner.compose().picture == before)
    #expect(runner.editor.session?.undoDepth == 1)
  }

  /// A click on the plane chooses what is shown there within a step; the marker stands where it was clicked.
  @Test(arguments: UInt64(0)..<20) func clicksOnThePlane(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let runner = try runner("C c\n")
    let places = try #require(runner.editor.pickerLayout)
    let before = try #require(runner.editor.shownPicker).hsv
    let point = PixelPoint(
      x: .random(in: places.plane.x..<places.plane.maxX, using: &random),
      y: .random(in: places.plane.y..<places.plane.maxY, using: &random))
    press(runner, point)
    let picker = try #require(runner.editor.shownPicker)
    #expect(places.place(onPlane: picker.hsv) == point)
    #expect(picker.hsv.saturation == before.saturation)
    #expect(picker.color == picker.hsv.rgb)
    let strip = PixelPoint(x: places.strip.x, y: .random(in: places.strip.y..<places.strip.maxY, using: &random))
    press(runner, strip)
    let other = try #require(runner.editor.shownPicker).hsv
    #expect(places.row(onStrip: other.saturation) == strip.y)
    #expect((other.hue, other.value) == (picker.hsv.hue, picker.hsv.value))
  }

  /// A drag holds to the part where it began, beyond its ends as well.
  @Test func dragsStayInTheirPart() throws {
    let runner = try runner("C c\n")
    let places = try #require(runner.editor.pickerLayout)
    send(runner, .press(.left), PixelPoint(x: places.strip.x + 1, y: places.strip.y + 9))
    send(runner, .drag(.left), PixelPoint(x: places.plane.x + 3, y: places.strip.maxY + 10))
    #expect(runner.editor.shownPicker?.hsv.saturation == 0)
    #expect(runner.editor.shownPicker?.hsv.hue == 0)
    send(runner, .release(.left), PixelPoint(x: 0, y: 0))
    send(runner, .drag(.left), PixelPoint(x: places.strip.x, y: places.strip.y))
    #expect(runner.editor.shownPicker?.hsv.saturation == 0)
    send(runner, .press(.left), PixelPoint(x: places.plane.x + 3, y: places.plane.y + 3))
    send(runner, .drag(.left), PixelPoint(x: -50, y: 100_000))
    #expect(runner.editor.shownPicker?.hsv.value == 0)
    #expect(runner.editor.shownPicker?.hsv.hue == 0)
  }

  /// Whatever the size of the screen: parts lie inside and beside one another.
  @Test(arguments: 20...90) func partsFit(columns: Int) {
    for rows in 1...40 {
      let cell = columns % 2 == 0 ? Size(width: 1, height: 2) : Size(width: 9, height: 19)
      let pane = CellRect(column: 0, row: 1, columns: columns, rows: rows)
      guard let places = PickerLayout(pane, cell: cell, recent: 12) else {
        #expect(rows < 6)
        continue
      }
      let parts = [places.plane, places.strip, places.chosen, places.old, places.image] + places.recent
      let whole = PixelRect(x: 0, y: 0, width: columns * cell.width, height: rows * cell.height)
      for (at, part) in parts.enumerated() {
        #expect(part.area > 0 && part.intersection(whole) == part)
        #expect(parts[..<at].allSatisfy { $0.intersection(part).isEmpty }, "\(columns) x \(rows)")
      }
    }
  }

  private func press(_ runner: ScenarioRunner, _ point: PixelPoint) {
    send(runner, .press(.left), point)
    send(runner, .release(.left), point)
  }

  /// At a pixel of the pane.
  private func send(_ runner: ScenarioRunner, _ action: MouseEvent.Action, _ point: PixelPoint) {
    let (cell, pane) = (runner.editor.screen.cellPixels, runner.editor.layout.pane)
    let pixel = PixelPoint(x: point.x + pane.column * cell.width, y: point.y + pane.row * cell.height)
    let at = CellPoint(column: pixel.x / cell.width, row: pixel.y / cell.height)
    runner.send(.input(.mouse(MouseEvent(action, at: PointerPosition(cell: at, pixel: pixel)))))
  }
}
