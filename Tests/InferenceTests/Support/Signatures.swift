@testable import Inference

/// Inputs and outputs as the exporters of the families write them.
enum Signatures {
  static func fixed(_ extents: Int...) -> [Dimension] { extents.map(Dimension.fixed) }
  static func masks(_ name: String, _ extents: Int...) -> TensorSpec {
    TensorSpec(name, .float32, extents.map(Dimension.fixed))
  }

  static func model(_ inputs: [TensorSpec], _ outputs: [TensorSpec]) -> ONNXModel {
    var model = ONNXModel()
    (model.inputs, model.outputs) = (inputs, outputs)
    return model
  }

  static let sam1 = [
    masks("image_embeddings", 1, 256, 64, 64),
    TensorSpec("point_coords", .float32, [.fixed(1), .symbolic("num_points"), .fixed(2)]),
    TensorSpec("point_labels", .float32, [.fixed(1), .symbolic("num_points")]),
    masks("mask_input", 1, 1, 256, 256), masks("has_mask_input", 1), masks("orig_im_size", 2),
  ]
  static let sam1Outputs = [
    TensorSpec("masks", .float32, nil), masks("iou_predictions", 1, 4), masks("low_res_masks", 1, 4, 256, 256),
  ]

  static let efficientSAM = [
    masks("image_embeddings", 1, 256, 64, 64),
    TensorSpec("batched_point_coords", .float32, [.fixed(1), .fixed(1), .symbolic("n"), .fixed(2)]),
    TensorSpec("batched_point_labels", .float32, [.fixed(1), .fixed(1), .symbolic("n")]),
    TensorSpec("orig_im_size", .int64, fixed(2)),
  ]
  static let efficientSAMOutputs = [
    TensorSpec("output_masks", .float32, [.fixed(1), .fixed(1), .fixed(3), .unknown, .unknown]),
    masks("iou_predictions", 1, 1, 3), TensorSpec("1842", .float32, nil),
  ]
}
