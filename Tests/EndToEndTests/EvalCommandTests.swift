import Foundation
import OpenCVMethods
import Raster
import TestSupport
import Testing

extension EndToEnd {
  /// `tessera eval segments`, against the evaluation tool where that is available.
  @Suite struct EvalCommand {
    private static let shared = URL(filePath: packageRoot).deletingLastPathComponent().appending(path: "shared").path
    private static let tool = shared + "/tools/eval_segmentation.py"
    private static let images = ["100007", "226043", "jet1"]

    /// Whether the evaluation tool, its reference label maps and what it imports are here.
    private static let isToolThere: Bool = {
      let manager = FileManager.default
      guard manager.fileExists(atPath: tool), manager.fileExists(atPath: shared + "/reference/labels"),
        let python = installedProgram("python3")
      else { return false }
      let check = [python, "-c", "import numpy, PIL, scipy.io, skimage.measure"]
      return (try? CommandRun.run(check, environment: ProcessInfo.processInfo.environment).status) == .code(0)
    }()

    private func map(_ values: [Int32], width: Int) -> LabelMap {
      LabelMap(size: Size(width: width, height: values.count / width), elements: values)
    }

    private func put(_ map: LabelMap, _ workshop: Workshop, _ name: String) throws {
      let file = try OpenCVCodec().encode(labels: map)
      let path = workshop.folder.path(name + "." + file.fileExtension)
      let folder = URL(filePath: path).deletingLastPathComponent().path
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try writeBytes(file.bytes, to: path)
    }

    private func report(_ run: CommandRun) throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any])
    }

    private static let keys = [
      ("labels", "segments"), ("parts", "parts"), ("density", "boundary_density"), ("BR", "boundary_recall"),
      ("BP", "boundary_precision"), ("UE", "undersegmentation_error"), ("ASA", "achievable_segmentation_accuracy"),
    ]

    /// Two ground truths for each of three images, in both programs.
    @Test(
      .enabled(
        if: isToolThere, "the evaluation tool in ../shared needs python3 with numpy, Pillow, scipy, scikit-image"),
      arguments: [("cv-slic", 2), ("icas-chanvase", 2), ("icas-edge", 0)])
    func theEvaluationToolAgrees(labels: String, tolerance: Int) throws {
      let workshop = try Workshop()
      let reference = Self.shared + "/reference/labels/"
      let truths = ["sk-felzenszwalb", "icas-graph"]
      for (folder, kind, mark) in [("maps", labels, ""), ("one", truths[0], ""), ("two", truths[1], "_segments")] {
        try FileManager.default.createDirectory(
          atPath: workshop.folder.path(folder), withIntermediateDirectories: true)
        for image in Self.images {
          try writeBytes(
            readBytes(reference + "\(image).\(kind).png"), to: workshop.folder.path("\(folder)/\(image)\(mark).png"))
        }
      }
      let python = try #require(installedProgram("python3"))
      let makeTruth = """
        import sys, numpy as np
        from PIL import Image
        from scipy.io import savemat
        for image in sys.argv[1:]:
            cells = np.empty((1, 2), object)
            cells[0, 0] = {"Segmentation": np.asarray(Image.open("one/" + image + ".png")).astype(np.uint16)}
            cells[0, 1] = {"Segmentation": np.asarray(Image.open("two/" + image + "_segments.png")).astype(np.uint16)}
            savemat("one/" + image + ".mat", {"groundTruth": cells})
        """
      for arguments in [
        ["-c", makeTruth] + Self.images,
        [Self.tool, "maps", "one", "--tolerance", "\(tolerance)", "--json", "expected.json"],
      ] {
        let run = try CommandRun.run(
          [python] + arguments, environment: ProcessInfo.processInfo.environment, directory: workshop.folder.path,
          seconds: 100)
        try #require(run.status == .code(0), "\(run.errorText)")
      }
      let expected = try #require(
        try JSONSerialization.jsonObject(with: Data(readBytes(workshop.folder.path("expected.json")))) as? [String: Any]
      )
      let run = try workshop.run(["eval", "segments", "maps", "one", "two", "--json", "--tolerance", "\(tolerance)"])
      #expect(run.status == .code(0), "\(run.errorText)")
      let found = try report(run)
      let rows = try #require(found["images"] as? [[String: Any]])
      for (image, row) in zip(Self.images, rows) {
        let wanted = try #require((expected["images"] as? [String: [String: Double]])?[image])
        let scores = try #require(row["scores"] as? [String: Double])
        for (theirs, ours) in Self.keys {
          #expect(abs((wanted[theirs] ?? -1) - (scores[ours] ?? -2)) < 1e-6, "\(image) \(ours)")
        }
      }
      let mean = try #require(found["mean"] as? [String: Double])
      let wanted = try #require(expected["mean"] as? [String: Any])
      for (theirs, ours) in Self.keys + [("F", "boundary_f")] {
        #expect(abs((wanted[theirs] as? Double ?? -1) - (mean[ours] ?? -2)) < 1e-6, "mean \(ours)")
      }
    }

    @Test func aTableForPeople() throws {
      let workshop = try Workshop()
      let halves = map([1, 1, 2, 2, 1, 1, 2, 2], width: 4)
      try put(halves, workshop, "maps/a_segments")
      try put(map([70_000, 70_000, 2, 2, 70_000, 70_000, 2, 2], width: 4), workshop, "maps/b_segments")
      try writeBytes(PNGFile.encode(Blocks.image), to: workshop.folder.path("maps/a_preview.png"))
      for name in ["a", "b", "c"] { try put(halves, workshop, "truth/\(name)") }
      let run = try workshop.run(["eval", "segments", "maps", "truth"])
      #expect(run.status == .code(0), "\(run.errorText)")
      #expect(
        run.outputText == """
          image           truths  segments      BR      BP       F      UE     ASA
          a_segments.png       1       2.0  1.0000  1.0000  1.0000  0.0000  1.0000
          b_segments.tif       1       2.0  1.0000  1.0000  1.0000  0.0000  1.0000
          mean                         2.0  1.0000  1.0000  1.0000  0.0000  1.0000

          """)
      #expect(run.errorText == "tessera: ground truths without a label map, left out: 1\n")
    }

    @Test func whatCannotBeCompared() throws {
      let workshop = try Workshop()
      let halves = map([1, 1, 2, 2, 1, 1, 2, 2], width: 4)
      for name in ["a", "b", "c"] { try put(halves, workshop, "maps/\(name)") }
      try put(halves, workshop, "truth/a")
      try put(map([1, 2], width: 1), workshop, "truth/b")
      let partly = try workshop.run(["eval", "segments", "maps", "truth", "--json"])
      #expect(partly.status == .code(2))
      #expect(partly.errorText.contains("maps/b.png has 4 x 2 pixels, its ground truth truth/b.png 1 x 2"))
      #expect(partly.errorText.contains("maps/c.png: no ground truth has this name"))
      let rows = try #require(try report(partly)["images"] as? [[String: Any]])
      #expect(rows.map { $0["error"] is String } == [false, true, true])
      try writeBytes([], to: workshop.folder.path("empty.png"))
      let cases: [(arguments: [String], code: Int32, words: String)] = [
        (["photos/blocks.png", "truth/a.png"], 1, "blocks.png: pixels of another kind; a label map is gray"),
        (["maps/a.png", "empty.png"], 1, "empty.png: the file is empty"),
        (["maps/a.png", "none"], 1, "none: no such file"),
        (["maps", "truth/a.png"], 1, "cannot be the ground truth of a folder"),
        (["maps/a.png"], 64, "ground-truth"),
        (["maps", "truth", "--tolerance", "-1"], 64, "tolerance"),
        (["maps", "truth", "--tolerance", "1000"], 64, "0…100"),
      ]
      for (arguments, code, words) in cases {
        let run = try workshop.run(["eval", "segments"] + arguments)
        #expect(run.status == .code(code), "\(arguments): \(run.errorText)")
        #expect(run.errorText.contains(words), "no “\(words)” in: \(run.errorText)")
      }
    }

    /// What `segment` writes is what `eval` reads, and the manual knows both.
    @Test func segmentsOfTheProgramItself() throws {
      let workshop = try Workshop()
      #expect(try workshop.run(["segment", "photos", "--method", "threshold"]).status == .code(0))
      let run = try workshop.run(["eval", "segments", "photos_segmented", "photos_segmented", "--json"])
      let mean = try #require(try report(run)["mean"] as? [String: Double])
      #expect(mean["boundary_f"] == 1 && mean["segments"] == 7 && mean["undersegmentation_error"] == 0)
      for words in [[], ["segment"], ["eval"], ["eval", "segments"]] {
        let manual = try workshop.run(["manual"] + words).outputText
        let title = (["tessera"] + words).joined(separator: "-").uppercased()
        #expect(manual.hasPrefix(".TH \"\(title)\" 1 "), "\(manual.prefix(80))")
      }
      #expect(try workshop.run(["manual", "nothing"]).status == .code(1))
    }
  }
}
