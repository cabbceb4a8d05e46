import Raster
import TestSupport
import Testing

extension EndToEnd {
  /// `m`: another method, with a preview; and methods that take longer than anybody wants to wait.
  @Suite struct MethodDialogs {
    @Test func aMethodIsChosenAppliedAndUndone() throws {
      let workshop = try Workshop()
      let driver = try workshop.open()
      driver.send("m")
      try driver.waitForText("as it is: 7 segments")
      driver.send("\u{1B}[H")
      try driver.waitForText("superpixels of OpenCV")
      try driver.wait(for: "a preview") { driver.emulator.screenText.contains("preview: ") }
      driver.send("\r")
      try driver.waitForText("side of a superpixel")
      driver.send("2001\r")
      try driver.waitForText("region_size=2001 is out of range; expected 2…2000")
      driver.send("\u{7F}\u{7F}\u{7F}0\r")
      try driver.waitForText("Enter apply")
      driver.send("\r")
      try driver.wait(for: "the segments") { driver.emulator.screenText.contains("undo     1") }
      try driver.waitForText("region_size=20")
      let journal = String(decoding: try readBytes(workshop.journal()), as: UTF8.self)
      #expect(journal.contains("method superpixel region_size=20"))
      driver.send("z")
      try driver.wait(for: "undo") { driver.emulator.screenText.contains("undo     0") }
      try driver.waitForText("method   threshold")
      #expect(try driver.quit() == .code(0))
    }

    @Test func escapeLeavesEverythingAsItWas() throws {
      let workshop = try Workshop()
      let driver = try workshop.open()
      let before = driver.emulator.imageBounds.map { driver.emulator.imagePixels(in: $0) }
      driver.send("m")
      try driver.waitForText("as it is: 7 segments")
      driver.send("\u{1B}[H")
      try driver.wait(for: "a preview") { driver.emulator.screenText.contains("preview: ") }
      try driver.type("\u{1B}")
      try driver.waitForText("undo     0")
      try driver.wait(for: "the picture of before") {
        driver.emulator.imageBounds.map { driver.emulator.imagePixels(in: $0) } == before
      }
      #expect(try driver.quit() == .code(0))
    }

    /// Text moves, the picture is not sent again; Esc gives the terminal back to other work.
    @Test func aSlowMethodSpinsAndIsCancelled() throws {
      let workshop = try Workshop(images: [])
      try writeBytes(PNGFile.encode(Self.noise), to: workshop.photo("blocks.png"))
      let driver = try workshop.open()
      try driver.command("method chanvese max_iter=10000 tol=0")
      try driver.waitForText("Esc cancels")
      driver.emulator.forgetImages()
      let spinners = Set("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")
      var seen: Set<Character> = []
      try driver.wait(for: "a spinner that turns") {
        seen.formUnion(driver.emulator.screenText.filter(spinners.contains))
        return seen.count > 4
      }
      #expect(driver.emulator.images.isEmpty, "the spinner is text alone")
      driver.send("\u{1B}")
      try driver.waitForText("chanvese cancelled")
      #expect(!driver.emulator.screenText.contains("Esc cancels"))
      // The worker is free again: both of them take this.
      for _ in 0..<2 {
        try driver.command("method threshold value=100")
        try driver.wait(for: "the segments") { driver.emulator.screenText.contains("value=100") }
        try driver.type("z")
        try driver.wait(for: "undo") { driver.emulator.screenText.contains("value=-1") }
      }
      #expect(try driver.quit() == .code(0))
    }

    @Test func anOpeningIsCancelledAndGoesOnWithAnotherMethod() throws {
      let workshop = try Workshop(images: [])
      let driver = try driverWhileSegmenting(workshop)
      driver.send("\u{1B}")
      try driver.waitForText("chanvese cancelled: m chooses another method, n and p go on")
      driver.send("m")
      try driver.waitForText("Methods")
      driver.send(String(repeating: "j", count: 7))
      try driver.waitForText("Otsu")
      driver.send("a")
      try driver.waitForText("undo     0")
      try driver.command("fill")
      try driver.waitForText("undo     1")
      #expect(try driver.quit() == .code(0))
    }

    /// The same without waiting for the cancelled opening to let go of the image.
    @Test func anotherMethodWhileTheImageIsSegmented() throws {
      let workshop = try Workshop(images: [])
      let driver = try driverWhileSegmenting(workshop)
      driver.send(":method threshold\r")
      try driver.waitForText("undo     0")
      #expect(!driver.emulator.screenText.contains("open elsewhere"))
      #expect(try driver.quit() == .code(0))
    }

    /// An image that is still being segmented, and takes long.
    private func driverWhileSegmenting(_ workshop: Workshop) throws -> AppDriver {
      try writeBytes(PNGFile.encode(Self.noise), to: workshop.photo("blocks.png"))
      let slow = ["--method", "chanvese", "--set", "max_iter=10000", "--set", "tol=0"]
      let driver = try AppDriver(workshop.setup(slow))
      try driver.waitForText("Esc cancels")
      return driver
    }

    /// Large enough that a contour never comes to rest, and with nothing in it that is done early.
    private static let noise: Image = {
      let size = Size(width: 1000, height: 800)
      var random = SplitMix64(seed: 5)
      return Image(size: size, bytes: (0..<size.area * 3).map { _ in UInt8.random(in: 0...255, using: &random) })
    }()
  }
}
