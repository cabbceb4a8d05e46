import Foundation
import Glibc
import Raster
import TestSupport
import Testing

extension EndToEnd {
  /// A day with a folder: states, notes, the list of images, coming back, counting.
  @Suite struct Folders {
    private func state(_ driver: AppDriver, is status: String) throws {
      try driver.wait(for: "state \(status)") { driver.emulator.screenText.contains("state    \(status)") }
    }

    @Test func aDayWithAFolder() throws {
      let workshop = try Workshop(images: ["a.png", "b.png", "c.png", "d.png"])
      let driver = try workshop.open()
      try state(driver, is: ". todo")
      try driver.command("fill 20 20")
      try state(driver, is: "~ doing")
      driver.send(" ")
      try driver.waitForText(" b.png")
      try driver.waitUntilOpened()
      try driver.waitForText("done     1/4")
      driver.send("x")
      try driver.waitForText(" c.png")
      driver.send("N")
      try driver.waitForText(" d.png")
      try driver.waitUntilOpened()
      try driver.command("note hard to see")
      try driver.waitForText("note     hard to see")
      // Around the end, past what is done and skipped.
      driver.send("N")
      try driver.waitForText(" c.png")
      driver.send("P")
      try driver.waitForText(" d.png")
      try driver.waitUntilOpened()
      driver.send("\\")
      try driver.waitForText("Images")
      try driver.wait(for: "the states") {
        ["+ a.png", "- b.png", ". c.png"].allSatisfy { driver.emulator.screenText.contains($0) }
      }
      driver.send("/state:done")
      try driver.wait(for: "one row") { !driver.emulator.screenText.contains("b.png") }
      driver.send("\r\r")
      try driver.waitForText("state    + done")
      #expect(driver.emulator.rowText(0).contains("a.png"))
      #expect(try driver.quit() == .code(0))
    }

    @Test func theFolderOpensWhereItWasLeft() throws {
      let workshop = try Workshop(images: ["a.png", "b.png", "c.png"])
      var driver = try workshop.open()
      try driver.command("goto b.png")
      try driver.waitUntilOpened()
      try driver.command("fill 20 20")
      try driver.command("zoom 12 100 60")
      try driver.command("cursor 96 52")
      #expect(try driver.quit() == .code(0))
      driver = try workshop.open()
      try driver.waitForText(" b.png")
      try driver.waitForText("1200 %")
      try driver.waitForText("cursor   96,52")
      try driver.waitForText("undo     1")
      // A drop of the link keeps it, too; whoever names an image gets it, --first the first one.
      try driver.command("goto c.png")
      try driver.waitUntilOpened()
      driver.terminal.process.send(SIGHUP)
      _ = try driver.waitForExit()
      driver = try workshop.open()
      try driver.waitForText(" c.png")
      #expect(try driver.quit() == .code(0))
      driver = try workshop.open(["--first"])
      try driver.waitForText(" a.png")
      #expect(try driver.quit() == .code(0))
      driver = try AppDriver(workshop.setup(path: workshop.photo("b.png")))
      try driver.waitUntilOpened()
      try driver.waitForText(" b.png")
      #expect(!driver.emulator.screenText.contains("1200 %"))
      #expect(try driver.quit() == .code(0))
    }

    /// Only the view is lost, never a state; the image is the one that was open.
    @Test func killedItComesBack() throws {
      let workshop = try Workshop(images: ["a.png", "b.png", "c.png"])
      var driver = try workshop.open()
      try driver.command("fill 20 20")
      driver.send(" ")
      try driver.waitForText(" b.png")
      try driver.waitUntilOpened()
      try driver.command("mark rejected")
      try driver.command("note \"kill \\x1b[31m me\"")
      try driver.waitForText("x rejected")
      driver.terminal.process.kill()
      _ = try driver.waitForExit()
      driver = try workshop.open()
      try driver.waitForText(" b.png")
      try driver.waitForText("x rejected")
      try driver.waitForText("done     1/3")
      #expect(driver.emulator.screenText.contains("note     kill \u{FFFD}[31m me"))
      #expect(try driver.quit() == .code(0))
    }

    @Test func lookingLeavesNoFiles() throws {
      let workshop = try Workshop(images: ["a.png", "b.png"])
      let driver = try workshop.open()
      driver.send("n")
      try driver.waitForText(" b.png")
      try driver.waitUntilOpened()
      driver.send("\\")
      try driver.waitForText("Images")
      driver.send("qq")
      #expect(try driver.waitForExit() == .code(0))
      #expect(!FileManager.default.fileExists(atPath: workshop.masks))
    }

    @Test func aForeignListOfStatesIsLeftAlone() throws {
      let workshop = try Workshop(images: ["a.png", "b.png"])
      try FileManager.default.createDirectory(
        atPath: workshop.masks + "/.tessera", withIntermediateDirectories: true)
      let path = workshop.masks + "/.tessera/folder.log"
      try writeBytes(Array("somebody's \u{1B}[2J\n".utf8), to: path)
      let driver = try workshop.open()
      try driver.waitForText("left alone")
      try driver.command("mark skipped")
      try driver.waitForText("not kept")
      try state(driver, is: ". todo")
      #expect(try driver.quit() == .code(0))
      #expect(try readBytes(path) == Array("somebody's \u{1B}[2J\n".utf8))
    }

    @Test(.enabled(if: SmallDisk.isPermitted, "mounting a small tmpfs is not permitted here"))
    func aStateOnAFullDiskIsRefused() throws {
      let workshop = try Workshop(images: ["a.png", "b.png"])
      let disk = try SmallDisk(kilobytes: 64)
      let driver = try workshop.open(["--output", disk.path + "/masks"])
      try driver.command("mark skipped")
      try state(driver, is: "- skipped")
      try disk.fill()
      // What is left of the file's last block takes a few of them.
      for _ in 0..<6 where !driver.emulator.screenText.contains("not kept") {
        try driver.command("note " + String(repeating: "long ", count: 180))
      }
      try driver.waitForText("not kept")
      try disk.free()
      try driver.command("note short")
      try driver.waitForText("note     short")
      #expect(try driver.quit() == .code(0))
      let log = String(decoding: try readBytes(disk.path + "/masks/.tessera/folder.log"), as: UTF8.self)
      #expect(log.hasSuffix(" a note short\n"))
      #expect(log.split(separator: "\n").dropFirst().allSatisfy { $0.hasPrefix("@") && $0.contains(" a ") })
    }

    // MARK: Statistics

    private struct Report: Decodable {
      struct Row: Decodable {
        var state: String
        var painted_pixels: Int
        var segments: Int?
        var commands: Int
        var undone: Int
        var error: String?
      }
      struct Class: Decodable {
        var rgb: [Int]
        var pixels: Int
        var segments: Int
        var images: Int
      }
      struct Totals: Decodable {
        var images: Int
        var labeled: Int
        var painted_share: Double
      }
      var images: [Row]
      var classes: [Class]
      var states: [String: Int]
      var totals: Totals
    }

    @Test func statisticsAreThoseOfTheDay() throws {
      let workshop = try Workshop(images: ["a.png", "b.png", "c.png"])
      let driver = try workshop.open()
      try driver.command("fill 20 20 1")
      try driver.command("fill 60 20 1")
      try driver.command("fill 100 20 2")
      try driver.command("undo")
      driver.send(" ")
      try driver.waitForText(" b.png")
      try driver.waitUntilOpened()
      try driver.command("fill 20 60 2")
      driver.send("x")
      try driver.waitForText(" c.png")
      try driver.waitUntilOpened()
      #expect(try driver.quit() == .code(0))
      let run = try workshop.run(["stats", workshop.photos, "--json"])
      #expect(run.status == .code(0), "\(run.errorText)")
      let report = try JSONDecoder().decode(Report.self, from: Data(run.output))
      #expect(report.images.map(\.state) == ["done", "skipped", "todo"])
      #expect(report.images.map(\.painted_pixels) == [800, 400, 0])
      #expect(report.images.map(\.segments) == [7, 7, nil])
      #expect(report.images.map(\.undone) == [1, 0, 0])
      #expect(report.classes.map(\.pixels) == [800, 400] && report.classes.map(\.segments) == [2, 1])
      #expect(report.classes.map(\.images) == [1, 1] && report.classes[0].rgb == [204, 0, 0])
      #expect(report.states == ["todo": 1, "doing": 0, "done": 1, "skipped": 1, "rejected": 0])
      #expect(report.totals.images == 3 && report.totals.labeled == 2)
      #expect(report.totals.painted_share == 1200.0 / Double(2 * 120 * 80))
      let table = try workshop.run(["stats", workshop.photos])
      #expect(table.status == .code(0) && table.outputText.contains("a.png  done"))
      #expect(table.outputText.contains("images     3: todo 1, doing 0, done 1, skipped 1, rejected 0"))
      try writeBytes(Array("broken\u{1B}[2J\n".utf8), to: try workshop.journal(of: "b"))
      let broken = try workshop.run(["stats", workshop.photos, "--json"])
      #expect(broken.status == .code(2) && broken.errorText.split(separator: "\n").count == 1)
      #expect(broken.errorText.contains("b.tessera:1") && !broken.errorText.contains("\u{1B}"))
      let nothing = try workshop.run(["stats", workshop.folder.path("nowhere")])
      #expect(nothing.status == .code(1) && nothing.errorText.contains("nowhere"))
    }
  }
}
