import Foundation
import Glibc
import Raster
import TestSupport
import Testing

extension EndToEnd {
  /// `s`: clicks and boxes predict masks, with the built-in predictor and with a model.
  @Suite struct SegmentAnything {
    private static let sharedModels = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "../shared/models/toy-sam").standardizedFileURL.path()
    private static let engine = ProcessInfo.processInfo.environment["TESSERA_OPENVINO"] ?? ""
    private static let hasModel =
      !engine.isEmpty && areModelsThere

    /// Clicks on a block in the mode and waits for its mask.
    private func ask(_ block: Int, _ driver: AppDriver) throws {
      try driver.click(try driver.screenPoint(ofBlock: block))
      try driver.wait(for: "a mask", seconds: 60) { driver.emulator.screenText.contains("mask     1/") }
    }

    private func overlap(_ one: Mask?, _ other: Mask) -> Double {
      guard let one, one.size == other.size else { return 0 }
      let pairs = zip(one.elements, other.elements)
      let both = pairs.count { $0 != 0 && $1 != 0 }
      return Double(both) / Double(max(1, pairs.count { $0 != 0 || $1 != 0 }))
    }

    private static let areModelsThere = FileManager.default.fileExists(atPath: sharedModels + "/toy_sam.encoder.onnx")
    private static let files = [
      "--sam-encoder", sharedModels + "/toy_sam.encoder.onnx", "--sam-decoder", sharedModels + "/toy_sam.decoder.onnx",
    ]

    @Test func clicksArePaintedAndReplayed() throws {
      let workshop = try Workshop()
      let driver = try workshop.open()
      driver.send("s")
      try driver.waitForText("model    built-in")
      try ask(2, driver)
      driver.send("\r")
      try driver.waitForText("none yet")
      try driver.save()
      let mask = try workshop.mask("blocks", workshop.red)
      #expect(overlap(mask, Blocks.mask(of: [2])) > 0.95)
      driver.send("\u{1B}")
      try driver.wait(for: "the end of the mode") { driver.emulator.screenText.contains("mode     single") }
      #expect(try driver.quit() == .code(0))
      let journal = String(decoding: try readBytes(workshop.journal()), as: UTF8.self)
      #expect(journal.contains(" sam-predict model=built-in scores="))
      let replay = try workshop.run(["replay", try workshop.journal(), "--output", workshop.folder.path("again")])
      #expect(replay.status == .code(0), "\(replay.errorText)")
      #expect(try Workshop.allMasks(in: workshop.folder.path("again")) == Workshop.allMasks(in: workshop.masks))
    }

    /// Killed with a question under way: the click is there, and is answered when the mode is entered again.
    @Test func aKillWhilePredictingLosesNothing() throws {
      let workshop = try Workshop()
      var driver = try workshop.open()
      driver.send("s")
      try driver.waitForText("model    built-in")
      let points = try (0..<2).map { try driver.screenPoint(ofBlock: $0) }
      try driver.click(points[0])
      try driver.waitForText("marks    1+")
      driver.send(driver.mouseReport(points[1], 0, pressed: true))
      try driver.waitForText("marks    2+")
      driver.terminal.process.send(SIGKILL)
      #expect(try driver.waitForExit() == .signal(SIGKILL))
      driver = try workshop.open()
      driver.send("s")
      try driver.wait(for: "the clicks and their answer") {
        let text = driver.emulator.screenText
        // Esc would stop a prediction first.
        return text.contains("marks    2+") && text.contains("mask     1/") && !text.contains("predicting")
      }
      driver.send("\u{1B}")
      try driver.wait(for: "the end of the mode") { driver.emulator.screenText.contains("mode     single") }
      #expect(try driver.quit() == .code(0))
    }

    /// A folder of several pairs and a file that is none, named in config.toml.
    private func configure(_ workshop: Workshop) throws {
      let models = workshop.folder.path("config/tessera/several")
      try FileManager.default.createDirectory(atPath: models, withIntermediateDirectories: true)
      // Short, so that the side bar shows them whole.
      for (name, file) in [("a", "toy_sam"), ("b", "toy_sam2")] {
        for part in ["encoder", "decoder"] {
          try FileManager.default.copyItem(
            atPath: "\(Self.sharedModels)/\(file).\(part).onnx", toPath: "\(models)/\(name).\(part.prefix(3)).onnx")
        }
      }
      try writeBytes([1, 2, 3], to: models + "/broken.onnx")
      try writeBytes(
        Array("[sam]\nmodels = \"several\"\n".utf8), to: workshop.folder.path("config/tessera/config.toml"))
    }

    @Test(.enabled(if: areModelsThere, "needs ../shared/models beside the package")) func theDialogSaysWhatIsMissing()
      throws
    {
      let workshop = try Workshop()
      try configure(workshop)
      var setup = workshop.setup([])
      setup.environment["TESSERA_OPENVINO"] = workshop.folder.path("nowhere")
      let driver = try AppDriver(setup)
      try driver.waitUntilOpened()
      try driver.command("models")
      try driver.waitForText("b.dec.onnx")
      driver.send("\u{1B}[H")
      try driver.waitForText("no inference engine")
      driver.send("jj")
      try driver.waitForText("not an ONNX model")
      driver.send("\r")
      try driver.type("j")
      try driver.waitForText("answers now")
      driver.send("\r")
      try driver.waitForText("model built-in")
      #expect(try driver.quit() == .code(0))
    }

    @Test func mistakesInTheConfigurationAreOneSentence() throws {
      let workshop = try Workshop()
      let path = workshop.folder.path("config/tessera")
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      try writeBytes(Array("[sam]\nmodles = \"x\"\n".utf8), to: path + "/config.toml")
      let run = try workshop.run(["replay", "x"])
      #expect(run.status == .code(1))
      #expect(run.errorText == "tessera: config.toml:2:1: [sam] has no 'modles'; did you mean 'models'?\n")
      try writeBytes(Array("[sam]\nmodels = \"nowhere\"\n".utf8), to: path + "/config.toml")
      let absent = try workshop.run(["segment", "photos", "--method", "sam"])
      #expect(
        absent.status == .code(1) && absent.errorText.contains("config/tessera/nowhere: no "), "\(absent.errorText)")
    }

    @Test(
      .enabled(if: hasModel, "needs ../shared/models and OpenVINO; name its library or folder with TESSERA_OPENVINO"))
    func anotherModelIsChosenInTheDialog() throws {
      let workshop = try Workshop()
      try configure(workshop)
      var setup = workshop.setup([])
      setup.environment["TESSERA_OPENVINO"] = Self.engine
      let driver = try AppDriver(setup)
      try driver.waitUntilOpened()
      driver.send("s")
      try driver.waitForText("model    a.dec.onnx")
      try ask(4, driver)
      driver.send("w")
      try driver.waitForText("answers now")
      driver.send("j\r")
      try driver.waitForText("model    b.dec.onnx")
      try driver.waitForText("mask by  a.dec.onnx")
      driver.send(" ")
      try driver.wait(for: "the answer of the new model", seconds: 60) {
        let text = driver.emulator.screenText
        return text.contains("mask     1/") && !text.contains("mask by")
      }
      driver.send("\r")
      try driver.waitForText("none yet")
      try driver.save()
      driver.send("\u{1B}")
      try driver.wait(for: "the end of the mode") { driver.emulator.screenText.contains("mode     single") }
      #expect(try driver.quit() == .code(0))
      let journal = String(decoding: try readBytes(workshop.journal()), as: UTF8.self)
      #expect(journal.contains("model=a.dec.onnx") && journal.contains("model=b.dec.onnx"))
      let replay = try workshop.run(["replay", try workshop.journal(), "--output", workshop.folder.path("again")])
      #expect(replay.status == .code(0), "\(replay.errorText)")
      #expect(try Workshop.allMasks(in: workshop.folder.path("again")) == Workshop.allMasks(in: workshop.masks))
    }

    /// The picture of blocks so large that its predictor is not ready at once.
    private static let large: [UInt8] = {
      let factor = 15
      var bytes = Array("P6\n\(Blocks.size.width * factor) \(Blocks.size.height * factor)\n255\n".utf8)
      for y in 0..<Blocks.size.height {
        var row: [UInt8] = []
        for x in 0..<Blocks.size.width {
          let start = (y * Blocks.size.width + x) * 3
          for _ in 0..<factor { row += Blocks.image.bytes[start..<start + 3] }
        }
        for _ in 0..<factor { bytes += row }
      }
      return bytes
    }()

    /// Killed while the screen says that it predicts: paint, box and click are there, the answer is made again.
    @Test func aKillWithAPredictionUnderWayLosesNothing() throws {
      let workshop = try Workshop(images: [])
      try writeBytes(Self.large, to: workshop.photo("blocks.ppm"))
      var driver = try workshop.open()
      try driver.command("class one 204 0 0")
      try driver.click(try driver.screenPoint(ofBlock: 5))
      let point = try driver.screenPoint(ofBlock: 1)
      driver.send("s")
      try driver.waitForText("model    built-in")
      try driver.command("sam-box 1000 100 1200 500")
      driver.send(driver.mouseReport(point, 0, pressed: true) + driver.mouseReport(point, 0, pressed: false))
      try driver.waitForText("marks    1+ 0- 1 box")
      try driver.waitForText("predicting")
      driver.terminal.process.send(SIGKILL)
      #expect(try driver.waitForExit() == .signal(SIGKILL))
      func journal() throws -> String { String(decoding: try readBytes(workshop.journal()), as: UTF8.self) }
      #expect(try journal().contains(" sam-box ") && journal().contains(" sam-point foreground "))
      #expect(try !journal().contains(" sam-predict "), "it was under way")
      driver = try workshop.open()
      try driver.waitForText("undo     3")
      driver.send("s")
      try driver.waitForText("marks    1+ 0- 1 box")
      try driver.waitForText("mask     1/", seconds: 120)
      driver.send("\r")
      try driver.waitForText("none yet")
      try driver.save()
      let mask = try #require(try workshop.mask("blocks", workshop.red))
      for middle in [1, 5].map(Blocks.middle) { #expect(mask[PixelPoint(x: middle.x * 15, y: middle.y * 15)] == 255) }
      #expect(mask.elements.count { $0 == 255 } > 2 * 250 * 250)
      driver.send("\u{1B}")
      try driver.wait(for: "the end of the mode") { driver.emulator.screenText.contains("mode     single") }
      #expect(try driver.quit() == .code(0))
      #expect(try journal().contains(" sam-predict model=built-in "))
    }

    @Test(.enabled(if: areModelsThere, "needs ../shared/models beside the package")) func withoutAnEngineItSaysSo()
      throws
    {
      let workshop = try Workshop()
      var setup = workshop.setup(Self.files)
      setup.environment["TESSERA_OPENVINO"] = workshop.folder.path("nowhere")
      let driver = try AppDriver(setup)
      try driver.waitUntilOpened()
      try driver.waitForText("built-in answers: no inference engine was found; `pip install openvino`")
      driver.send("s")
      try driver.waitForText("model    built-in")
      try ask(1, driver)
      driver.send("\u{1B}")
      try driver.wait(for: "the end of the mode") { driver.emulator.screenText.contains("mode     single") }
      #expect(try driver.quit() == .code(0))
      let half = try workshop.run(["replay", "x", "--sam-encoder", "a.onnx"])
      #expect(half.status == .code(64) && half.errorText.contains("--sam-decoder"))
      let absent = try workshop.run(["replay", "x", "--sam-encoder", "a.onnx", "--sam-decoder", "b.onnx"])
      #expect(absent.status == .code(1) && absent.errorText.contains("a.onnx: no such file"))
    }

    /// Masks appear while they are found, on the first picture and when an image is segmented again; cancelling leaves
    /// the segments as they were.
    @Test(
      .enabled(if: hasModel, "needs ../shared/models and OpenVINO; name its library or folder with TESSERA_OPENVINO"))
    func masksAppearWhileTheyAreFound() throws {
      let workshop = try Workshop()
      var setup = workshop.setup(Self.files + ["--method", "sam", "--set", "points_per_side=32"])
      setup.environment["TESSERA_OPENVINO"] = Self.engine
      let driver = try AppDriver(setup)
      try driver.waitForText(" so far", seconds: 60)
      driver.send("\u{1B}")
      try driver.waitForText("sam cancelled")
      try driver.command("method threshold")
      try driver.waitForText("method   threshold")
      try driver.waitForText("segment  ")
      try driver.command("method sam points_per_side=32")
      try driver.waitForText(" so far", seconds: 60)
      driver.send("\u{1B}")
      try driver.waitForText("sam cancelled")
      #expect(driver.emulator.screenText.contains("method   threshold"))
      try driver.command("class one 204 0 0")
      try driver.click(try driver.screenPoint(ofBlock: 2))
      try driver.save()
      try driver.expectMask(workshop, workshop.red, is: [2])
      try driver.command("method sam points_per_side=12")
      try driver.waitForText("method   sam", seconds: 60)
      #expect(try driver.quit() == .code(0))
    }

    @Test(
      .enabled(if: hasModel, "needs ../shared/models and OpenVINO; name its library or folder with TESSERA_OPENVINO"))
    func aModelAnswers() throws {
      let workshop = try Workshop()
      var setup = workshop.setup(Self.files)
      setup.environment["TESSERA_OPENVINO"] = Self.engine
      for _ in 0..<2 {
        let driver = try AppDriver(setup)
        try driver.waitUntilOpened()
        driver.send("s")
        try driver.waitForText("model    toy_sam")
        try ask(4, driver)
        driver.send("\r")
        try driver.waitForText("none yet")
        try driver.save()
        #expect(try overlap(workshop.mask("blocks", workshop.red), Blocks.mask(of: [4])) > 0.8)
        driver.send("\u{1B}")
        try driver.wait(for: "the end of the mode") { driver.emulator.screenText.contains("mode     single") }
        #expect(try driver.quit() == .code(0))
      }
      let journal = String(decoding: try readBytes(workshop.journal()), as: UTF8.self)
      #expect(journal.contains("encoder="))
      let kept = workshop.masks + "/.tessera/cache/embeddings"
      #expect(try FileManager.default.contentsOfDirectory(atPath: kept).count == 1)
      // No engine is needed to repeat it.
      let replay = try workshop.run(["replay", try workshop.journal(), "--output", workshop.folder.path("again")])
      #expect(replay.status == .code(0), "\(replay.errorText)")
      #expect(try Workshop.allMasks(in: workshop.folder.path("again")) == Workshop.allMasks(in: workshop.masks))
    }
  }
}
