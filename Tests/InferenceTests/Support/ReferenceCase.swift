import Foundation
import OpenCVMethods
import Raster
import TestSupport
import Testing

@testable import Inference

/// A prompt on the reference scene with what another engine answered.
struct ReferenceCase {
  static let names = ["click", "click-and-exclude", "box"]

  let prompt: Prompt
  let coordinates: [Float]
  let labels: [Float]
  let scores: [Float]
  let areas: [Int]
  let singleScore: Float
  let singleArea: Int
  /// Channel, row, column and value of the embedding.
  let embeddingProbes: [[Double]]
  let logits: Tensor

  init(_ name: String) throws {
    let file = try JSONDecoder().decode(File.self, from: Data(SharedModels.bytes("toy-sam/reference/\(name).json")))
    let points = file.points.map { Prompt.Point(x: $0[0], y: $0[1], isForeground: $0[2] == 1) }
    let box = file.box.map { Area(x: $0[0], y: $0[1], width: $0[2] - $0[0], height: $0[3] - $0[1]) }
    prompt = Prompt(points: points, box: box)
    (coordinates, labels) = (file.point_coords.flatMap { $0 }, file.point_labels)
    (scores, areas) = (file.iou_predictions, file.areas)
    (singleScore, singleArea) = (file.single_iou, file.single_area)
    embeddingProbes = file.embedding_probes_c_y_x_value
    let arrays = NPZFile(try SharedModels.bytes("toy-sam/reference/\(name).npz"))
    let low = try #require(arrays.array("low_res_masks"))
    logits = Tensor(shape: low.shape, low.values)
  }

  static func scene() throws -> Image {
    try OpenCVCodec().decode(SharedModels.bytes("toy-sam/reference/scene.png"), pixelLimit: 1_000_000)
  }

  private struct File: Decodable {
    let points: [[Double]]
    let box: [Double]?
    let point_coords: [[Float]]
    let point_labels: [Float]
    let iou_predictions: [Float]
    let areas: [Int]
    let single_iou: Float
    let single_area: Int
    let embedding_probes_c_y_x_value: [[Double]]
  }
}

/// An engine's session that checks what it is fed and answers what was recorded.
final class ReplaySession: InferenceSession {
  let inputs: [TensorSpec]
  let outputs: [TensorSpec]
  private let answers: [String: Tensor]
  /// What was fed, run by run.
  private(set) var feeds: [[String: Tensor]] = []

  init(_ model: ONNXModel, answers: [String: Tensor]) {
    (inputs, outputs, self.answers) = (model.inputs, model.outputs, answers)
  }

  func run(_ feeds: [String: Tensor], wanted: [String]) throws(InferenceError) -> [String: Tensor] {
    let check = FeedCheck(inputs: inputs, outputs: outputs)
    _ = try check.ordered(feeds)
    for name in wanted { _ = try check.output(named: name) }
    self.feeds.append(feeds)
    return answers.filter { wanted.contains($0.key) }
  }
}

extension Mask {
  var area: Int { elements.count { $0 != 0 } }
}
