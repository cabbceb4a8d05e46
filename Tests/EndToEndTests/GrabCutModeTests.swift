import Glibc
import Raster
import TestSupport
import Testing

extension EndToEnd {
  /// `g`: a box, an answer, segments.
  @Suite struct GrabCutModes {
    @Test func aBoxByMouseBecomesAMask() throws {
      let workshop = try Workshop()
      let driver = try workshop.open()
      try driver.command("class one 204 0 0")
      let block = try driver.screenPoint(ofBlock: 1)
      let (from, to) = (try driver.screenPoint(45, 42), try driver.screenPoint(75, 76))
      driver.send("g")
      try driver.waitForText("draw a box around the foreground")
      driver.drag(.middle, from: from, to: to)
      try driver.waitForText("boxes    1")
      driver.send(" ")
      try driver.waitForText("foreground: 4.2 % of the image")
      driver.send("f")
      try driver.waitForText("2 segments")
      try driver.waitForText("mode     single")
      try driver.click(block)
      try driver.save()
      // Other blocks are background now: the ground's segment holds them.
      let expected = Mask(size: Blocks.size, elements: Blocks.mask(of: [4]).elements.map { 255 - $0 })
      try driver.wait(for: "the mask") { (try? workshop.mask("blocks", workshop.red)) == expected }
      #expect(try driver.quit() == .code(0))
      let replay = try workshop.run(["replay", try workshop.journal(), "--output", workshop.folder.path("again")])
      #expect(replay.status == .code(0), "\(replay.errorText)")
      let again = try Workshop.allMasks(in: workshop.folder.path("again"))
      #expect(try again == Workshop.allMasks(in: workshop.masks))
    }

    @Test func aScriptIsAnsweredWithoutATerminal() throws {
      let workshop = try Workshop()
      for (name, run) in [("own", "grabcut-run"), ("exact", "grabcut-run exact=true iterations=2")] {
        let script = """
          tessera-session 1
          class one 204 0 0
          open photos/blocks.png method=threshold
          grabcut-rect 45 42 75 76
          \(run)
          grabcut-finish
          fill 60 60

          """
        try writeBytes(Array(script.utf8), to: workshop.folder.path(name + ".txt"))
        let masks = workshop.folder.path(name)
        let replay = try workshop.run(["replay", workshop.folder.path(name + ".txt"), "--output", masks])
        #expect(replay.status == .code(0), "\(replay.errorText)")
        #expect(try workshop.mask("blocks", workshop.red, in: masks) == Blocks.mask(of: [4]))
      }
    }

    /// What was drawn is in the journal before a run begins.
    @Test func aKillWhileARunGoesOnLosesNoMark() throws {
      let workshop = try Workshop(images: [])
      try writeBytes(PNGFile.encode(Self.noise), to: workshop.photo("blocks.png"))
      var driver = try workshop.open(["--set", "value=100"])
      driver.send("g")
      try driver.waitForText("draw a box around the foreground")
      try driver.command("grabcut-rect 50 50 350 250")
      try driver.command("grabcut-stroke background 4 150 150 200 175")
      try driver.waitForText("strokes  1")
      try driver.command("grabcut-run iterations=1000")
      try driver.waitForText("Esc cancels")
      // Esc gives the worker back to the next run.
      driver.send("\u{1B}")
      try driver.waitForText("grabcut-run cancelled")
      try driver.command("grabcut-run iterations=1000")
      try driver.waitForText("Esc cancels")
      driver.terminal.process.send(SIGKILL)
      #expect(try driver.waitForExit() == .signal(SIGKILL))
      driver = try workshop.open(["--set", "value=100"])
      try driver.waitForText("undo     2")
      driver.send("g")
      try driver.waitForText("boxes    1")
      try driver.waitForText("strokes  1")
      try driver.waitForText("answer   none")
      driver.send("q")
      try driver.waitForText("mode     single")
      #expect(try driver.quit() == .code(0))
    }

    /// Nothing that could be divided soon.
    private static let noise: Image = {
      let size = Size(width: 400, height: 300)
      var random = SplitMix64(seed: 6)
      return Image(size: size, bytes: (0..<size.area * 3).map { _ in UInt8.random(in: 0...255, using: &random) })
    }()
  }
}
