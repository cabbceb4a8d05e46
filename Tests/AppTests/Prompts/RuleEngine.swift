import Foundation
import Raster
import Session
import Synchronization
import SystemPackage
import TestSupport

@testable import Inference
@testable import tessera

/// An engine that runs no graph but a rule that can be written down, on files with the signatures of SAM 1: the
/// encoder's first channel is the mean of what it is fed over 16 x 16 pixels; the decoder's masks hold what is as
/// bright as the first click, as far as the box goes, and whatever it refines.
final class RuleEngine: InferenceEngine {
  struct State {
    var isOpen = true
    var encodings = 0
    var openings = 0
  }

  let name = "rule"
  let version = "1"
  let state = Mutex(State())

  var encodings: Int { state.withLock { $0.encodings } }
  /// Files that were compiled.
  var openings: Int { state.withLock { $0.openings } }
  /// While it is shut the encoder waits.
  func set(open isOpen: Bool) { state.withLock { $0.isOpen = isOpen } }

  func open(_ model: ModelSource, _ options: InferenceOptions) throws(InferenceError) -> any InferenceSession {
    let description: ONNXModel
    do { description = try model.description() } catch { throw .model(error) }
    state.withLock { $0.openings += 1 }
    return RuleSession(description, self)
  }

  // MARK: Files

  /// Writes an encoder and a decoder into a folder.
  /// - Parameter side: of the square that the encoder sees, a multiple of 16: embeddings have `4 · side²` bytes.
  static func files(in folder: String, name: String = "rule", side: Int = 1024) throws -> ModelChoice {
    func fixed(_ extents: Int...) -> [Inference.Dimension] { extents.map(Inference.Dimension.fixed) }
    func spec(_ name: String, _ shape: [Inference.Dimension]) -> TensorSpec { TensorSpec(name, .float32, shape) }
    let embedding = spec("image_embeddings", fixed(1, 256, side / 16, side / 16))
    let encoder = ONNXModel.encoded([], inputs: [spec("image", fixed(1, 3, side, side))], outputs: [embedding])
    let decoder = ONNXModel.encoded(
      [],
      inputs: [
        embedding, spec("point_coords", [.fixed(1), .symbolic("n"), .fixed(2)]),
        spec("point_labels", [.fixed(1), .symbolic("n")]), spec("mask_input", fixed(1, 1, side / 4, side / 4)),
        spec("has_mask_input", fixed(1)), spec("orig_im_size", fixed(2)),
      ],
      outputs: [
        TensorSpec("masks", .float32, nil), spec("iou_predictions", fixed(1, 4)),
        spec("low_res_masks", fixed(1, 4, side / 4, side / 4)),
      ])
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let choice = ModelChoice(
      encoder: FilePath(folder + "/\(name).encoder.onnx"), decoder: FilePath(folder + "/\(name).decoder.onnx"))
    try writeBytes(encoder, to: choice.encoder.string)
    try writeBytes(decoder, to: choice.decoder.string)
    return choice
  }
}

private final class RuleSession: InferenceSession {
  let inputs: [TensorSpec]
  let outputs: [TensorSpec]
  private let engine: RuleEngine

  init(_ model: ONNXModel, _ engine: RuleEngine) {
    (inputs, outputs, self.engine) = (model.inputs, model.outputs, engine)
  }

  func run(_ feeds: [String: Tensor], wanted: [String]) throws(InferenceError) -> [String: Tensor] {
    let check = FeedCheck(inputs: inputs, outputs: outputs)
    _ = try check.ordered(feeds)
    if let image = feeds["image"] { return ["image_embeddings": encode(image)] }
    return decode(feeds)
  }

  private func encode(_ image: Tensor) -> Tensor {
    while !engine.state.withLock({ $0.isOpen }) { usleep(500) }
    engine.state.withLock { $0.encodings += 1 }
    let (pixels, side) = (image.floats, image.shape[3])
    var features = [Float](repeating: 0, count: side * side)
    for y in 0..<side {
      for x in 0..<side { features[y / 16 * (side / 16) + x / 16] += pixels[y * side + x] / 256 }
    }
    return Tensor(shape: [1, 256, side / 16, side / 16], features)
  }

  private func decode(_ feeds: [String: Tensor]) -> [String: Tensor] {
    let features = feeds["image_embeddings"]?.floats ?? []
    let grid = feeds["image_embeddings"]?.shape[3] ?? 0
    let side = grid * 4
    let (points, labels) = (feeds["point_coords"]?.floats ?? [], feeds["point_labels"]?.floats ?? [])
    let refined = feeds["has_mask_input"]?.floats == [1] ? feeds["mask_input"]?.floats : nil
    func cell(_ point: Int) -> Int { Int(points[point * 2 + 1]) / 16 * grid + Int(points[point * 2]) / 16 }
    let wanted = labels.indices.filter { labels[$0] == 1 }.map { features[cell($0)] }
    let excluded = labels.indices.filter { labels[$0] == 0 }.map { features[cell($0)] }
    var logits = [Float](repeating: -5, count: 4 * side * side)
    for at in 0..<side * side {
      let value = features[at / side / 4 * grid + at % side / 4]
      let isIn = wanted.contains { abs($0 - value) < 0.1 } || (refined.map { $0[at] > 0 } ?? false)
      guard isIn, !excluded.contains(where: { abs($0 - value) < 0.1 }) else { continue }
      for candidate in 0..<4 { logits[candidate * side * side + at] = 5 }
    }
    return [
      "low_res_masks": Tensor(shape: [1, 4, side, side], logits),
      "iou_predictions": Tensor(shape: [1, 4], [0.9, 0.5, 0.75, 0.25]),
    ]
  }
}
