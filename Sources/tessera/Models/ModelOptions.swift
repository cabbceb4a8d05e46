import ArgumentParser
import Inference
import OpenCVMethods
import Segmentation
import Session
import SystemPackage

/// Which models of Segment Anything are used.
struct ModelOptions: ParsableArguments {
  @Option(
    name: .customLong("sam-encoder"), help: ArgumentHelp("The encoder of Segment Anything (ONNX).", valueName: "file"))
  var encoder: PathArgument?

  @Option(
    name: .customLong("sam-decoder"),
    help: ArgumentHelp("The decoder that was exported with it (ONNX).", valueName: "file"))
  var decoder: PathArgument?

  @Option(
    help: ArgumentHelp("A folder that holds encoder and decoder, or the one that is not named.", valueName: "folder"))
  var models: PathArgument?

  /// How to give models; the end of a sentence.
  static let advice =
    "give the exported encoder and decoder with --sam-encoder FILE --sam-decoder FILE, or their folder with --models FOLDER"

  func validate() throws {
    guard models == nil, (encoder == nil) != (decoder == nil) else { return }
    throw ValidationError("--sam-encoder and --sam-decoder belong together; give both, or a folder with --models")
  }

  /// All methods of this program, with the models of `choice`.
  /// - Parameters:
  ///   - method: is about to be used.
  ///   - choice: what `choice()` gave.
  /// - Throws: as `ModelChoice.open`, but a missing engine matters only to `sam`; `.noneGiven` where `method` needs
  ///   models.
  static func registry(for method: String, _ choice: ModelChoice?) throws(ModelFileError) -> MethodRegistry {
    let isNeeded = method == SegmentAnything.name
    let models: PromptModels?
    do { models = try choice?.open() } catch .noEngine where !isNeeded { models = nil }
    if models == nil, isNeeded { throw .noneGiven }
    return .with(models)
  }

  /// The pair that is asked for, see `ModelChoice.open`; nil where no models are given.
  /// - Throws: as `choice` and `ModelChoice.open`.
  func open() throws(ModelFileError) -> PromptModels? { try choice()?.open() }

  /// The pair that is asked for; nil where no models are given. Named files are not looked at.
  /// - Throws: for a folder without a pair, or with several.
  func choice() throws(ModelFileError) -> ModelChoice? {
    if let encoder, let decoder { return ModelChoice(encoder: encoder.path, decoder: decoder.path) }
    guard let folder = models?.path else { return nil }
    _ = try ModelFile.paths(in: folder)
    let pairs = ModelChoice.pairs(in: folder, encoder: encoder?.path, decoder: decoder?.path)
    guard let first = pairs.first else { throw .noPair(folder) }
    guard pairs.count == 1 else { throw .severalPairs(folder, count: pairs.count) }
    return first
  }

  /// The first pair in the person's own folder: what answers clicks where no models are given.
  static var ownChoice: ModelChoice? {
    guard let own = Settings.folder?.appending("models"), SystemFiles().isFolder(own) else { return nil }
    return ModelChoice.pairs(in: own).first
  }
}

extension MethodRegistry {
  /// All methods of this program; `sam` only explains itself where there are no models.
  static func with(_ models: PromptModels?) -> MethodRegistry {
    let sam = SegmentAnything(
      models.map { SharedPredictor($0) }, fingerprint: models?.fingerprint ?? "none", advice: ModelOptions.advice)
    return MethodRegistry(standard.methods + [sam])
  }
}
