import Raster

/// The two files of a pair on their way into an engine. Whoever runs them opens sessions of its own.
public struct PromptModels: Sendable {
  /// A model file that was looked at.
  public struct File: Sendable {
    /// How sentences call the file, fit for a terminal.
    public let name: String
    /// The bytes, or where they are.
    public let source: ModelSource
    /// Of all its bytes.
    public let digest: Digest

    /// A file under the name that sentences call it by.
    public init(name: String, source: ModelSource, digest: Digest) {
      (self.name, self.source, self.digest) = (name, source, digest)
    }
  }

  /// What the two are.
  public let pair: ModelPair
  /// What runs them.
  public let engine: any InferenceEngine
  /// Tells the pair from all others: the first 16 digits of a SHA-256 of both files.
  public let fingerprint: String
  let encoder: File
  let decoder: File

  /// - Parameters: `encoder` and `decoder` are the files that `pair` was told from.
  public init(_ pair: ModelPair, encoder: File, decoder: File, engine: any InferenceEngine) {
    (self.pair, self.encoder, self.decoder, self.engine) = (pair, encoder, decoder, engine)
    fingerprint = String(Digest(of: "\(encoder.digest) \(decoder.digest)".utf8).description.prefix(16))
  }

  /// Reads and compiles the encoder; takes up to 5 s for large ones.
  public func openEncoder() throws(PromptModelsError) -> ImageEncoder {
    ImageEncoder(try open(encoder, pair.encoder.outputNames), pair)
  }

  /// Reads and compiles the decoder.
  public func openDecoder() throws(PromptModelsError) -> PromptDecoder {
    PromptDecoder(try open(decoder, pair.decoder.outputNames), pair.decoder)
  }

  /// In 32 bits: in 16 the engine would round the sizes that a decoder computes.
  private func open(_ file: File, _ outputs: [String]) throws(PromptModelsError) -> any InferenceSession {
    do { return try engine.open(file.source, InferenceOptions(outputs: outputs)) } catch {
      throw PromptModelsError(file: file.name, reason: error)
    }
  }
}

/// Why a file of a pair did not open.
public struct PromptModelsError: Error, Equatable, Sendable, CustomStringConvertible {
  /// As sentences call it.
  public let file: String
  /// What was wrong.
  public let reason: InferenceError

  /// One sentence with the file's name.
  public var description: String { "\(file): \(reason)" }
}
