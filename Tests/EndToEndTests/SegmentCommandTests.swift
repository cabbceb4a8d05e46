import Foundation
import Glibc
import OpenCVMethods
import Raster
import TestSupport
import Testing

extension EndToEnd {
  /// `tessera segment`: label maps of folders, by the program as people run it.
  @Suite struct SegmentCommand {
    private let codec = OpenCVCodec()

    /// All files below a folder and their bytes.
    private func files(in folder: String) throws -> [String: [UInt8]] {
      var found: [String: [UInt8]] = [:]
      for name in FileManager.default.enumerator(atPath: folder)?.compactMap({ $0 as? String }) ?? [] {
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder)
        if !isFolder.boolValue { found[name] = try readBytes(folder + "/" + name) }
      }
      return found
    }

    private func rows(_ run: CommandRun) throws -> [[String: Any]] {
      try #require(try JSONSerialization.jsonObject(with: Data(run.output)) as? [[String: Any]])
    }

    private func labels(_ workshop: Workshop, _ name: String) throws -> LabelMap {
      try codec.decodeLabels(readBytes(workshop.masks + "/" + name))
    }

    /// A run that fails with these words and without a trace of the inside.
    private func expectFailure(
      _ run: CommandRun, code: Int32, saying words: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) {
      #expect(run.status == .code(code), "\(run.errorText)", sourceLocation: sourceLocation)
      for word in words {
        #expect(run.errorText.contains(word), "no “\(word)” in: \(run.errorText)", sourceLocation: sourceLocation)
      }
      let control = (run.error + run.output).filter { $0 < 0x20 && $0 != 10 }
      #expect(control.isEmpty, "control characters in the output", sourceLocation: sourceLocation)
      for word in ["Fatal error", "terminate called", "Stack dump"] {
        #expect(!run.errorText.contains(word), sourceLocation: sourceLocation)
      }
    }

    /// Noise in which nearly every pixel is a segment of its own.
    private static func noise(_ side: Int, seed: UInt64 = 7) -> Image {
      var random = SplitMix64(seed: seed)
      let size = Size(width: side, height: side)
      let levels = (0..<size.area).map { at in
        UInt8((at + at / side) % 2 * 200) &+ UInt8.random(in: 0..<40, using: &random)
      }
      return Image(size: size, bytes: levels.flatMap { [$0, $0, $0] })
    }

    // MARK: What is written

    @Test func labelMapsPreviewsAndRows() throws {
      let workshop = try Workshop(images: ["a.png", "b.png"])
      let run = try workshop.run(["segment", "photos", "--method", "threshold", "--preview", "--json"])
      #expect(run.status == .code(0), "\(run.errorText)")
      let rows = try rows(run)
      #expect(rows.map { $0["path"] as? String } == ["photos/a.png", "photos/b.png"])
      for row in rows {
        #expect(row["width"] as? Int == 120 && row["height"] as? Int == 80)
        #expect(row["method"] as? String == "threshold")
        #expect((row["parameters"] as? [String: Any])?["classes"] as? Int == 2)
        #expect(row["segments"] as? Int == 7)
        #expect(row["seconds"] as? Double ?? 0 > 0)
        #expect(row["error"] is NSNull && row["up_to_date"] as? Bool == false)
      }
      #expect(
        rows.map { $0["output"] as? String } == ["photos_segmented/a_segments.png", "photos_segmented/b_segments.png"])
      let map = try labels(workshop, "a_segments.png")
      #expect(map.size == Blocks.size && map[PixelPoint(x: 0, y: 0)] == 1)
      for block in 0..<6 { #expect(map[Blocks.middle(block)] == Int32(block + 2)) }
      let bytes = try readBytes(workshop.masks + "/a_segments.png")
      #expect(Array(bytes[24..<26]) == [16, 0], "16 bits, gray")
      let preview = try codec.decode(readBytes(workshop.masks + "/a_preview.png"), pixelLimit: 1 << 20)
      #expect((0..<6).map { preview[Blocks.middle($0)] } == Blocks.colors)
      #expect(preview[PixelPoint(x: 9, y: 20)] == RGB(255, 255, 255), "a border on the dark side")
    }

    @Test func ownIdsAndManySegments() throws {
      let workshop = try Workshop()
      _ = try workshop.run(["segment", "photos", "--method", "kmeans", "--set", "k=2", "--raw"])
      #expect(try Set(labels(workshop, "blocks_segments.png").elements).count == 2, "one id lies in six blocks")
      let bins = try workshop.run(["segment", "photos", "--method", "chanvese", "--raw", "--json"])
      let ids = try Set(labels(workshop, "blocks_segments.png").elements)
      #expect(try rows(bins)[0]["segments"] as? Int == ids.count)
      #expect(ids.allSatisfy { (0...20).contains($0) })
      try writeBytes(PNGFile.encode(Self.noise(300)), to: workshop.photo("blocks.png"))
      let many = try workshop.run(["segment", "photos", "--method", "threshold", "--json"])
      #expect(many.status == .code(0), "\(many.errorText)")
      #expect(try rows(many)[0]["output"] as? String == "photos_segmented/blocks_segments.tif")
      #expect(!FileManager.default.fileExists(atPath: workshop.masks + "/blocks_segments.png"))
      let map = try labels(workshop, "blocks_segments.tif")
      #expect(map.elements.max() == 90_000 && labelCount(of: map) == 90_000)
      try writeBytes(PNGFile.encode(Blocks.image), to: workshop.photo("blocks.png"))
      #expect(try workshop.run(["segment", "photos", "--method", "threshold"]).status == .code(0))
      #expect(try files(in: workshop.masks).keys.sorted() == [".tessera/blocks.segments", "blocks_segments.png"])
    }

    @Test func filesDoNotDependOnTheNumberOfJobs() throws {
      let workshop = try Workshop(images: [])
      for seed in 1...5 {
        try writeBytes(
          PNGFile.encode(Self.noise(40 + 20 * seed, seed: UInt64(seed))), to: workshop.photo("\(seed).png"))
      }
      for method in ["superpixel", "slic", "slickmeans"] {
        let outputs = try ["1", "2", "5"].map { jobs in
          let run = try workshop.run(
            ["segment", "photos", "--method", method, "--preview", "--jobs", jobs, "--output", "out\(method)\(jobs)"])
          #expect(run.status == .code(0), "\(run.errorText)")
          return try files(in: workshop.folder.path("out\(method)\(jobs)"))
        }
        #expect(outputs[0].count == 15)
        #expect(outputs[0] == outputs[1] && outputs[0] == outputs[2], "\(method)")
      }
    }

    @Test func namesAndPaths() throws {
      let workshop = try Workshop(images: ["a.png", "a.jpg.png", "\u{1B}[31m\n.png", ".hidden.png"])
      let sub = workshop.photo("sub")
      try FileManager.default.createDirectory(atPath: sub, withIntermediateDirectories: true)
      try writeBytes(PNGFile.encode(Blocks.image), to: sub + "/a.png")
      try FileManager.default.createSymbolicLink(atPath: workshop.photo("link.png"), withDestinationPath: "a.png")
      let run = try workshop.run(["segment", "photos", "photos/a.png", "--method", "threshold", "--recursive"])
      #expect(run.status == .code(0), "\(run.errorText)")
      #expect((run.output + run.error).allSatisfy { $0 >= 0x20 || $0 == 10 })
      #expect(run.outputText.contains("\\x1b[31m\\n.png: 7 segments"))
      let names = try files(in: workshop.masks).keys.filter { !$0.hasPrefix(".tessera") }.sorted()
      #expect(
        names == [
          "%1B[31m%0A_segments.png", "a.jpg_segments.png", "a.png_segments.png", "a_segments.png", "link_segments.png",
        ])
    }

    // MARK: Again

    @Test func whatIsUpToDateIsNotDoneAgain() throws {
      let workshop = try Workshop(images: ["a.png", "b.png"])
      let command = ["segment", "photos", "--method", "threshold", "--json"]
      func done(_ extra: [String] = []) throws -> [String] {
        let run = try workshop.run(command + extra)
        #expect(run.status == .code(0), "\(run.errorText)")
        return try rows(run).filter { $0["up_to_date"] as? Bool == false }.compactMap { $0["path"] as? String }
      }
      let both = ["photos/a.png", "photos/b.png"]
      #expect(try done() == both)
      #expect(try done() == [])
      #expect(try done(["--jobs", "1"]) == [])
      #expect(try done(["--force"]) == both)
      #expect(try done(["--set", "classes=3"]) == both)
      #expect(try done() == both)
      try writeBytes([1], to: workshop.masks + "/b_segments.png")
      #expect(try done() == ["photos/b.png"])
      try writeBytes(PNGFile.encode(Self.noise(20)), to: workshop.photo("a.png"))
      #expect(try done() == ["photos/a.png"])
      #expect(try done(["--preview"]) == both)
      #expect(try done(["--preview"]) == [])
      try FileManager.default.removeItem(atPath: workshop.masks + "/a_preview.png")
      #expect(try done() == [])
      #expect(try done(["--preview"]) == ["photos/a.png"])
    }

    /// Ctrl-C in the middle of a folder: what is finished stays, nothing is half there, and the same command goes on.
    @Test(arguments: [SIGINT, SIGTERM, SIGHUP], ["quickshift", "graph"])
    func anInterruption(number: Int32, method: String) throws {
      let workshop = try Workshop()
      for name in ["c", "d", "e", "f"] {
        try writeBytes(PNGFile.encode(Self.noise(900)), to: workshop.photo("\(name).png"))
      }
      let arguments = ["segment", "photos", "--method", method, "--jobs", "2"]
      let (status, error) = try interrupted(workshop, arguments, number) {
        FileManager.default.fileExists(atPath: workshop.masks + "/.tessera/blocks.segments")
      }
      #expect(status == .code(1), "\(error)")
      #expect(error.contains("stopped: ") && error.contains("of 5; run the same command again to go on"), "\(error)")
      let names = try files(in: workshop.masks).keys.sorted()
      #expect(names.count % 2 == 0 && (2..<10).contains(names.count), "\(names)")
      for name in names where !name.hasPrefix(".tessera") { _ = try labels(workshop, name) }
      #expect(!names.contains { $0.hasSuffix(".tmp") })
      let records = names.filter { $0.hasPrefix(".tessera") }.count
      let rest = try workshop.run([
        "segment", workshop.photo("blocks.png"), "--method", method, "--output", workshop.masks,
      ])
      #expect(records * 2 == names.count && rest.errorText.contains("1 up to date"), "\(rest.errorText)")
    }

    /// Starts the program, sends the signal once `isReady`, and waits for its end. Ctrl-C is ignored before it starts,
    /// as scripts have it for what they run in the background.
    private func interrupted(
      _ workshop: Workshop, _ arguments: [String], _ number: Int32, _ isReady: () -> Bool
    ) throws -> (TestSupport.ExitStatus, String) {
      let log = workshop.folder.path("interrupted")
      let error = open(log, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
      let null = open("/dev/null", O_RDWR | O_CLOEXEC)
      defer { [error, null].forEach { close($0) } }
      let process = try ChildProcess(
        ["/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh", workshop.program] + arguments,
        environment: AppDriver.environment(workshop.setup()),
        directory: workshop.folder.path, terminal: nil, input: null, output: null, error: error)
      let deadline = ContinuousClock.now + .seconds(60)
      while !isReady(), ContinuousClock.now < deadline, process.poll() == nil { usleep(2000) }
      process.send(number)
      while ContinuousClock.now < deadline {
        if let status = process.poll() { return (status, String(decoding: try readBytes(log), as: UTF8.self)) }
        usleep(2000)
      }
      throw TestSupportError.timeout(waitingFor: "the end after a signal", seconds: 60, screen: "")
    }

    // MARK: Failures

    @Test func oneBadImageAmongGoodOnes() throws {
      let workshop = try Workshop(images: ["a.png", "z.png"])
      try writeBytes([], to: workshop.photo("empty.png"))
      try writeBytes(PNGFile.encode(Blocks.image).prefix(200), to: workshop.photo("cut.png"))
      try writeBytes(Array("words".utf8), to: workshop.photo("te\u{1B}xt.png"))
      try writeBytes(
        PNGFile.file(width: 60_000, height: 60_000, scanLines: [0]), to: workshop.photo("huge.png"))
      try FileManager.default.createSymbolicLink(atPath: workshop.photo("loose.png"), withDestinationPath: "gone")
      try FileManager.default.createDirectory(atPath: workshop.photo("folder.png"), withIntermediateDirectories: true)
      let run = try workshop.run(["segment", "photos", "--method", "threshold", "--json"])
      expectFailure(
        run, code: 2,
        saying: [
          "empty.png: the file is empty", "cut.png: the PNG data is cut short", "te\\x1bxt.png: not an image",
          "huge.png: 60000 x 60000 pixels, the limit is 512", "loose.png: no such file", "folder.png: is a folder",
          "2 segmented, 6 failed of 8",
        ])
      let failed = try rows(run).filter { $0["error"] is String }
      #expect(try rows(run).count == 8 && failed.count == 6)
      #expect(failed.allSatisfy { $0["output"] is NSNull && $0["segments"] is NSNull })
      #expect(try files(in: workshop.masks).count == 4)
      let alone = try workshop.run(["segment", workshop.photo("empty.png"), "--output", "nothing"])
      expectFailure(alone, code: 1, saying: ["empty.png: the file is empty"])
      #expect(!FileManager.default.fileExists(atPath: workshop.folder.path("nothing")))
    }

    @Test func badArguments() throws {
      let workshop = try Workshop()
      let cases: [(arguments: [String], code: Int32, words: [String])] = [
        (["photos", "--method", "superpixle"], 64, ["superpixle", "did you mean 'superpixel'"]),
        (["photos", "--method", "superpixel", "--set", "regoin_size=4"], 64, ["did you mean 'region_size'"]),
        (
          ["photos", "--method", "superpixel", "--set", "region_size=0"], 64,
          ["region_size=0", "out of range; expected 2…2000"]
        ),
        (["photos", "--set", "region_size"], 64, ["expected key=value"]),
        (["photos", "--jobs", "0"], 64, ["--jobs 0", "1…256"]),
        (["photos", "--jobs", "many"], 64, ["jobs"]),
        ([], 64, ["paths"]),
        (["nowhere"], 1, ["nowhere: no such file or folder"]),
        (["photos", "--output", "/proc/self/fdinfo/maps"], 1, ["/proc/self/fdinfo/maps"]),
        (["photos", "--output", "photos/blocks.png"], 1, ["photos/blocks.png"]),
      ]
      for (arguments, code, words) in cases {
        expectFailure(try workshop.run(["segment"] + arguments), code: code, saying: words)
      }
      #expect(FileManager.default.fileExists(atPath: workshop.photo("blocks.png")))
    }

    /// A disk without room ends the batch with one sentence and leaves nothing half written.
    @Test(.enabled(if: SmallDisk.isPermitted, "mounting a small tmpfs is not permitted here")) func aFullDisk() throws {
      let workshop = try Workshop(images: [])
      for number in 1...6 {
        try writeBytes(PNGFile.encode(Self.noise(300, seed: UInt64(number))), to: workshop.photo("\(number).png"))
      }
      let disk = try SmallDisk(kilobytes: 800)
      let arguments = ["segment", "photos", "--method", "threshold", "--output", disk.path + "/out", "--jobs", "1"]
      let run = try workshop.run(arguments)
      expectFailure(run, code: 2, saying: ["the disk is full", "left out of 6"])
      #expect(run.errorText.components(separatedBy: "the disk is full").count == 2, "one sentence")
      let names = try files(in: disk.path + "/out").keys.sorted()
      #expect(names == [".tessera/1.segments", ".tessera/2.segments", "1_segments.tif", "2_segments.tif"])
      let many = try workshop.run(Array(arguments.dropLast()) + ["4"])
      expectFailure(many, code: 2, saying: ["the disk is full", "2 up to date"])
      #expect(many.errorText.components(separatedBy: "the disk is full").count == 2, "one sentence")
    }

    // MARK: On a terminal

    /// What takes over a second shows a bar; nothing of it is left at the end, and names cannot disturb it.
    @Test func aProgressBarOnATerminal() throws {
      let workshop = try Workshop(images: [])
      let image = PNGFile.encode(Self.noise(700))
      // Enough of them that none but the signal ends it.
      for number in 1...60 { try writeBytes(image, to: workshop.photo("b\u{1B}[2J\(number).png")) }
      var setup = workshop.setup()
      setup.arguments = [workshop.program, "segment", "photos", "--method", "quickshift", "--jobs", "1"]
      let driver = try AppDriver(setup)
      try driver.wait(for: "the bar", seconds: 60) { driver.emulator.screenText.contains("segmenting  [") }
      try driver.wait(for: "rate and time left", seconds: 60) {
        driver.emulator.screenText.contains(" left") && driver.emulator.screenText.contains("/60  ")
      }
      driver.send("\u{3}")
      #expect(try driver.waitForExit(seconds: 60) == .code(1))
      let screen = driver.emulator.screenText
      #expect(screen.contains("stopped: ") && !screen.contains("segmenting  ["), "\(screen)")
    }
  }
}
