import Foundation
import OpenCVMethods
import Raster
import TestSupport
import Testing

@testable import Inference

extension EndToEnd {
  /// `--method sam`, with the toy models where there is an engine, and its sentences without.
  @Suite struct SamCommand {
    private static let folder = packageRoot + "/../shared/models/toy-sam/"
    static let areModelsThere = FileManager.default.fileExists(atPath: folder + "toy_sam.decoder.onnx")
    private static let models = [
      "--sam-encoder", folder + "toy_sam.encoder.onnx", "--sam-decoder", folder + "toy_sam.decoder.onnx",
    ]

    private func segment(_ workshop: Workshop, _ extra: [String], _ environment: [String: String]? = nil) throws
      -> CommandRun
    {
      try workshop.run(
        ["segment", "photos", "--method", "sam"] + extra, environment: environment ?? TestEngine.environment,
        seconds: 100)
    }

    /// A run that ends with one sentence and nothing written.
    private func expectSentence(
      _ run: CommandRun, _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) {
      #expect(run.status == .code(1), "\(run.errorText)", sourceLocation: sourceLocation)
      #expect(run.errorText.split(separator: "\n").count == 1, "\(run.errorText)", sourceLocation: sourceLocation)
      for word in words { #expect(run.errorText.contains(word), "\(run.errorText)", sourceLocation: sourceLocation) }
      #expect(run.output.isEmpty, sourceLocation: sourceLocation)
    }

    @Test func howToGiveModelsIsSaid() throws {
      let workshop = try Workshop()
      expectSentence(
        try segment(workshop, []), "method sam needs models; give", "--sam-encoder FILE --sam-decoder FILE")
      let half = try segment(workshop, ["--sam-encoder", "e.onnx"])
      #expect(half.status == .code(64) && half.errorText.contains("belong together"))
      expectSentence(try segment(workshop, ["--models", "nowhere"]), "nowhere: no such file or folder")
      expectSentence(try segment(workshop, ["--models", "photos"]), "photos: no files named *.onnx")
      let listed = try workshop.run(["methods", "sam"])
      #expect(
        listed.status == .code(0) && listed.outputText.contains("points_per_side") && listed.outputText.contains("0.88")
      )
    }

    @Test(.enabled(if: areModelsThere, "needs ../shared/models beside the package")) func withoutAnEngine() throws {
      let workshop = try Workshop()
      let none = [EngineSearch.variable: "none"]
      expectSentence(try segment(workshop, Self.models, none), "no inference engine was found", "pip install openvino")
      let swapped = [Self.models[0], Self.models[3], Self.models[2], Self.models[1]]
      expectSentence(try segment(workshop, swapped, none), "a SAM decoder", "no encoder")
      // Of several pairs the first: it is sound, so that only the engine is missing.
      expectSentence(try segment(workshop, ["--models", Self.folder], none), "no inference engine was found")
      let other = Self.models.dropLast() + [Self.folder + "toy_sam2.decoder.onnx"]
      expectSentence(try segment(workshop, Array(other), none), "the encoder is of SAM and the decoder of SAM 2")
    }

    /// Files that are none are told before an engine is looked for.
    @Test(.enabled(if: areModelsThere, "needs ../shared/models beside the package"))
    func damagedFilesAreOneSentence() throws {
      let workshop = try Workshop()
      let decoder = try readBytes(Self.models[3])
      let path = workshop.folder.path("d.onnx")
      for environment in [[EngineSearch.variable: "none"], TestEngine.environment] {
        for part in 0..<20 {
          try writeBytes(Array(decoder.prefix(decoder.count * part / 20)), to: path)
          expectSentence(try segment(workshop, Array(Self.models.dropLast()) + [path], environment), "d.onnx: ")
        }
      }
      try writeBytes(modelWithWeights(in: "weights.bin"), to: path)
      let missing = try segment(workshop, Array(Self.models.dropLast()) + [path])
      expectSentence(missing, "d.onnx: the weights lie in 'weights.bin', which is missing")
    }

    /// In a process of its own: what is kept of an image, an embedding of 4 MiB at least, would show.
    @Test(
      .enabled(if: TestEngine.place != nil, Comment(rawValue: TestEngine.advice)),
      .enabled(if: areModelsThere, "needs ../shared/models beside the package"))
    func memoryStaysBounded() throws {
      let workshop = try Workshop(images: (100..<180).map { "\($0).png" })
      let arguments =
        ["segment", "photos", "--method", "sam", "--set", "points_per_side=1", "--jobs", "1"] + Self.models
      let script = """
        "$@" & while kill -0 $! 2>/dev/null; do
          echo $(ls photos_segmented 2>/dev/null | wc -l) $(sed -n 's/VmHWM: *//p' /proc/$!/status); sleep 0.1
        done; wait $!
        """
      let run = try CommandRun.run(
        ["/bin/sh", "-c", script, "sh", workshop.program] + arguments,
        environment: AppDriver.environment(workshop.setup()).merging(TestEngine.environment) { $1 },
        directory: workshop.folder.path, seconds: 300)
      #expect(run.status == .code(0), "\(run.errorText)")
      let looks = run.outputText.split(separator: "\n").map { line in
        line.split(separator: " ").compactMap { Int($0) }
      }.filter { $0.count == 2 }
      let early = try #require(looks.first { $0[0] >= 20 }?[1])
      let late = try #require(looks.last?[1])
      #expect(late - early < 60_000, "\(early) KB after 20 images, \(late) KB after 80")
    }

    @Test(
      .enabled(if: TestEngine.place != nil, Comment(rawValue: TestEngine.advice)),
      .enabled(if: areModelsThere, "needs ../shared/models beside the package"))
    func blocksAreFound() throws {
      let workshop = try Workshop(images: ["a.png", "b.png"])
      let arguments = Self.models + ["--set", "points_per_side=6", "--json"]
      let run = try segment(workshop, arguments)
      #expect(run.status == .code(0), "\(run.errorText)")
      let maps = try ["a", "b"].map {
        try OpenCVCodec().decodeLabels(readBytes(workshop.masks + "/\($0)_segments.png"))
      }
      #expect(maps[0] == maps[1] && maps[0].size == Blocks.size && !maps[0].elements.contains(0))
      // Each block has a segment of its own, and the ground another.
      let labels = (0..<6).map { maps[0][Blocks.middle($0)] } + [maps[0][PixelPoint(x: 60, y: 40)]]
      #expect(Set(labels).count == 7, "\(labels)")
      #expect(connectedRegions(of: maps[0]).labels == maps[0])
      #expect(run.outputText.contains("\"points_per_side\" : 6"))
      #expect(try segment(workshop, arguments).errorText.contains("2 up to date"))
    }
  }
}
