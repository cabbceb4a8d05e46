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

  /// All methods of this program, with the pair that `open` gives.
  /// - Parameter method: is about to be used.
  /// - Throws: as `open`, but a missing engine matters only to `sam`; `.noneGiven` where `method` needs models.
  func registry(for method: String) throws(ModelFileError) -> MethodRegistry {
    let isNeeded = method == SegmentAnything.name
    let models: PromptModels?
    do { models = try open() } catch .noEngine where !isNeeded { models = nil }
    if models == nil, isNeeded { throw .noneGiven }
    return .with(models)
  }

  /// The pair that is asked for, with the installed engine; nil where no models are given.
  ///
  /// The files are read and checked, but not yet compiled: that is left to whoever runs them, on its own thread.
  /// Cost: reading the files, and up to 100 ms for the first look for an engine.
  /// - Throws: one sentence for files that are none, no pair, or several pairs, and where there is no engine.
  func open() throws(ModelFileError) -> PromptModels? {
    guard let choice = try choice() else { return nil }
    let (pair, encoder, decoder) = try choice.checked()
    guard let engine = InstalledEngine.report.engine else { throw .noEngine }
    return PromptModels(pair, encoder: encoder, decoder: decoder, engine: engine)
  }

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

  /// The same for answering clicks: where no models are given, the first pair in the person's own folder.
  func choiceForClicks() throws(ModelFileError) -> ModelChoice? {
    if let choice = try choice() { return choice }
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
