import Foundation
import Glibc
import Raster
import TestSupport
import Testing

extension EndToEnd {
  /// Whatever is wrong from outside: one sentence that names it, an exit code, and never a stack trace.
  @Suite struct BadInput {
    /// What no output of the program may hold.
    private static let forbidden = [
      "Fatal error", "Stack dump", "Backtrace", "Thread 0", "💣", "terminate called", "pure virtual",
    ]

    /// A run that must end by itself with an exit code and a sentence that holds these words.
    private func expectFailure(
      _ run: CommandRun, code: Int32 = 1, saying words: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) {
      let text = run.errorText + run.outputText
      #expect(run.status == .code(code), "\(text)", sourceLocation: sourceLocation)
      for word in words {
        #expect(text.contains(word), "expected “\(word)” in: \(text)", sourceLocation: sourceLocation)
      }
      expectClean(Array(text.utf8), isTerminal: false, sourceLocation)
    }

    private func expectClean(_ output: [UInt8], isTerminal: Bool, _ sourceLocation: SourceLocation) {
      let text = String(decoding: output, as: UTF8.self)
      for word in BadInput.forbidden {
        #expect(!text.contains(word), "“\(word)” in the output", sourceLocation: sourceLocation)
      }
      if !isTerminal {
        let control = output.filter { $0 < 0x20 && $0 != 10 && $0 != 9 }
        #expect(control.isEmpty, "control characters in: \(text.debugDescription)", sourceLocation: sourceLocation)
      }
    }

    /// The program in a terminal, which must end by itself; what stands on the screen then.
    private func expectRefusal(
      _ workshop: Workshop, _ setup: AppDriver.Setup, saying words: [String], code: Int32 = 1,
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let driver = try AppDriver(setup)
      let before = driver.terminal.settings
      let status = try driver.waitForExit()
      let screen = driver.emulator.screenText.replacing("\n", with: "")
      #expect(status == .code(code), "\(screen)", sourceLocation: sourceLocation)
      for word in words { #expect(screen.contains(word), "no “\(word)” in: \(screen)", sourceLocation: sourceLocation) }
      #expect(driver.emulator.modes == TerminalModes(), sourceLocation: sourceLocation)
      #expect(driver.terminal.settings == before, sourceLocation: sourceLocation)
      expectClean(driver.output, isTerminal: true, sourceLocation)
    }

    // MARK: Images

    @Test func aPathThatIsNotThere() throws {
      let workshop = try Workshop()
      try expectRefusal(
        workshop, workshop.setup(path: workshop.folder.path("nowhere")), saying: ["nowhere", "no such"])
    }

    @Test func aFolderWithoutImages() throws {
      let workshop = try Workshop()
      let empty = workshop.folder.path("empty")
      try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
      try expectRefusal(workshop, workshop.setup(path: empty), saying: ["empty"])
      try writeBytes(Array("notes".utf8), to: empty + "/notes.txt")
      try writeBytes(Array("hidden".utf8), to: empty + "/.hidden.png")
      try expectRefusal(workshop, workshop.setup(path: empty), saying: ["empty", "no images"])
    }

    /// A tiny baseline JPEG, 16 x 16.
    private static let jpeg = """
      /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxO
      UlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P
      T09PT09PT0//wAARCAAQABADASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAQG/8QAFhABAQEAAAAAAAAAAAAAAAAAABNh
      /8QAFAEBAAAAAAAAAAAAAAAAAAAABf/EABYRAAMAAAAAAAAAAAAAAAAAAAAVYf/aAAwDAQACEQMRAD8AzFtLagsWMIYPuqf/2Q==
      """

    private static func broken() throws -> [(name: String, bytes: [UInt8], saying: String)] {
      let jpegData = try #require(Data(base64Encoded: jpeg, options: .ignoreUnknownCharacters))
      let png = PNGFile.encode(Blocks.image)
      return [
        ("cut.jpg", Array(jpegData.prefix(jpegData.count * 3 / 4)), "cut short"),
        ("cut.png", Array(png.prefix(png.count / 2)), "cut short"),
        ("zero.png", [], "empty"),
        ("text.png", Array("this is no image".utf8), "not an image"),
        ("huge.png", PNGFile.file(width: 60_000, height: 60_000, scanLines: [0, 0, 0, 0]), "60000 x 60000"),
      ]
    }

    /// Each broken file beside a good one: its turn brings a sentence, the good one is labeled as ever.
    @Test(arguments: 0..<5) func aBrokenImage(index: Int) throws {
      let broken = try BadInput.broken()[index]
      let workshop = try Workshop()
      // Its name comes before the good one's.
      try writeBytes(broken.bytes, to: workshop.photo("a-" + broken.name))
      let driver = try workshop.open()
      try driver.wait(for: "a word about \(broken.name)") {
        let screen = driver.emulator.screenText.replacing("\n", with: " ")
        return screen.contains("a-" + broken.name) && screen.contains(broken.saying)
      }
      if driver.emulator.middle(of: Blocks.colors[0]) == nil { try driver.type("n") }
      try driver.wait(for: "the good image") { driver.emulator.middle(of: Blocks.colors[0]) != nil }
      try driver.command("class one 204 0 0")
      try driver.click(try driver.screenPoint(ofBlock: 0))
      try driver.save()
      try driver.expectMask(workshop, workshop.red, is: [0])
      #expect(try driver.quit() == .code(0))
      expectClean(driver.output, isTerminal: true, #_sourceLocation)
      let script = workshop.folder.path("script")
      try writeBytes(
        Array("tessera-session 1\nopen photos/a-\(broken.name) method=threshold\nsave\n".utf8), to: script)
      expectFailure(try workshop.run(["replay", script]), saying: [broken.name, broken.saying])
    }

    // MARK: Names

    /// Names are bytes. Control characters of a name never reach the terminal, and masks bear the name all the same.
    @Test func hostileNames() throws {
      let names: [[UInt8]] = [
        Array("line\nfeed".utf8), Array("\u{1B}]0;pwned\u{7}\u{1B}[31mred".utf8), [0xFF, 0xFE, 0x41],
        Array("tab\tand\u{9B}31m".utf8), Array("-rf".utf8), Array("\u{202E}gnp".utf8),
      ]
      let workshop = try Workshop(images: [])
      for name in names { try write(PNGFile.encode(Blocks.image), Array(workshop.photos.utf8) + [47] + name) }
      let driver = try workshop.open()
      for _ in names {
        try driver.wait(for: "the image") { driver.emulator.middle(of: Blocks.colors[0]) != nil }
        try driver.click(try driver.screenPoint(ofBlock: 0))
        try driver.save()
        try driver.type("n")
      }
      #expect(try driver.quit() == .code(0))
      #expect(!driver.emulator.title.contains("pwned"))
      #expect(driver.emulator.bells == 0)
      let sent = driver.output
      for name in names where name.contains(where: { $0 < 0x20 || $0 == 0xFF }) {
        #expect(!contains(sent, name), "the raw name \(name) reached the terminal")
      }
      expectClean(sent, isTerminal: true, #_sourceLocation)
      let written = entries(of: workshop.masks).filter { $0.starts(with: [46]) == false }
      #expect(
        written.count == names.count, "a mask of each image: \(written.map { String(decoding: $0, as: UTF8.self) })")
      #expect(!written.contains { $0.contains { $0 < 0x20 } }, "control characters in the names of masks")
    }

    private func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
      String(decoding: bytes.map { UInt16($0) }, as: UTF16.self)
        .contains(String(decoding: part.map { UInt16($0) }, as: UTF16.self))
    }

    private func write(_ bytes: [UInt8], _ path: [UInt8]) throws {
      let number = (path + Array(".png".utf8) + [0]).map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { path in
        path.baseAddress.map { Glibc.open($0, O_WRONLY | O_CREAT, 0o644) } ?? -1
      }
      try #require(number >= 0)
      #expect(Glibc.write(number, bytes, bytes.count) == bytes.count)
      close(number)
    }

    /// The names in a folder, as bytes.
    private func entries(of folder: String) -> [[UInt8]] {
      guard let stream = opendir(folder) else { return [] }
      defer { closedir(stream) }
      var names: [[UInt8]] = []
      while let entry = readdir(stream) {
        names.append(withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) })
      }
      return names
    }

    // MARK: Places to write

    @Test func aFolderThatCannotBeWritten() throws {
      let workshop = try Workshop()
      // Even root can create nothing here.
      let setup = workshop.setup(["--output", "/proc/self/fdinfo/masks"])
      let driver = try AppDriver(setup)
      try driver.wait(for: "a word about the folder") {
        let screen = driver.emulator.screenText.replacing("\n", with: "")
        return screen.contains("/proc/self/fdinfo") || driver.terminal.process.poll() != nil
      }
      if driver.terminal.process.poll() == nil { driver.send("q") }
      let status = try driver.waitForExit()
      #expect(status == .code(0) || status == .code(1))
      expectClean(driver.output, isTerminal: true, #_sourceLocation)
    }

    /// No room for a mask: said, nothing half written, and saved once there is room again.
    @Test func noRoomForAMask() throws {
      let workshop = try Workshop()
      // Its one large segment has a ragged border, so that its mask takes more than the limit below.
      try writeBytes(PNGFile.encode(Self.speckled), to: workshop.photo("blocks.png"))
      let driver = try workshop.open(["--set", "value=100"])
      try driver.command("class one 204 0 0")
      try driver.command("fill 0 0")
      try driver.save()
      let before = try Workshop.allMasks(in: workshop.masks)
      #expect(before.values.allSatisfy { $0.count > 20_000 })
      try driver.command("unfill 0 0")
      try driver.command("fill 0 0")
      // What a file system without room does to a file that grows.
      try driver.terminal.process.limitFileSize(16_000)
      try driver.command("save")
      try driver.waitForText("not saved")
      #expect(try Workshop.allMasks(in: workshop.masks) == before)
      try driver.terminal.process.limitFileSize(nil)
      try driver.save()
      #expect(try driver.quit() == .code(0))
      #expect(try Workshop.allMasks(in: workshop.masks) == before)
      let left = try FileManager.default.contentsOfDirectory(atPath: workshop.masks).filter { $0.hasSuffix(".tmp") }
      #expect(left.isEmpty)
      expectClean(driver.output, isTerminal: true, #_sourceLocation)
    }

    /// Seven of ten pixels are bright; the bright ones beside each other are one region, its corner at 0 0.
    private static let speckled: Image = {
      var random = SplitMix64(seed: 4)
      let size = Size(width: 700, height: 500)
      let levels = (0..<size.area).map { at -> UInt8 in
        at < size.width || Int.random(in: 0..<10, using: &random) < 7 ? 200 : 20
      }
      return Image(size: size, bytes: levels.flatMap { [$0, $0, $0] })
    }()

    /// The whole disk is full: what cannot be journaled does not happen, and goes on when there is room.
    @Test(.enabled(if: SmallDisk.isPermitted, "mounting a small tmpfs is not permitted here")) func aFullDisk() throws {
      let workshop = try Workshop()
      let disk = try SmallDisk(kilobytes: 256)
      let output = disk.path + "/masks"
      let driver = try workshop.open(["--output", output])
      let points = try (0..<6).map { try driver.screenPoint(ofBlock: $0) }
      try driver.command("class one 204 0 0")
      try driver.click(points[0])
      try driver.save()
      let before = try Workshop.allMasks(in: output)
      try disk.fill()
      // Two blocks, because the journal may find room in its last page for the first.
      for _ in 0..<300 where !driver.emulator.screenText.contains("disk is full") {
        try driver.type(">")
        try driver.type("<")
      }
      try driver.waitForText("disk is full")
      try driver.click(points[1])
      #expect(driver.emulator.screenText.contains("disk is full"))
      #expect(driver.emulator.middle(of: Blocks.colors[1]) != nil, "what is not journaled is not painted")
      #expect(try Workshop.allMasks(in: output) == before)
      try disk.free()
      try driver.click(points[2])
      try driver.save()
      #expect(try driver.quit() == .code(0))
      #expect(try workshop.mask("blocks", workshop.red, in: output) == Blocks.mask(of: [0, 2]))
      expectClean(driver.output, isTerminal: true, #_sourceLocation)
    }

    // MARK: Settings

    @Test(arguments: ["--keymap", "--theme"]) func aBrokenSettingsFile(option: String) throws {
      let workshop = try Workshop()
      let file = workshop.folder.path("broken.toml")
      try writeBytes(Array("# fine\n[normal]\nbind = [ { on = \"x\", \n = ]\n".utf8), to: file)
      try expectRefusal(workshop, workshop.setup([option, file]), saying: ["broken.toml:4:"])
      try expectRefusal(
        workshop, workshop.setup([option, workshop.folder.path("absent.toml")]), saying: ["absent.toml"])
    }

    @Test func unknownMethodsAndParameters() throws {
      let workshop = try Workshop()
      expectFailure(
        try workshop.run(["label", workshop.photos, "--method", "superpixle"]), code: 64,
        saying: ["superpixle", "superpixel"])
      expectFailure(
        try workshop.run(["label", workshop.photos, "--method", "superpixel", "--set", "region_size=-4"]), code: 64,
        saying: ["region_size"])
      expectFailure(try workshop.run(["methods", "superpixle"]), saying: ["superpixle", "superpixel"])
    }

    // MARK: Terminals

    @Test func noTerminal() throws {
      let workshop = try Workshop()
      expectFailure(try workshop.run(["label", workshop.photos]), saying: ["terminal"])
    }

    @Test func aTinyTerminalThatGrows() throws {
      let workshop = try Workshop()
      var setup = workshop.setup()
      setup.size = CellSize(columns: 20, rows: 5)
      let driver = try AppDriver(setup)
      try driver.waitReady()
      try driver.type("z")
      driver.resize(to: CellSize(columns: 2, rows: 1))
      driver.pump(milliseconds: 300)
      driver.resize(to: CellSize(columns: 100, rows: 40))
      try driver.wait(for: "the picture") { driver.emulator.middle(of: Blocks.colors[0]) != nil }
      #expect(try driver.quit() == .code(0))
      expectClean(driver.output, isTerminal: true, #_sourceLocation)
    }

    @Test(arguments: ["", "no-such-terminal", "dumb"]) func anUnknownTerminal(term: String) throws {
      let workshop = try Workshop()
      var setup = workshop.setup()
      setup.profile.term = term
      if term.isEmpty { setup.arguments = ["env", "-u", "TERM"] + setup.arguments }
      try expectRefusal(workshop, setup, saying: ["TERM"])
    }

    /// The first image is being read when the terminal turns out to be unusable: the end is clean all the same.
    @Test func givingUpWhileAnImageIsRead() throws {
      let workshop = try Workshop(images: (0..<4).map { "blocks\($0).png" })
      var setup = workshop.setup()
      setup.arguments = ["env", "-u", "TERM"] + setup.arguments
      // Several at once, so that the end comes at any moment of the reading.
      for _ in 0..<15 {
        let drivers = try (0..<4).map { _ in try AppDriver(setup) }
        for driver in drivers {
          #expect(try driver.waitForExit() == .code(1))
          expectClean(driver.output, isTerminal: true, #_sourceLocation)
        }
      }
    }

    // MARK: Journals and scripts

    @Test func aJournalOfAnotherImage() throws {
      let workshop = try Workshop()
      var driver = try workshop.open()
      try driver.command("class one 204 0 0")
      try driver.click(try driver.screenPoint(ofBlock: 0))
      #expect(try driver.quit() == .code(0))
      let other = Image(size: Size(width: 30, height: 20), bytes: [UInt8](repeating: 90, count: 1800))
      try writeBytes(PNGFile.encode(other), to: workshop.photo("blocks.png"))
      driver = try workshop.open()
      try driver.wait(for: "a word about the other image") {
        let screen = driver.emulator.screenText.replacing("\n", with: " ")
        return screen.contains("blocks.png") && screen.contains("differs")
      }
      _ = try driver.quit()
      expectClean(driver.output, isTerminal: true, #_sourceLocation)
      expectFailure(
        try workshop.run(["replay", try workshop.journal(), "--output", workshop.folder.path("again")]),
        saying: ["blocks.png", "differs", "--force"])
      #expect(try Workshop.allMasks(in: workshop.folder.path("again")).isEmpty)
    }

    @Test(arguments: [
      ("tessera-session 1\nopen photos/blocks.png method=threshold\nfil 3 4\nsave\n", 3, "fill"),
      ("tessera-session 1\nopen photos/blocks.png method=threshold\nclass one 204 0 0\nfill 3\nsave\n", 4, "fill"),
      ("tessera-session 1\nopen photos/blocks.png method=threshold\nclass one 204 0 0\nfill 999 4\n", 4, "999"),
      ("tessera-session 1\nopen photos/gone.png method=threshold\nsave\n", 2, "gone.png"),
      ("tessera-session 1\n# comment\n\nopen photos/blocks.png method=treshold\n", 4, "threshold"),
      ("tessera-session 99\n", 1, "tessera-session 1"),
      ("", 1, "tessera-session 1"),
      ("tessera-session 1\nopen photos/blocks.png method=threshold\nclass \u{1B}[31mx 1 2\n", 3, "class"),
    ])
    func aScriptWithAMistake(script: String, line: Int, word: String) throws {
      let workshop = try Workshop()
      let path = workshop.folder.path("mistake.txt")
      try writeBytes(Array(script.utf8), to: path)
      let run = try workshop.run(["replay", path])
      expectFailure(run, saying: ["mistake.txt:\(line): ", word])
      #expect(try Workshop.allMasks(in: workshop.masks).isEmpty)
    }

    @Test func twoSessionsOnOneImage() throws {
      let workshop = try Workshop()
      let first = try workshop.open()
      try first.command("class one 204 0 0")
      try first.click(try first.screenPoint(ofBlock: 0))
      let log = workshop.folder.path("second.log")
      var setup = workshop.setup()
      setup.arguments = [workshop.program, "label", workshop.photos, "--method", "threshold", "--test-log", log]
      setup.testLog = log
      let second = try AppDriver(setup)
      try second.wait(for: "who holds the image") {
        second.emulator.screenText.contains("\(first.terminal.process.identifier)")
      }
      _ = try second.quit()
      expectClean(second.output, isTerminal: true, #_sourceLocation)
      try first.save()
      try first.expectMask(workshop, workshop.red, is: [0])
      #expect(try first.quit() == .code(0))
    }
  }
}
