import Foundation
import TestSupport
import Testing

extension EndToEnd {
  /// Lessons on sample images, alone and from within the app.
  @Suite struct Tutorials {
    private static let right = "\u{1B}[1;5C"

    private func setup(_ workshop: Workshop, _ arguments: [String]) -> AppDriver.Setup {
      var setup = workshop.setup()
      setup.arguments =
        [workshop.program, "tutorial"] + arguments + ["--test-log", workshop.log, "--frame-dump", workshop.dump]
      return setup
    }

    private func leftovers(_ workshop: Workshop) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: workshop.folder.path)
        .filter { $0.hasPrefix("tessera-tutorial-") || $0.hasSuffix("_segmented") }
    }

    /// What the ten lessons ask for, typed as they ask for it.
    @Test func allTenSteps() throws {
      let workshop = try Workshop(images: ["a.png", "b.png"])
      let driver = try AppDriver(setup(workshop, [workshop.photos]))
      try driver.waitForText("step 1 of 10")
      try driver.waitUntilOpened()
      // Between lessons one waits until they are ticked off.
      func step(_ number: Int, _ keys: String...) throws {
        for key in keys { try driver.type(key) }
        try driver.waitForText("step \(number) of 10")
      }
      try step(2, "l")
      try step(3, "1")
      try step(4, "z", "Z")
      try step(5, "\t", "1", "2")
      try step(6, ">")
      try step(7, "+", "+", "+", Self.right)
      try driver.type("[")
      try driver.waitForText("hierarchy")
      try step(8, "]")
      try step(9, "c", "\r", "L", "\r")
      try step(10, "G", "\t", "\r")
      #expect(try leftovers(workshop).count == 1)
      driver.send(" ")
      try driver.waitForText("Tutorial: all done")
      try driver.waitForText("b.png")
      #expect(try driver.quit() == .code(0))
      // Neither beside the images nor in the temporary folder is anything left.
      #expect(try leftovers(workshop) == [])
      #expect(try FileManager.default.contentsOfDirectory(atPath: workshop.photos).sorted() == ["a.png", "b.png"])
    }

    /// `:tutorial` opens the samples; the work that was open is there afterwards as it was.
    @Test func fromWithinTheApp() throws {
      let workshop = try Workshop()
      let driver = try workshop.open()
      try driver.type("1")
      try driver.wait(for: "the fill") { driver.emulator.screenText.contains("undo     1") }
      let journal = try readBytes(try workshop.journal())
      driver.send(":tutorial\r")
      try driver.waitForText("step 1 of 10")
      try driver.waitForText("cells.png")
      try driver.waitForText("undo     0")
      driver.send("l")
      try driver.waitForText("step 2 of 10")
      #expect(try leftovers(workshop).count == 2)
      driver.send("q")
      try driver.waitForText("back from the tutorial")
      try driver.waitForText("blocks.png")
      #expect(driver.emulator.screenText.contains("undo     1"))
      #expect(try readBytes(try workshop.journal()) == journal)
      #expect(try leftovers(workshop) == ["photos_segmented"])
      try driver.type("z")
      try driver.wait(for: "undo") { driver.emulator.screenText.contains("undo     0") }
      #expect(try driver.quit() == .code(0))
    }

    /// A polite end reaches the lessons as well.
    @Test func aSignalEndsBoth() throws {
      let workshop = try Workshop()
      let driver = try workshop.open()
      driver.send(":tutorial\r")
      try driver.waitForText("step 1 of 10")
      driver.terminal.process.send(SIGTERM)
      _ = try driver.waitForExit()
      #expect(driver.emulator.modes == TerminalModes())
      #expect(try leftovers(workshop).allSatisfy { $0 == "photos_segmented" })
    }

    @Test func theFirstRunSaysWhereToLearn() throws {
      let workshop = try Workshop()
      try FileManager.default.removeItem(atPath: workshop.folder.path("state"))
      let words = ":tutorial teaches the keys"
      var driver = try workshop.open()
      try driver.waitForText(words)
      try driver.type("l")
      #expect(!driver.emulator.screenText.contains(words))
      #expect(try driver.quit() == .code(0))
      driver = try workshop.open()
      #expect(!driver.emulator.screenText.contains(words))
      #expect(try driver.quit() == .code(0))
    }

    @Test func nobodysWorkIsTouched() throws {
      let workshop = try Workshop()
      let run = try workshop.run(["tutorial"])
      #expect(run.status == .code(1))
      #expect(
        run.errorText
          == "tessera: the tutorial needs a terminal, and this is none; `man tessera` can be read without one\n")
      let driver = try AppDriver(setup(workshop, ["--output", workshop.photos]))
      #expect(try driver.waitForExit() == .code(1))
      // The path may be so long that the sentence goes on in the next row.
      let words = driver.emulator.screenText.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains("name a new folder"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: workshop.photos) == ["blocks.png"])
    }
  }
}
