import ArgumentParser
import Inference
import OpenCVMethods
import Segmentation
import Session
import SystemPackage

/// Which models of Segment Anything are used.
struct ModelOptions: ParsableArguments {
  @Option(
    name: .customLong("sam-encoder"),
    help: ArgumentHelp(
      "The encoder of Segment Anything (ONNX; default: that of config.toml).", valueName: "file"))
  var encoder: PathArgument?

  @Option(
    name: .customLong("sam-decoder"),
    help: ArgumentHelp("The decoder that was exported with it (ONNX).", valueName: "file"))
  var decoder: PathArgument?

  @Option(
    help: ArgumentHelp(
      """
      A folder that holds encoder and decoder, or the one that is not named. Of several pairs the first by name is \
      used; in `label`, `:models` offers all (default: that of config.toml, else models/ beside it).
      """, valueName: "folder"))
  var models: PathArgument?

  /// How to give models; the end of a sentence.
  static let advice =
    "give the exported encoder and decoder with --sam-encoder FILE --sam-decoder FILE, or their folder with --models FOLDER"

  func validate() throws {
    guard models == nil, (encoder == nil) != (decoder == nil) else { return }
    throw ValidationError("--sam-encoder and --sam-decoder belong together; give both, or a folder with --models")
  }

  /// The models of the command line, else of config.toml, else of the person's own folder; the others of these are
  /// offered as well. Of files only whether those of the command line are there is looked at.
  /// - Throws: one sentence for what is not there, or for a config.toml that is wrong.
  func library() throws -> ModelLibrary {
    let given = ModelPlace(encoder: encoder?.path, decoder: decoder?.path, folder: models?.path)
    let configured = try Settings.config()
    let own = ModelPlace(folder: Settings.folder?.appending("models"), isOwn: true)
    let places = [given, configured, own].filter { !$0.isEmpty }
    try reading { () throws(ModelFileError) in try given.check() }
    return ModelLibrary(places)
  }
}

extension MethodRegistry {
  /// All methods of this program, with the models of a library.
  /// - Parameter method: is about to be used.
  /// - Throws: `.noneGiven` where `method` needs models and there are none.
  static func with(_ library: ModelLibrary, for method: String) throws(ModelFileError) -> MethodRegistry {
    if method == SegmentAnything.name, library.places.isEmpty { throw .noneGiven }
    return with(library)
  }

  /// All methods of this program; `sam` only explains itself where there are no models.
  static func with(_ library: ModelLibrary?) -> MethodRegistry {
    let source = library.flatMap { $0.places.isEmpty ? nil : $0 }
    return MethodRegistry(standard.methods + [SegmentAnything(source, advice: ModelOptions.advice)])
  }
}
