import Glibc
import Raster
import TestSupport
import Testing

extension EndToEnd {
  /// `b`: strokes by mouse and keys, a lock, masks, a kill, a replay.
  @Suite struct BrushModes {
    @Test func strokesBecomeAMask() throws {
      let workshop = try Workshop()
      var driver = try workshop.open()
      try driver.command("class one 204 0 0")
      let (from, to) = (try driver.screenPoint(20, 20), try driver.screenPoint(100, 20))
      driver.send("b")
      try driver.waitForText("brush    circle 9 px")
      try driver.command("brush-size 15")
      driver.drag(.left, from: from, to: to)
      try driver.waitForText("undo     1")
      try driver.command("cursor 60 60")
      driver.send("x\r\u{1B}[1;3C\r")
      try driver.waitForText("undo     2")
      driver.send("O")
      try driver.waitForText("locked   × one")
      // What is locked is not erased.
      driver.drag(.right, from: from, to: to)
      try driver.waitForText("nothing changes")
      driver.terminal.process.send(SIGKILL)
      #expect(try driver.waitForExit() == .signal(SIGKILL))
      driver = try workshop.open()
      try driver.waitForText("undo     2")
      try driver.waitForText("locked   × one")
      try driver.save()
      let drawn = try #require(try stroke(workshop, Brush(.circle, diameter: 15)))
      // The middle of a block lies between four pixels.
      for (point, x) in zip([drawn.points[0], drawn.points[drawn.points.count - 1]], [20, 100]) {
        #expect(abs(point.x - x) <= 1 && abs(point.y - 20) <= 1)
      }
      let keyed = BrushStroke(Brush(.square, diameter: 15), [PixelPoint(x: 60, y: 60), PixelPoint(x: 61, y: 60)])
      let expected = mask([drawn, keyed])
      try driver.wait(for: "the mask") { (try? workshop.mask("blocks", workshop.red)) == expected }
      #expect(try driver.quit() == .code(0))
      let replay = try workshop.run(["replay", try workshop.journal(), "--output", workshop.folder.path("again")])
      #expect(replay.status == .code(0), "\(replay.errorText)")
      let again = try Workshop.allMasks(in: workshop.folder.path("again"))
      #expect(try again == Workshop.allMasks(in: workshop.masks))
    }

    /// The first stroke of the journal with a brush.
    private func stroke(_ workshop: Workshop, _ brush: Brush) throws -> BrushStroke? {
      let name = " brush \(brush.shape.rawValue) \(brush.diameter) "
      let text = String(decoding: try readBytes(try workshop.journal()), as: UTF8.self)
      guard let line = text.split(separator: "\n").first(where: { $0.contains(name) }) else { return nil }
      let numbers = line.split(separator: name)[1].split(separator: " ").compactMap { Int($0) }
      let points = stride(from: 0, to: numbers.count, by: 2).map { PixelPoint(x: numbers[$0], y: numbers[$0 + 1]) }
      return BrushStroke(brush, points)
    }

    private func mask(_ strokes: [BrushStroke]) -> Mask {
      var mask = Mask(size: Blocks.size, filledWith: 0)
      for run in strokes.flatMap({ $0.sweep(in: Blocks.size).runs }) {
        for at in run.range { mask.elements[at] = 255 }
      }
      return mask
    }
  }
}
