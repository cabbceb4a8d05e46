import COpenVINO

/// Intel's OpenVINO on the processor, through its C library, which is loaded at run time.
public struct OpenVINOEngine: InferenceEngine {
  /// The library stays loaded for good, and may be called from any thread.
  private struct Library: @unchecked Sendable { let handle: OpaquePointer }
  private let library: Library

  /// `OpenVINO`.
  public var name: String { "OpenVINO" }
  /// Such as `2026.4.1-...`.
  public var version: String { String(cString: cov_library_version(library.handle)) }

  /// Loads the library file `path`; a name without slash is looked up by the loader.
  /// - Throws: a reason in the loader's words.
  public init(library path: String) throws(EngineLoadError) {
    var error = cov_error()
    guard let handle = cov_library_open(path, &error) else { throw EngineLoadError(reason: error.text) }
    library = Library(handle: handle)
  }

  /// - Throws: if the file is no ONNX model or the engine refuses it.
  public func open(_ whole: ModelSource, _ options: InferenceOptions) throws(InferenceError) -> any InferenceSession {
    let (model, description): (ModelSource, ONNXModel)
    do throws(ONNXError) {
      model = try whole.keeping(options.outputs)
      description = try model.description()
    } catch {
      throw .model(error)
    }
    var error = cov_error()
    guard let session = compiled(model, options, &error) else { throw .refused(engine: name, reason: error.text) }
    return OpenVINOSession(session, description)
  }

  private func compiled(_ model: ModelSource, _ options: InferenceOptions, _ error: inout cov_error) -> OpaquePointer? {
    options.precision.rawValue.withCString { precision in
      let options = cov_options(precision: precision, threads: Int32(clamping: options.threads))
      switch model {
      case .file(_, let path), .described(_, let path):
        return cov_session_open_file(library.handle, path, options, &error)
      case .bytes(let bytes): return cov_session_open_bytes(library.handle, bytes, bytes.count, options, &error)
      }
    }
  }
}

/// Why a library is no engine, in the loader's words.
public struct EngineLoadError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Part of a sentence.
  public let reason: String

  /// The reason.
  public var description: String { reason }
}

extension cov_error {
  /// Its words; bytes that are no UTF-8 are replaced.
  var text: String { words(of: message) }
}

/// The zero-terminated text in an array of C.
func words<Characters>(of characters: Characters) -> String {
  withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
