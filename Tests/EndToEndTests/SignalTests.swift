import Glibc
import Raster
import TestSupport
import Testing

extension EndToEnd {
  /// However the program ends or pauses, the terminal is as it was before.
  @Suite struct Signals {
    private func expectRestored(
      _ driver: AppDriver, _ before: TerminalSettings, sourceLocation: SourceLocation = #_sourceLocation
    ) {
      #expect(driver.emulator.modes == TerminalModes(), sourceLocation: sourceLocation)
      #expect(!driver.emulator.isInSequence, sourceLocation: sourceLocation)
      #expect(driver.terminal.settings == before, sourceLocation: sourceLocation)
      #expect(before.isCooked, sourceLocation: sourceLocation)
    }

    private func expectTaken(_ driver: AppDriver, sourceLocation: SourceLocation = #_sourceLocation) {
      #expect(driver.emulator.modes.isAlternateScreen, sourceLocation: sourceLocation)
      #expect(driver.emulator.modes.isOn(1006), sourceLocation: sourceLocation)
      #expect(!driver.terminal.settings.isCooked, sourceLocation: sourceLocation)
    }

    /// A program that waits before it starts, so that the settings before can be read.
    private func started(_ workshop: Workshop) throws -> (AppDriver, TerminalSettings) {
      var setup = workshop.setup()
      setup.arguments = ["/bin/sh", "-c", "read go; exec \"$@\"", "sh"] + setup.arguments
      let driver = try AppDriver(setup)
      let before = driver.terminal.settings
      driver.send("\n")
      try driver.waitUntilOpened()
      expectTaken(driver)
      return (driver, before)
    }

    @Test func quittingRestores() throws {
      let (driver, before) = try started(try Workshop())
      #expect(try driver.quit() == .code(0))
      expectRestored(driver, before)
    }

    /// Leaving never waits for work that nobody needs any more, and never falls over it.
    @Test(arguments: ["superpixel", "threshold"]) func leavingWhileItWorks(method: String) throws {
      let workshop = try Workshop(images: [])
      try writeBytes(PNGFile.encode(Self.large), to: workshop.photo("large.png"))
      for milliseconds in [0, 20, 60, 120, 250, 400] {
        var setup = workshop.setup()
        setup.arguments += ["--method", method]
        let driver = try AppDriver(setup)
        let before = driver.terminal.settings
        try driver.wait(for: "the first frame") { driver.emulator.modes.isOn(1006) }
        driver.pump(milliseconds: Int32(milliseconds))
        #expect(try driver.quit() == .code(0), "after \(milliseconds) ms")
        expectRestored(driver, before)
        let words = ["terminate called", "pure virtual", "Fatal error", "💣"]
        for word in words { #expect(!String(decoding: driver.output, as: UTF8.self).contains(word)) }
      }
    }

    private static let large: Image = {
      let size = Size(width: 1600, height: 1200)
      var random = SplitMix64(seed: 3)
      var bytes = [UInt8](repeating: 0, count: size.area * 3)
      for at in stride(from: 0, to: bytes.count, by: 8) { bytes[at] = UInt8(truncatingIfNeeded: random.next()) }
      return Image(size: size, bytes: bytes)
    }()

    /// Politely asked to end, the program keeps what was done.
    @Test(arguments: [SIGTERM, SIGHUP]) func anEndBySignal(number: Int32) throws {
      let workshop = try Workshop()
      let (driver, before) = try started(workshop)
      try driver.command("class one 204 0 0")
      try driver.click(try driver.screenPoint(ofBlock: 2))
      driver.terminal.process.send(number)
      let status = try driver.waitForExit()
      #expect([.code(0), .code(1), .code(128 + number), .signal(number)].contains(status))
      expectRestored(driver, before)
      let again = try workshop.open()
      try again.save()
      try again.expectMask(workshop, workshop.red, is: [2])
    }

    @Test(arguments: [SIGSEGV, SIGABRT, SIGBUS, SIGILL]) func aCrash(number: Int32) throws {
      let (driver, before) = try started(try Workshop())
      driver.terminal.process.send(number)
      #expect(try driver.waitForExit() == .signal(number))
      expectRestored(driver, before)
    }

    @Test func aDroppedLink() throws {
      let workshop = try Workshop()
      let driver = try workshop.open()
      try driver.command("class one 204 0 0")
      try driver.click(try driver.screenPoint(ofBlock: 3))
      driver.terminal.hangUp()
      _ = try driver.waitForExit()
      let again = try workshop.open()
      try again.save()
      try again.expectMask(workshop, workshop.red, is: [3])
    }

    /// By key and by signal: the shell gets a usable terminal, and `fg` brings the picture back.
    @Test(arguments: [true, false]) func stoppingAndGoingOn(byKey: Bool) throws {
      let workshop = try Workshop()
      var setup = workshop.setup()
      let shell = "set -m; read go; \"$@\"; echo STOPPED; read go; fg >/dev/null; echo ENDED"
      setup.arguments = ["/bin/bash", "--norc", "-c", shell, "bash"] + setup.arguments
      let driver = try AppDriver(setup)
      let before = driver.terminal.settings
      driver.send("\n")
      try driver.waitUntilOpened()
      expectTaken(driver)
      try driver.command("class one 204 0 0")
      try driver.click(try driver.screenPoint(ofBlock: 1))
      if byKey { driver.send("\u{1A}") } else { kill(-driver.terminal.foregroundGroup, SIGTSTP) }
      try driver.waitForText("STOPPED")
      expectRestored(driver, before)
      driver.send("\n")
      try driver.wait(for: "the picture") { driver.emulator.middle(of: Blocks.colors[5]) != nil }
      driver.pump(milliseconds: 50)
      expectTaken(driver)
      try driver.save()
      try driver.expectMask(workshop, workshop.red, is: [1])
      driver.send("q")
      try driver.waitForText("ENDED")
      #expect(try driver.waitForExit() == .code(0))
      expectRestored(driver, before)
    }

    /// Another size of the window: the same picture, whole, in another size; nothing runs into the last row.
    @Test(arguments: [TerminalProfile.xterm, .foot]) func anotherWindowSize(profile: TerminalProfile) throws {
      let workshop = try Workshop()
      let driver = try workshop.open(profile: profile)
      for size in [CellSize(columns: 60, rows: 24), CellSize(columns: 37, rows: 11), CellSize(columns: 90, rows: 30)] {
        let frame = driver.settledFrames
        driver.resize(to: size)
        try driver.waitReady(after: frame)
        driver.pump(milliseconds: 200)
        for block in 0..<6 { _ = try driver.screenPoint(ofBlock: block) }
        let dump = try #require(SixelImage(try readBytes(workshop.dump)))
        let bounds = try #require(driver.emulator.imageBounds)
        #expect(bounds.width == dump.size.width && bounds.height == dump.size.height)
        #expect(driver.emulator.imagePixels(in: bounds) == dump.pixels)
      }
      #expect(driver.emulator.scrollsByImages == 0)
      try driver.command("class one 204 0 0")
      try driver.click(try driver.screenPoint(ofBlock: 4))
      try driver.save()
      try driver.expectMask(workshop, workshop.red, is: [4])
      #expect(try driver.quit() == .code(0))
    }
  }
}
