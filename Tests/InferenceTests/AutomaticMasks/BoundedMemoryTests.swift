import Foundation
import Glibc
import Raster
import Testing

@testable import Inference

/// An engine without a library: its encoder fills 4 MiB, its decoder answers half planes.
private struct DoubleEngine: InferenceEngine {
  let name = "double"
  let version = "1"

  func open(_ model: ModelSource, _ options: InferenceOptions) throws(InferenceError) -> any InferenceSession {
    do { return DoubleSession(try model.description()) } catch { throw .model(error) }
  }
}

private final class DoubleSession: InferenceSession {
  let inputs: [TensorSpec]
  let outputs: [TensorSpec]

  init(_ model: ONNXModel) { (inputs, outputs) = (model.inputs, model.outputs) }

  func run(_ feeds: [String: Tensor], wanted: [String]) throws(InferenceError) -> [String: Tensor] {
    _ = try FeedCheck(inputs: inputs, outputs: outputs).ordered(feeds)
    let answers = [
      "image_embeddings": Tensor(shape: [1, 256, 64, 64], [Float](repeating: 1, count: 1 << 20)),
      "iou_predictions": Tensor(shape: [1, 4], [1, 1, 0.95, 0.9]),
      "low_res_masks": Tensor(shape: [1, 4, 256, 256], (0..<4 << 16).map { $0 % 256 < 128 ? 9 : -9 }),
    ]
    return answers.filter { wanted.contains($0.key) }
  }
}

/// Other tests run beside, so that only what grows with every image is told from them: what is kept of one image (an
/// embedding of 4 MiB at least) would amount to 400 MB between the two looks.
private func expectLevelMemory(_ models: PromptModels) throws {
  let predictor = SharedPredictor(models)
  var settings = AutomaticMaskSettings()
  settings.pointsPerSide = 1
  var random = SplitMix64(seed: 1)
  var resident: [Int] = []
  for index in 0..<200 {
    let size = (Int.random(in: 20...200, using: &random), Int.random(in: 20...200, using: &random))
    _ = try AutomaticMasks(predictor, settings).masks(of: blankImage(size.0, size.1))
    if index == 99 || index == 199 { resident.append(try residentBytes()) }
  }
  #expect(resident[1] - resident[0] < 200_000_000, "\(resident)")
}

private func residentBytes() throws -> Int {
  let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
  return try #require(Int(pages[1])) * sysconf(Int32(_SC_PAGESIZE))
}

@Suite(.serialized, .enabled(if: SharedModels.areThere, SharedModels.advice)) struct BoundedMemoryTests {
  @Test func twoHundredImagesThroughADouble() throws {
    try expectLevelMemory(SharedModels.pair("toy_sam.encoder.onnx", "toy_sam.decoder.onnx", DoubleEngine()))
  }

  @Test(.enabled(if: LocalEngine.isThere, LocalEngine.advice)) func twoHundredImagesThroughTheEngine() throws {
    try expectLevelMemory(LocalEngine.models("toy_sam.encoder.onnx", "toy_sam.decoder.onnx"))
  }
}
