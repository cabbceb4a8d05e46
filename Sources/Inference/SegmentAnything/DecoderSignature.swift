/// A decoder of Segment Anything, as its inputs and outputs tell.
public struct DecoderSignature: Equatable, Sendable {
  /// Decides names and rules.
  public let family: PromptFamily
  /// The tensor that the encoder's first output is fed to.
  public let embedding: TensorSpec
  /// What else of the encoder it takes, in the order of the inputs.
  public let extraEmbeddings: [TensorSpec]
  /// Masks per prompt; nil where only a run tells.
  public let maskCount: Int?
  /// Extent of the mask that may be fed back; nil where the model takes none.
  public let maskInput: TensorSpec?
  /// Several prompts can be asked in one run.
  public let takesBatches: Bool

  /// Names of the tensors that prompts go to and answers come from.
  let names: Names

  struct Names: Equatable, Sendable {
    let points: String
    let labels: String
    /// Low-resolution logits.
    let masks: String
    let scores: String
    /// Height and width; nil where the model is not asked.
    let size: TensorSpec?
  }

  /// All that is asked of it.
  var outputNames: [String] { [names.masks, names.scores] }

  /// nil where the model takes no points, so is no decoder.
  init?(_ model: ONNXModel) throws(ModelKindError) {
    let tensors = SignatureTensors(model)
    guard let family = try Self.family(tensors) else { return nil }
    try tensors.require(Self.required(family), family)
    (self.family, names) = (family, Self.names(family, tensors))
    embedding = try tensors.floatInput(family == .sam2 ? "image_embed" : "image_embeddings", rank: 4, family)
    extraEmbeddings = tensors.inputs.filter { Self.extraNames.contains($0.name) }
    maskInput = tensors.input("mask_input")
    try Self.check(tensors, family, names)
    let scores = tensors.output(names.scores)
    maskCount = tensors.output(names.masks)?.extent(family == .efficientSAM ? 2 : 1) ?? scores?.shape?.last?.value
    takesBatches = family == .sam2 && tensors.input(names.points)?.extent(0) == nil
  }

  private static let extraNames = ["interm_embeddings", "high_res_feats_0", "high_res_feats_1"]

  private static func family(_ tensors: SignatureTensors) throws(ModelKindError) -> PromptFamily? {
    if tensors.has("batched_point_coords") {
      if tensors.has("batched_images") { throw .oneFile(.efficientSAM) }
      return .efficientSAM
    }
    if tensors.hasAny(["language_mask", "language_features", "input_ids"]) { throw .textPrompts }
    if tensors.has("point_coords"), tensors.has("input_image") || tensors.has("image") { throw .oneFile(.sam1) }
    if tensors.has("high_res_feats_0") { return .sam2 }
    guard tensors.has("point_coords") || tensors.has("point_labels") else { return nil }
    if tensors.has("interm_embeddings") { return .samHQ }
    return tensors.gives("scores") && !tensors.has("mask_input") ? .edgeSAM : .sam1
  }

  private static func required(_ family: PromptFamily) -> (inputs: [String], outputs: [String]) {
    let points = ["point_coords", "point_labels"]
    let mask = ["mask_input", "has_mask_input"]
    let sizeless = ["masks", "iou_predictions"]
    switch family {
    case .sam1: return (["image_embeddings"] + points + mask + ["orig_im_size"], ["iou_predictions", "low_res_masks"])
    case .samHQ:
      let inputs = ["image_embeddings", "interm_embeddings"] + points + mask + ["orig_im_size"]
      return (inputs, ["iou_predictions", "low_res_masks"])
    case .edgeSAM: return (["image_embeddings"] + points, ["scores", "masks"])
    case .efficientSAM:
      let inputs = ["image_embeddings", "batched_point_coords", "batched_point_labels", "orig_im_size"]
      return (inputs, ["output_masks", "iou_predictions"])
    case .sam2: return (["image_embed", "high_res_feats_0", "high_res_feats_1"] + points + mask, sizeless)
    }
  }

  private static func names(_ family: PromptFamily, _ tensors: SignatureTensors) -> Names {
    let size = tensors.input("orig_im_size")
    func names(_ masks: String, _ scores: String) -> Names {
      Names(points: "point_coords", labels: "point_labels", masks: masks, scores: scores, size: size)
    }
    switch family {
    case .sam1, .samHQ: return names("low_res_masks", "iou_predictions")
    case .edgeSAM: return names("masks", "scores")
    case .sam2: return names("masks", "iou_predictions")
    case .efficientSAM:
      return Names(
        points: "batched_point_coords", labels: "batched_point_labels", masks: "output_masks",
        scores: "iou_predictions", size: size)
    }
  }

  private static func check(_ tensors: SignatureTensors, _ family: PromptFamily, _ names: Names) throws(ModelKindError)
  {
    let rank = family == .efficientSAM ? 4 : 3
    _ = try tensors.floatInput(names.points, rank: rank, family)
    _ = try tensors.floatInput(names.labels, rank: rank - 1, family)
    if tensors.has("mask_input") {
      let mask = try tensors.floatInput("mask_input", rank: 4, family)
      let isSmall = [2, 3].allSatisfy { (1...4096).contains(mask.extent($0) ?? 256) }
      if !isSmall { throw .wrongTensor(family, mask, expected: "of at most 4096 x 4096") }
    }
    let sizeType: ElementType = family == .efficientSAM ? .int64 : .float32
    if let size = names.size, size.elementType != sizeType || size.extent(0) ?? 2 != 2 {
      throw .wrongTensor(family, size, expected: "\(sizeType.shortName) [2]")
    }
  }

  /// Such as `SAM decoder, 4 masks per prompt`.
  public var summary: String {
    let masks = maskCount.map { $0 == 1 ? "1 mask per prompt" : "\($0) masks per prompt" } ?? "masks by the run"
    return "\(family.title) decoder, \(masks)"
  }
}

/// The inputs and outputs of a model by name.
struct SignatureTensors {
  let inputs: [TensorSpec]
  let outputs: [TensorSpec]

  init(_ model: ONNXModel) { (inputs, outputs) = (model.inputs, model.outputs) }

  func input(_ name: String) -> TensorSpec? { inputs.first { $0.name == name } }
  func output(_ name: String) -> TensorSpec? { outputs.first { $0.name == name } }
  func has(_ name: String) -> Bool { input(name) != nil }
  func hasAny(_ names: [String]) -> Bool { names.contains(where: has) }
  func gives(_ name: String) -> Bool { output(name) != nil }

  func require(_ names: (inputs: [String], outputs: [String]), _ family: PromptFamily) throws(ModelKindError) {
    let missing = names.inputs.filter { !has($0) } + names.outputs.filter { !gives($0) }
    guard missing.isEmpty else { throw .incomplete(family, missing: missing) }
  }

  /// An input of `f32` that has `rank` dimensions, as far as the file tells.
  func floatInput(_ name: String, rank: Int, _ family: PromptFamily) throws(ModelKindError) -> TensorSpec {
    guard let spec = input(name) else { throw .incomplete(family, missing: [name]) }
    guard spec.elementType == .float32, spec.rank ?? rank == rank else {
      throw .wrongTensor(family, spec, expected: "f32 of \(rank) dimensions")
    }
    return spec
  }
}
