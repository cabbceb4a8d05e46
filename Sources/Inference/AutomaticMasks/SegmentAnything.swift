import Raster
import Segmentation

/// Everything that a model of Segment Anything finds in the image: small masks lie above large ones.
///
/// - Input: any image.
/// - Parameters: those of SamAutomaticMaskGenerator by its names, with a quarter of its clicks; `min_area` is its
///   `min_mask_region_area`, and `model` pins the files that the segments were made with.
/// - Output: 1 where there is no mask, then the masks from the largest on; no edge, not yet 4-connected.
/// - Throws: `.cancelled`, between two runs of a model; `.engine` for models that do not run, and where there are none.
/// - Complexity: one run of the encoder and points_per_side² of the decoder, 40 to 100 ms each on two cores, and
///   4 ns per pixel for each mask that the model is sure of.
/// - Source: A. Kirillov et al., "Segment Anything", ICCV 2023.
public struct SegmentAnything: SegmentationMethod {
  /// As written on the command line.
  public static let name = "sam"

  /// What stands for the fingerprint of models that were not read yet.
  private static let unread = "current"

  private let source: (any PredictorSource)?
  private let advice: String

  /// The method with a model, or one that only explains itself.
  /// - Parameters:
  ///   - fingerprint: tells this model from others, in letters and digits.
  ///   - advice: how to give models; the end of a sentence.
  public init(_ predictor: (any MaskPredictor)?, fingerprint: String, advice: String) {
    self.init(predictor.map { ReadPredictor(read: $0, fingerprint: fingerprint) }, advice: advice)
  }

  /// The method with models that are read when segments are first made, or one that only explains itself.
  /// - Parameter advice: how to give models; the end of a sentence.
  public init(_ source: (any PredictorSource)?, advice: String) { (self.source, self.advice) = (source, advice) }

  private var fingerprint: String { source == nil ? "none" : source?.fingerprint ?? Self.unread }

  /// What people read about the method.
  public var description: MethodDescription {
    MethodDescription(
      name: Self.name, summary: "everything that a model of Segment Anything finds; needs an encoder and a decoder",
      parameters: Self.parameters + [model([fingerprint])])
  }

  /// Journals may name another model: that is found out when segments are made, and said in words.
  public func parameters(given settings: [MethodSpec.Setting]) -> [Parameter] {
    let given = settings.last { $0.name == "model" }.map(\.value).flatMap { isFingerprint($0) ? $0 : nil }
    return Self.parameters + [model([fingerprint] + (given.map { [$0] } ?? []))]
  }

  /// Whoever wrote down what stands for the models means those that there are by now.
  public func settled(_ settings: [MethodSpec.Setting]) -> [MethodSpec.Setting] {
    settings.map { $0.name == "model" && $0.value == Self.unread ? .init("model", fingerprint) : $0 }
  }

  /// Reads the models.
  public func prepare() throws(SegmentationError) { _ = try opened() }

  /// The labels, and the runs of a few hundred masks.
  public func bytesPerPixel(_ parameters: Parameters, threads: Int) -> Int { 16 }

  /// Labels every pixel, from 1.
  public func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap
  {
    let predictor = try checkedPredictor(parameters)
    let masks: [AutomaticMask]
    var preview = MaskPreview(image.size)
    do throws(AutomaticMasksError) {
      masks = try AutomaticMasks(predictor, AutomaticMaskSettings(parameters)).masks(
        of: image, progress: run.progress, isCancelled: run.isCancelled
      ) { soFar in
        run.offer { preview.labels(of: soFar()) }
      }
    } catch {
      switch error {
      case .cancelled: throw .cancelled
      case .model(let error): throw failure("\(error)")
      }
    }
    return masks.labels(image.size)
  }

  private func checkedPredictor(_ parameters: Parameters) throws(SegmentationError) -> any MaskPredictor {
    let (predictor, fingerprint) = try opened()
    let wanted = parameters.choice("model")
    guard wanted == fingerprint || wanted == Self.unread else {
      throw failure("the segments were made by the models \(wanted), and these are \(fingerprint); give those again")
    }
    return predictor
  }

  private func opened() throws(SegmentationError) -> (any MaskPredictor, String) {
    guard let source else { throw failure("needs models; \(advice)") }
    do { return try source.predictor() } catch { throw failure(error.description) }
  }

  private func failure(_ message: String) -> SegmentationError { .engine(method: Self.name, message: message) }

  private func isFingerprint(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) }
  }
}

extension SegmentAnything {
  private func model(_ names: [String]) -> Parameter {
    Parameter(
      "model", .choice(names), default: .choice(fingerprint), help: "the files that the segments were made with")
  }

  private static let parameters = [
    Parameter(
      "points_per_side", .integer(1...128), default: .integer(16), help: "clicks along each side of the image"),
    Parameter(
      "pred_iou_thresh", .real(0...1), default: .real(0.88),
      help: "masks that the model itself thinks worse of are dropped"),
    Parameter(
      "stability_score_thresh", .real(0...1), default: .real(0.95),
      help: "masks whose area depends more on where their border is drawn are dropped"),
    Parameter(
      "stability_score_offset", .real(0...10), default: .real(1),
      help: "how far the border is moved to see that, in logits"),
    Parameter(
      "box_nms_thresh", .real(0...1), default: .real(0.7),
      help: "of two masks whose boxes overlap by more the worse is dropped"),
    Parameter(
      "crop_n_layers", .integer(0...3), default: .integer(0),
      help: "how many times the image is divided into crops, which are looked at as well"),
    Parameter(
      "crop_nms_thresh", .real(0...1), default: .real(0.7), help: "as box_nms_thresh, between crops"),
    Parameter(
      "crop_overlap_ratio", .real(0...0.9), default: .real(512.0 / 1500),
      help: "how much crops overlap, in parts of the shorter side"),
    Parameter(
      "crop_n_points_downscale_factor", .integer(1...8), default: .integer(1),
      help: "each layer of crops has that many times fewer clicks"),
    Parameter(
      "min_area", .integer(0...1_000_000_000), default: .integer(0),
      help: "pixels; smaller holes are filled, smaller islands dropped", dimension: .area),
  ]
}

extension AutomaticMaskSettings {
  fileprivate init(_ parameters: Parameters) {
    pointsPerSide = parameters.integer("points_per_side")
    predictedIoUThreshold = parameters.real("pred_iou_thresh")
    stabilityThreshold = parameters.real("stability_score_thresh")
    stabilityOffset = Float(parameters.real("stability_score_offset"))
    boxNMSThreshold = parameters.real("box_nms_thresh")
    cropLayers = parameters.integer("crop_n_layers")
    cropNMSThreshold = parameters.real("crop_nms_thresh")
    cropOverlapRatio = parameters.real("crop_overlap_ratio")
    cropPointsDownscale = parameters.integer("crop_n_points_downscale_factor")
    minArea = parameters.integer("min_area")
  }
}
