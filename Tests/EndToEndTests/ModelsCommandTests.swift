import Foundation
import TestSupport
import Testing

@testable import Inference

extension EndToEnd {
  /// `tessera models`, and what `tessera doctor` says about engines.
  @Suite struct ModelsCommand {
    private static let encoder = ONNXModel.encoded(
      [], inputs: [TensorSpec("image", .float32, [1, 3, 1024, 1024].map(Dimension.fixed))],
      outputs: [TensorSpec("image_embeddings", .float32, [1, 256, 64, 64].map(Dimension.fixed))])

    private func workshop(_ files: KeyValuePairs<String, [UInt8]>) throws -> Workshop {
      let workshop = try Workshop(images: [])
      for (name, bytes) in files { try writeBytes(bytes, to: workshop.folder.path(name)) }
      return workshop
    }

    private func rows(_ run: CommandRun) throws -> [[String: Any]] {
      try #require(try JSONSerialization.jsonObject(with: Data(run.output)) as? [[String: Any]])
    }

    @Test func aFolderIsListed() throws {
      let workshop = try workshop([
        "b.onnx": Self.encoder, "a.onnx": EngineSelfTest.model, "c.ONNX": Array(Self.encoder.dropLast(9)),
        "notes.txt": [1], ".hidden.onnx": [1],
      ])
      let text = try workshop.run(["models", "."])
      #expect(text.status == .code(2))
      #expect(text.outputText.contains("b.onnx: SAM encoder, takes images as f32 of 1024 x 1024, padded"))
      #expect(text.outputText.contains("a.onnx: neither an encoder nor a decoder"))
      #expect(text.errorText.contains("c.ONNX: ") && text.errorText.split(separator: "\n").count == 1)
      let json = try rows(workshop.run(["models", "--json", "."]))
      #expect(json.map { $0["kind"] as? String } == [nil, "encoder", nil])
      #expect(json[2]["error"] is String && json[2]["inputs"] is NSNull)
      let input = (json[0]["inputs"] as? [[String: Any]])?.first
      #expect((input?["shape"] as? [Any])?.last as? String == "n" && input?["type"] as? String == "f32")
    }

    @Test func whatIsNoModelIsSaid() throws {
      let workshop = try workshop(["x.onnx": [], "y.onnx": Array("hello".utf8)])
      for (path, words) in [("x.onnx", "empty"), ("y.onnx", "not an ONNX"), ("z.onnx", "no such"), ("photos", "named")]
      {
        let run = try workshop.run(["models", path])
        #expect(run.status == .code(1) && run.output.isEmpty)
        #expect(run.errorText.contains(words) && run.errorText.split(separator: "\n").count == 1, "\(run.errorText)")
      }
      #expect(try workshop.run(["models"]).status == .code(64))
    }

    @Test func namesCannotReachTheTerminal() throws {
      let spec = TensorSpec("a\u{1B}]0;b\u{7}\n", .float32, [.symbolic("\u{9B}2J")])
      let model = ONNXModel.encoded([], inputs: [spec], outputs: [spec])
      let run = try workshop(["x.onnx": model]).run(["models", "x.onnx"])
      #expect(run.status == .code(0) && run.outputText.contains("a\\x1b]0;b\\x07\\n f32"))
      #expect(!run.outputText.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
    }

    @Test func weightsBesideAreLookedFor() throws {
      let workshop = try workshop(["x.onnx": modelWithWeights(in: "w.bin"), "w.bin": [UInt8](repeating: 0, count: 15)])
      let short = try workshop.run(["models", "x.onnx"])
      #expect(short.status == .code(1) && short.errorText.contains("'w.bin', which is missing or too short"))
      try writeBytes([UInt8](repeating: 0, count: 16), to: workshop.folder.path("w.bin"))
      let whole = try workshop.run(["models", "x.onnx"])
      #expect(whole.status == .code(0) && whole.outputText.contains("reads  w.bin"))
    }

    @Test func theDoctorSaysWhereItLooked() throws {
      let workshop = try workshop(["libopenvino_c.so.1": Array("no library".utf8)])
      for (place, words) in [("nowhere", "holds no libopenvino_c.so"), (".", "file too short")] {
        let path = workshop.folder.path(place)
        let run = try workshop.run(["doctor"], environment: [EngineSearch.variable: path])
        let line = try #require(run.outputText.split(separator: "\n").first { $0.contains("inference") })
        #expect(line.hasPrefix("note") && line.contains(path) && line.contains(words), "\(line)")
        #expect(run.status == .code(0) && run.error.isEmpty && run.outputText.contains("pip install openvino"))
      }
    }

    @Test(.enabled(if: TestEngine.place != nil, Comment(rawValue: TestEngine.advice)))
    func theDoctorTriesTheEngine() throws {
      let run = try workshop([:]).run(["doctor"], environment: TestEngine.environment)
      let line = try #require(run.outputText.split(separator: "\n").first { $0.contains("inference") })
      #expect(line.hasPrefix("ok") && line.contains("computes correctly"), "\(line)")
      #expect(run.error.isEmpty)
    }
  }
}

/// A model whose four weights lie in a file of their own.
func modelWithWeights(in name: String) -> [UInt8] {
  var file = WireWriter()
  file.field(1, 8)
  file.field(7) { graph in
    graph.field(5) { weights in
      weights.field(1, 4)
      weights.field(2, 1)
      weights.field(13) { entry in
        entry.field(1, "location")
        entry.field(2, name)
      }
      weights.field(14, 1)
    }
  }
  file.field(8) { $0.field(2, 13) }
  return file.bytes
}
