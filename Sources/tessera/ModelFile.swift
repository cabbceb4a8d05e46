import Inference
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
      return try names(in: path).map { ModelFile(path.appending($0)) }
    } catch {
      return [ModelFile(path: path, result: .failure(error))]
    }
  }

  private static func names(in folder: FilePath) throws(ModelFileError) -> [FilePath.Component] {
    let names: [FilePath.Component]
    do { names = try SystemFiles().list(folder) } catch { throw .file(error) }
    let models = names.filter { $0.extension?.lowercased() == "onnx" && !$0.string.hasPrefix(".") }
    guard !models.isEmpty else { throw .noModels(folder) }
    return models
  }

  private init(path: FilePath, result: Result<ONNXModel, ModelFileError>) {
    (self.path, self.result) = (path, result)
  }

  /// Reads a file; the weights beside it are looked for, but not read.
  init(_ path: FilePath) {
    self.init(path: path, result: Result { () throws(ModelFileError) in try Self.read(path) })
  }

  private static func read(_ path: FilePath) throws(ModelFileError) -> ONNXModel {
    let bytes: [UInt8]
    do { bytes = try SystemFiles().read(path) } catch { throw .file(error) }
    do throws(ONNXError) {
      let model = try ONNXReader.read(bytes)
      try model.checkExternalFiles { length(path.removingLastComponent().appending($0)) }
      return model
    } catch {
      throw .model(path, error)
    }
  }

  /// The number of bytes of a file that is there.
  private static func length(_ path: FilePath) -> Int? {
    SystemFiles().identity(of: path)?.size
  }
}

/// Why there is no model to tell about.
enum ModelFileError: Error, CustomStringConvertible {
  case file(FileError)
  case noModels(FilePath)
  case model(FilePath, ONNXError)

  /// One sentence: what is wrong, and what to do next.
  var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .noModels(let folder): "\(folder.shown): no files named *.onnx in this folder; name the model files themselves"
    case .model(let path, let error): "\(path.shown): \(printable(error.description))"
    }
  }
}
