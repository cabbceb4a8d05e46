import Raster
import TestSupport
import Testing

extension EndToEnd {
  /// No mouse: a folder labeled by keys alone.
  @Suite struct Keyboard {
    @Test func aFolderByKeysAlone() throws {
      let workshop = try Workshop(images: ["a.png", "b.png", "c.png"])
      let driver = try workshop.open()
      for (index, name) in ["a", "b", "c"].enumerated() {
        try driver.waitForText(" \(name).png")
        try driver.waitUntilOpened()
        let block = Blocks.middle(index)
        try driver.command("cursor \(block.x) \(block.y)")
        // A digit fills once it is clear that it is no count.
        try driver.type("1")
        try driver.wait(for: "the fill") { driver.emulator.screenText.contains("undo     1") }
        driver.send(" ")
        try driver.wait(for: "the mask of \(name)") {
          (try? workshop.mask(name, workshop.red)) == Blocks.mask(of: [index])
        }
      }
      // Behind the last image comes the first, with what was done there.
      try driver.waitForText(" a.png")
      try driver.waitUntilOpened()
      try driver.wait(for: "the paint of before") { driver.emulator.screenText.contains("undo     1") }
      driver.send("z")
      try driver.wait(for: "undo") { driver.emulator.screenText.contains("undo     0") }
      driver.send("Z")
      try driver.wait(for: "redo") { driver.emulator.screenText.contains("undo     1") }
      #expect(try driver.quit() == .code(0))
    }

    /// Coarser and finer by keys; the journal replays to the same masks.
    @Test func granularityByKeys() throws {
      let workshop = try Workshop()
      let driver = try workshop.open()
      try driver.type("1")
      try driver.wait(for: "the fill") { driver.emulator.screenText.contains("undo     1") }
      try driver.type("[")
      try driver.wait(for: "coarser segments") { driver.emulator.screenText.contains("undo     2") }
      #expect(driver.emulator.screenText.contains("hierarchy"))
      try driver.command("granularity 40")
      try driver.wait(for: "one segment") { driver.emulator.screenText.contains("undo     3") }
      driver.send("]")
      try driver.wait(for: "finer segments") { driver.emulator.screenText.contains("undo     4") }
      try driver.command("fill 2 2 2")
      driver.send("z")
      driver.send("z")
      try driver.wait(for: "undo") { driver.emulator.screenText.contains("undo     3") }
      try driver.save()
      #expect(try driver.quit() == .code(0))
      let journal = try readBytes(try workshop.journal())
      #expect(String(decoding: journal, as: UTF8.self).contains(" granularity 1 sha256="))
      let replay = try workshop.run(["replay", try workshop.journal(), "--output", workshop.folder.path("again")])
      #expect(replay.status == .code(0), "\(replay.errorText)")
      let again = try Workshop.allMasks(in: workshop.folder.path("again"))
      #expect(try !again.isEmpty && again == Workshop.allMasks(in: workshop.masks))
    }

    /// Fill mode walks: every segment that the cursor passes is filled, as one step of undo.
    @Test func continuousFillIsOneStep() throws {
      let workshop = try Workshop()
      let driver = try workshop.open()
      try driver.command("cursor 20 20")
      try driver.command("mode fill")
      try driver.command("cursor 60 20")
      try driver.command("cursor 100 20")
      try driver.command("mode fill")
      try driver.save()
      let passed = try #require(try workshop.mask("blocks", workshop.red))
      for block in 0..<3 { #expect(passed[Blocks.middle(block)] == 255, "block \(block) was passed") }
      #expect(passed[Blocks.middle(4)] == 0)
      driver.send("z")
      try driver.wait(for: "one undo of all") { driver.emulator.screenText.contains("undo     0") }
      #expect(try driver.quit() == .code(0))
    }
  }
}
