import Foundation
import Inference
import OpenCVMethods
import Raster
import TestSupport
import Testing

extension EndToEnd {
  /// `tessera eval clicks` on pictures whose objects are known.
  @Suite struct EvalClicks {
    private static let models =
      URL(filePath: packageRoot).deletingLastPathComponent().appending(path: "shared/models/toy-sam").path

    private static let engine = ProcessInfo.processInfo.environment[EngineSearch.variable] ?? ""

    /// The picture of blocks, and where they are: as labels, and two of them as masks.
    private func workshop() throws -> Workshop {
      let workshop = try Workshop(images: ["blocks.png", "other.png"])
      var map = LabelMap(size: Blocks.size, filledWith: 0)
      for block in Blocks.colors.indices {
        for (at, value) in Blocks.mask(of: [block]).elements.enumerated() where value != 0 {
          map.elements[at] = Int32(block + 1)
        }
      }
      for folder in ["truth", "half"] {
        try FileManager.default.createDirectory(
          atPath: workshop.folder.path(folder), withIntermediateDirectories: true)
      }
      try writeBytes(OpenCVCodec().encode(labels: map).bytes, to: workshop.folder.path("truth/blocks.png"))
      for block in 0..<2 {
        let path = workshop.folder.path("truth/other_mask_(R:\(block),G:0,B:0).png")
        try writeBytes(OpenCVCodec().encode(Blocks.mask(of: [block])), to: path)
      }
      return workshop
    }

    private func report(_ run: CommandRun) throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any])
    }

    @Test func aTableForPeople() throws {
      let run = try workshop().run(["eval", "clicks", "photos", "truth", "--min-area", "300", "--clicks", "5"])
      #expect(run.status == .code(0), "\(run.errorText)")
      let lines = run.outputText.split(separator: "\n")
      #expect(lines.count == 2)
      #expect(lines[0] == "method    objects  to 85 %   failed  to 90 %   failed   IoU@1   IoU@2   IoU@3   IoU@5")
      #expect(lines[1].hasPrefix("built-in        8     1.00    0.0 %     1.00    0.0 %  1.0000"))
      #expect(run.errorText == "")
    }

    @Test func everyObjectInJSON() throws {
      let workshop = try workshop()
      let arguments = ["eval", "clicks", "photos", "truth", "--min-area", "300", "--json"]
      let found = try workshop.run(arguments + ["--jobs", "2"])
      #expect(found.output == (try workshop.run(arguments + ["--jobs", "1"]).output))
      let json = try report(found)
      #expect(json["clicks"] as? Int == 20)
      let method = try #require((json["methods"] as? [[String: Any]])?.first)
      #expect(method["method"] as? String == "built-in")
      let images = try #require(method["images"] as? [[String: Any]])
      let objects = images.map { $0["objects"] as? [[String: Any]] ?? [] }
      #expect(objects.map(\.count) == [6, 2] && images.allSatisfy { $0["error"] is NSNull })
      #expect(objects[0].map { $0["label"] as? Int } == [1, 2, 3, 4, 5, 6])
      #expect(objects[1].allSatisfy { $0["label"] as? Int == 255 && $0["pixels"] as? Int == 400 })
      let mean = try #require(method["mean"] as? [String: Any])
      #expect(mean["objects"] as? Int == 8 && (mean["iou"] as? [Double])?.count == 20)
      #expect((mean["reached"] as? [[String: Double]])?.map { $0["iou"] } == [0.85, 0.9])
    }

    /// A box is its first click, and is enough here.
    @Test func grabCutIsClicked() throws {
      let arguments = ["--min-area", "300", "--method", "grabcut", "--method", "built-in", "--method", "grabcut"]
      let run = try workshop().run(["eval", "clicks", "photos", "truth", "--clicks", "3", "--json"] + arguments)
      #expect(run.status == .code(0), "\(run.errorText)")
      let methods = try #require(try report(run)["methods"] as? [[String: Any]])
      #expect(methods.map { $0["method"] as? String } == ["grabcut", "built-in"])
      let mean = try #require(methods[0]["mean"] as? [String: Any])
      #expect(mean["objects"] as? Int == 8)
      #expect((mean["reached"] as? [[String: Double]])?.map { $0["clicks"] } == [1, 1])
    }

    @Test func whatCannotBeClicked() throws {
      let workshop = try workshop()
      try writeBytes([], to: workshop.folder.path("half/blocks.png"))
      let partly = try workshop.run(["eval", "clicks", "photos", "truth"])
      #expect(partly.status == .code(1))
      #expect(partly.errorText.contains("built-in: photos/blocks.png: its ground truth has no object of at least 500"))
      let cases: [(arguments: [String], code: Int32, words: String)] = [
        (["photos", "half"], 1, "half/blocks.png: the file is empty"),
        (["photos", "half"], 1, "photos/other.png: no ground truth has this name"),
        (["photos", "none"], 1, "none: no such file"),
        (["none", "truth"], 1, "none: no such file"),
        (["photos", "truth/blocks.png"], 1, "cannot be the ground truth of a folder"),
        (["photos/blocks.png", "photos/blocks.png"], 1, "a label map is gray"),
        (["photos"], 64, "ground-truth"),
        (["photos", "truth", "--clicks", "0"], 64, "1…100"),
        (["photos", "truth", "--min-area", "0"], 64, "at least 1"),
        (["photos", "truth", "--method", "magic"], 64, "magic"),
        (["photos", "truth", "--method", "sam"], 1, "--sam-encoder"),
        (["photos", "truth", "--max-megapixels", "0"], 64, "1…4000"),
        (["photos", "truth", "--method", "sam", "--sam-encoder", "x.onnx", "--sam-decoder", "y.onnx"], 1, ""),
      ]
      for (arguments, code, words) in cases {
        let run = try workshop.run(["eval", "clicks"] + arguments)
        #expect(run.status == .code(code), "\(arguments): \(run.errorText)")
        #expect(words.isEmpty || run.errorText.contains(words), "no “\(words)” in: \(run.errorText)")
        #expect(!run.errorText.isEmpty)
      }
    }

    /// One image is scored although the other cannot be.
    @Test func oneThatFailsDoesNotStopTheOthers() throws {
      let workshop = try workshop()
      try writeBytes([1, 2, 3], to: workshop.photo("other.png"))
      let run = try workshop.run(["eval", "clicks", "photos", "truth", "--min-area", "300"])
      #expect(run.status == .code(2))
      #expect(run.errorText == "tessera: built-in: photos/other.png: \(CodecError.notAnImage)\n")
      #expect(run.outputText.contains("built-in        6"))
    }

    @Test(
      .enabled(
        if: FileManager.default.fileExists(atPath: models) && !engine.isEmpty,
        "needs ../shared/models/toy-sam, and OpenVINO, named with TESSERA_OPENVINO"))
    func segmentAnythingIsClicked() throws {
      let workshop = try workshop()
      let files = ["--sam-encoder", Self.models + "/toy_sam.encoder.onnx", "--sam-decoder"]
      let arguments = ["eval", "clicks", "photos", "truth", "--min-area", "300", "--method", "sam"] + files
      let run = try workshop.run(
        arguments + [Self.models + "/toy_sam.decoder.onnx", "--method", "built-in", "--json"],
        environment: [EngineSearch.variable: Self.engine])
      #expect(run.status == .code(0), "\(run.errorText)")
      let methods = try #require(try report(run)["methods"] as? [[String: Any]])
      #expect(methods.map { $0["method"] as? String } == ["sam", "built-in"])
      #expect(methods.allSatisfy { ($0["mean"] as? [String: Any])?["objects"] as? Int == 8 })
      let swapped = try workshop.run(
        arguments + [Self.models + "/toy_sam.encoder.onnx"], environment: [EngineSearch.variable: Self.engine])
      #expect(swapped.status == .code(1) && swapped.errorText.contains("no decoder"))
    }
  }
}
