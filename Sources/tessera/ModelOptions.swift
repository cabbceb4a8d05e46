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
  /// - Throws: as `open`; `.noneGiven` where `method` needs models.
  func registry(for method: MethodOptions) throws(ModelFileError) -> MethodRegistry {
    let models = try open()
    if models == nil, method.method == SegmentAnything.name { throw .noneGiven }
    return .with(models)
  }

  /// The pair that is asked for, with the installed engine; nil where no models are given.
  ///
  /// The files are read and checked, but not yet compiled: that is left to whoever runs them, on its own thread.
  /// Cost: reading the files, and up to 100 ms for the first look for an engine.
  /// - Throws: one sentence for files that are none, no pair, or several pairs, and where there is no engine.
  func open() throws(ModelFileError) -> PromptModels? {
    guard encoder != nil || decoder != nil || models != nil else { return nil }
    let pair = try ModelSearch(encoder: encoder?.path, decoder: decoder?.path, folder: models?.path).pair()
    guard let engine = InstalledEngine.report.engine else { throw .noEngine }
    return PromptModels(pair.models, encoder: pair.encoder, decoder: pair.decoder, engine: engine)
  }
}

/// Finds the pair among the files that are named and those of a folder.
private struct ModelSearch {
  typealias Pair = (models: ModelPair, encoder: PromptModels.File, decoder: PromptModels.File)

  let encoder: FilePath?
  let decoder: FilePath?
  let folder: FilePath?

  func pair() throws(ModelFileError) -> Pair {
    let inFolder = try candidates()
    let encoders = try encoder.map { path throws(ModelFileError) in [try namedEncoder(path)] } ?? inFolder.encoders
    let decoders = try decoder.map { path throws(ModelFileError) in [try namedDecoder(path)] } ?? inFolder.decoders
    if let encoder, let decoder { return try named(encoder, encoders[0], decoder, decoders[0]) }
    let pairs = encoders.flatMap { encoder in
      decoders.compactMap { decoder in
        (try? ModelPair(encoder.signature, decoder.signature)).map { ($0, encoder.file, decoder.file) }
      }
    }
    let place = folder ?? FilePath(".")
    guard let first = pairs.first else { throw .noPair(place) }
    guard pairs.count == 1 else { throw .severalPairs(place, count: pairs.count) }
    return first
  }

  private typealias Encoder = (signature: EncoderSignature, file: PromptModels.File)
  private typealias Decoder = (signature: DecoderSignature, file: PromptModels.File)

  /// Files of the folder that are neither do not matter.
  private func candidates() throws(ModelFileError) -> (encoders: [Encoder], decoders: [Decoder]) {
    guard let folder, encoder == nil || decoder == nil else { return ([], []) }
    var (encoders, decoders): ([Encoder], [Decoder]) = ([], [])
    for path in try ModelFile.paths(in: folder) {
      guard let (kind, file) = try? ModelFile.prompting(path) else { continue }
      switch kind {
      case .encoder(let signature): encoders.append((signature, file))
      case .decoder(let signature): decoders.append((signature, file))
      }
    }
    return (encoders, decoders)
  }

  private func namedEncoder(_ path: FilePath) throws(ModelFileError) -> Encoder {
    let (kind, file) = try ModelFile.prompting(path)
    guard case .encoder(let signature) = kind else {
      throw .otherKind(path, found: kind.summary, wanted: "encoder")
    }
    return (signature, file)
  }

  private func namedDecoder(_ path: FilePath) throws(ModelFileError) -> Decoder {
    let (kind, file) = try ModelFile.prompting(path)
    guard case .decoder(let signature) = kind else {
      throw .otherKind(path, found: kind.summary, wanted: "decoder")
    }
    return (signature, file)
  }

  private func named(
    _ encoderPath: FilePath, _ encoder: Encoder, _ decoderPath: FilePath, _ decoder: Decoder
  ) throws(ModelFileError) -> Pair {
    do { return (try ModelPair(encoder.signature, decoder.signature), encoder.file, decoder.file) } catch {
      throw .notAPair(encoder: encoderPath, decoder: decoderPath, error)
    }
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
