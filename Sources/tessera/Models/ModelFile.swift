import Inference
import Raster
import Session
import SystemPackage

/// A model file that was looked at.
struct ModelFile {
  let path: FilePath
  /// What the file says about itself, or one sentence with the file's name.
  let result: Result<ONNXModel, ModelFileError>

  /// The models of a folder in the order of their names, or the file itself.
  static func all(_ path: FilePath) -> [ModelFile] {
    guard SystemFiles().isFolder(path) else { return [ModelFile(path)] }
    do throws(ModelFileError) {
      return try paths(in: path).map { ModelFile($0) }
    } catch {
      return [ModelFile(path: path, result: .failure(error))]
    }
  }

  /// The files named *.onnx of a folder, by their names.
  static func paths(in folder: FilePath) throws(ModelFileError) -> [FilePath] {
    let names: [FilePath.Component]
    do { names = try SystemFiles().list(folder) } catch { throw .file(error) }
    let models = names.filter { $0.extension?.lowercased() == "onnx" && !$0.string.hasPrefix(".") }
    guard !models.isEmpty else { throw .noModels(folder) }
    return models.map { folder.appending($0) }
  }

  private init(path: FilePath, result: Result<ONNXModel, ModelFileError>) {
    (self.path, self.result) = (path, result)
  }

  /// Looks at a file; weights are passed over, and those beside it looked for.
  init(_ path: FilePath) {
    self.init(path: path, result: Result { () throws(ModelFileError) in try Self.described(path) })
  }

  /// What the model is, as far as the file knows; nil where it is none.
  var kind: ModelKind? { try? ModelKind(result.get()) }

  /// Of the file and of the weights beside it.
  var byteCount: Int {
    let beside = (try? result.get())?.externalFiles.map { Self.length(Self.path(of: $0.name, beside: path)) ?? 0 } ?? []
    return (Self.length(path) ?? 0) + beside.reduce(0, +)
  }

  private static func described(_ path: FilePath) throws(ModelFileError) -> ONNXModel {
    // The sentence for what does not open is that of reading it.
    guard let file = FileBytes(path) else { return try read(path).model }
    let model = try checked(path) { () throws(ONNXError) in try ONNXReader.read(count: file.count, file.bytes) }
    if let reason = file.failure { throw .file(.other(path: path, reason: reason)) }
    return model
  }

  private static func read(_ path: FilePath) throws(ModelFileError) -> (model: ONNXModel, bytes: [UInt8]) {
    let bytes: [UInt8]
    do { bytes = try SystemFiles().read(path) } catch { throw .file(error) }
    return (try checked(path) { () throws(ONNXError) in try ONNXReader.read(bytes) }, bytes)
  }

  private static func checked(
    _ path: FilePath, _ read: () throws(ONNXError) -> ONNXModel
  ) throws(ModelFileError) -> ONNXModel {
    do throws(ONNXError) {
      let model = try read()
      try model.checkExternalFiles { length(Self.path(of: $0, beside: path)) }
      return model
    } catch {
      throw .model(path, error)
    }
  }

  private static func path(of name: String, beside path: FilePath) -> FilePath {
    path.removingLastComponent().appending(name)
  }

  /// A file of Segment Anything for an engine. The digest covers the file, and of weights beside it names and sizes.
  static func prompting(_ path: FilePath) throws(ModelFileError) -> (kind: ModelKind, file: PromptModels.File) {
    let (model, bytes) = try read(path)
    let kind: ModelKind
    do { kind = try ModelKind(model) } catch { throw .kind(path, error) }
    let beside = model.externalFiles.map { file in
      "\(file.name) \(length(Self.path(of: file.name, beside: path)) ?? 0)\n"
    }
    let digest = Digest(of: beside.isEmpty ? bytes : Array("\(Digest(of: bytes))\n\(beside.joined())".utf8))
    return (kind, .init(name: path.shown, source: source(kind, model, bytes, path), digest: digest))
  }

  /// Decoders are small: held, they can be opened without what nobody asks them for.
  private static func source(_ kind: ModelKind, _ model: ONNXModel, _ bytes: [UInt8], _ path: FilePath) -> ModelSource {
    if case .decoder = kind, model.externalFiles.isEmpty { return .bytes(bytes) }
    return .described(model, path: path.string)
  }

  /// The number of bytes of a file that is there.
  private static func length(_ path: FilePath) -> Int? {
    SystemFiles().identity(of: path)?.size
  }
}

/// Why there is no model to tell about, or no pair of models to run.
enum ModelFileError: Error, CustomStringConvertible {
  case file(FileError)
  case noModels(FilePath)
  case model(FilePath, ONNXError)
  case kind(FilePath, ModelKindError)
  case otherKind(FilePath, found: String, wanted: String)
  case noPair(FilePath)
  case notAPair(encoder: FilePath, decoder: FilePath, ModelKindError)
  case models(PromptModelsError)
  case noEngine
  case noneGiven
  case unknownName(String, nearest: String?)
  /// A sentence.
  case unusable(String)

  /// One sentence: what is wrong, and what to do next.
  var description: String {
    switch self {
    case .file(let error): error.whenReading
    case .noModels(let folder): "\(folder.shown): no files named *.onnx in this folder; name the model files themselves"
    case .model(let path, let error): "\(path.shown): \(printable(error.description))"
    case .kind(let path, let error): "\(path.shown): \(printable(error.description))"
    case .otherKind(let path, let found, let wanted):
      "\(path.shown): a \(printable(found)), no \(wanted); `tessera models` tells which file is which"
    case .noPair(let folder):
      "\(folder.shown): no encoder and decoder that belong together; `tessera models` tells what the files are"
    case .notAPair(let encoder, let decoder, let error):
      "\(encoder.shown) and \(decoder.shown): \(printable(error.description))"
    case .models(let error): printable(error.description)
    case .unknownName(let name, let nearest):
      "no model '\(printable(name))'" + (nearest.map { "; did you mean '\($0)'?" } ?? "; `models` lists what there is")
    case .unusable(let sentence): sentence
    case .noneGiven: "method sam needs models; \(ModelOptions.advice)"
    case .noEngine:
      "no inference engine was found; `pip install openvino` gets one, `tessera doctor` says where it is looked for"
    }
  }
}
