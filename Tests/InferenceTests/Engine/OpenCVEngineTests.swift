import Foundation
import OpenCVMethods
import Raster
import TestSupport
import Testing

@testable import Inference

/// Both engines on a real network; OpenCV's is always there.
@Suite(.enabled(if: SharedModels.areThere, SharedModels.advice)) struct SqueezeNetTests {
  static let engines =
    [any InferenceEngine](arrayLiteral: OpenCVEngine()) + [LocalEngine.report.engine].compactMap(\.self)

  private struct Logits: Decodable {
    let top10: [[Double]]
    let first5: [Double]

    static func read() throws -> Logits {
      struct File: Decodable {
        let network: Logits
        enum CodingKeys: String, CodingKey { case network = "squeezenet1.0" }
      }
      return try JSONDecoder().decode(File.self, from: Data(SharedModels.bytes("squeezenet/reference.json"))).network
    }
  }

  private func session(_ engine: Int) throws -> any InferenceSession {
    try Self.engines[engine].open(.bytes(SharedModels.bytes("squeezenet/squeezenet1.0.onnx")), InferenceOptions())
  }

  /// `((7x + 13y + 101c) mod 256) / 255`, normalised.
  private var computedInput: Tensor {
    let (means, deviations): ([Double], [Double]) = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    var values: [Float] = []
    for c in 0..<3 {
      for y in 0..<224 {
        for x in 0..<224 {
          let pixel = Double((7 * x + 13 * y + 101 * c) % 256) / 255
          values.append(Float((pixel - means[c]) / deviations[c]))
        }
      }
    }
    return Tensor(shape: [1, 3, 224, 224], values)
  }

  @Test(arguments: engines.indices) func logitsAreTheReferences(engine: Int) throws {
    let reference = try Logits.read()
    let logits = try #require(try session(engine).run(["input": computedInput], wanted: ["logits"])["logits"])
    #expect(logits.shape == [1, 1000])
    let values = logits.floats
    let order = values.indices.sorted { values[$0] > values[$1] }
    #expect(order.prefix(10).map(Double.init) == reference.top10.map { $0[0] })
    for pair in reference.top10 { #expect(abs(Double(values[Int(pair[0])]) - pair[1]) < 1e-3) }
    for (found, expected) in zip(values, reference.first5) { #expect(abs(Double(found) - expected) < 1e-3) }
  }

  /// A photograph of an ice bear, the middle of it scaled as the network was trained.
  @Test(.enabled(if: Reference.exists, Comment(rawValue: Reference.absence)), arguments: engines.indices)
  func anIceBearIsOne(engine: Int) throws {
    let outputs = ["high_res_feats_0", "high_res_feats_1", "image_embed"].map { TensorSpec($0, .float32, nil) }
    let model = Signatures.model([Signatures.masks("image", 1, 3, 224, 224)], outputs)
    let scaling = try #require(try EncoderSignature(model))
    let photo = try Reference.image("images/100007")
    let side = min(photo.size.width, photo.size.height) * 224 / 256
    let middle = PixelRect(
      x: (photo.size.width - side) / 2, y: (photo.size.height - side) / 2, width: side, height: side)
    let feeds = ["input": scaling.tensor(photo.cropped(to: middle))]
    let logits = try #require(try session(engine).run(feeds, wanted: ["logits"])["logits"]?.floats)
    #expect(logits.indices.max { logits[$0] < logits[$1] } == 296)
  }

  /// The logit of a class is the mean of its map: the map is where the network sees it.
  @Test func innerTensorsCanBeAskedFor() throws {
    let found = try session(0).run(["input": computedInput], wanted: ["conv10", "logits"])
    let (maps, logits) = (try #require(found["conv10"]), try #require(found["logits"]).floats)
    #expect(maps.shape == [1, 1000, 15, 15])
    for kind in [0, 745, 999] {
      let map = maps.floats[kind * 225..<(kind + 1) * 225]
      #expect(abs(map.reduce(0, +) / 225 - logits[kind]) < 1e-4)
    }
  }

  @Test func sizesMayChange() throws {
    let session = try session(0)
    #expect(throws: InferenceError.self) {
      try session.run(["input": Tensor(shape: [1, 3, 2, 2], [Float](repeating: 0, count: 12))], wanted: ["logits"])
    }
    let again = try session.run(["input": computedInput], wanted: ["logits"])["logits"]
    #expect(try again == session.run(["input": computedInput], wanted: ["logits"])["logits"])
  }
}

@Test func openCVComputesWithoutWeights() throws {
  let engine = OpenCVEngine()
  #expect(engine.version.hasPrefix("4."))
  let spec = [Dimension.fixed(1), .fixed(1), .fixed(2), .fixed(3)]
  let node = ONNXNode(name: "", operation: "Relu", inputs: ["x"], outputs: ["y"])
  let file = ONNXModel.encoded(
    [node], inputs: [TensorSpec("x", .float32, spec)], outputs: [TensorSpec("y", .float32, spec)])
  let session = try engine.open(.bytes(file), InferenceOptions())
  let found = try session.run(["x": Tensor(shape: [1, 1, 2, 3], [-1, 2, -3, 4, -5, 6])], wanted: ["y"])
  #expect(found["y"]?.shape == [1, 1, 2, 3] && found["y"]?.floats == [0, 2, 0, 4, 0, 6])
  #expect(throws: InferenceError.noSuchOutput("z", nearest: "y")) {
    try session.run(["x": Tensor(shape: [1, 1, 2, 3], [0, 0, 0, 0, 0, 0])], wanted: ["z"])
  }
}

@Test func whatOpenCVCannotReadIsSaid() throws {
  func refusal(_ source: ModelSource) throws -> String {
    do {
      _ = try OpenCVEngine().open(source, InferenceOptions())
    } catch {
      return "\(error)"
    }
    throw TestSupportError.unreadable("it was taken")
  }
  let spec = TensorSpec("x", .float32, [.fixed(1)])
  let node = ONNXNode(name: "", operation: "NoSuchOperation", inputs: ["x"], outputs: ["y"])
  let strange = ONNXModel.encoded([node], inputs: [spec], outputs: [TensorSpec("y", .float32, nil)])
  let bytes = TensorSpec("x", .uint8, [.fixed(1)])
  let other = ONNXModel.encoded([node], inputs: [bytes], outputs: [TensorSpec("y", .float32, nil)])
  for source in [
    ModelSource.bytes(strange), .bytes(other), .bytes(Hostile.external(["location": "w.bin"])), .bytes([1, 2, 3]),
  ] {
    let sentence = try refusal(source)
    #expect(isOneSentence(sentence), "\(sentence)")
  }
}

/// Whatever bytes of a real network are changed: an answer or a sentence, never a crash.
@Test(.enabled(if: SharedModels.areThere, SharedModels.advice), arguments: UInt64(0)..<4)
func anyNetworkIsAnswered(seed: UInt64) throws {
  var random = SplitMix64(seed: seed)
  let whole = try SharedModels.bytes("squeezenet/squeezenet1.0.onnx")
  let input = Tensor(shape: [1, 3, 224, 224], [Float](repeating: 0.5, count: 3 * 224 * 224))
  for _ in 0..<10 {
    var bytes = whole
    // The graph's description, not its weights.
    for _ in 0..<4 { bytes[Int(random.next() % 8000)] = UInt8(truncatingIfNeeded: random.next()) }
    do {
      let session = try OpenCVEngine().open(.bytes(bytes), InferenceOptions())
      let feeds = Dictionary(session.inputs.map { ($0.name, input) }, uniquingKeysWith: { first, _ in first })
      _ = try session.run(feeds, wanted: session.outputs.map(\.name))
    } catch {
      #expect(!"\(error)".contains("\n") && "\(error)".count < 400, "\(error)")
    }
  }
}
