import Raster
import Synchronization

/// A pair of models that several threads ask; each run waits for the one before.
///
/// The files are compiled when they are first needed, and stay open.
public final class SharedPredictor: MaskPredictor {
  private let models: PromptModels
  private let encoder = Mutex<ImageEncoder?>(nil)
  private let decoder = Mutex<PromptDecoder?>(nil)

  /// Opens nothing yet.
  public init(_ models: PromptModels) { self.models = models }

  /// Reads and compiles both files now.
  public func open() throws(PromptModelsError) {
    try encoder.withLock { slot throws(PromptModelsError) in _ = try Self.opened(&slot, models) }
    try decoder.withLock { slot throws(PromptModelsError) in _ = try Self.opened(&slot, models) }
  }

  /// Prepares an image; the first call reads and compiles the encoder as well.
  public func embed(_ image: Image) throws(PromptModelsError) -> ImageEmbedding {
    try encoder.withLock { slot throws(PromptModelsError) in
      let encoder = try Self.opened(&slot, models)
      do throws(InferenceError) { return try encoder.embed(image) } catch {
        throw PromptModelsError(file: models.encoder.name, reason: error)
      }
    }
  }

  /// Answers a prompt; the first call reads and compiles the decoder as well.
  public func answer(_ prompt: Prompt, on embedding: ImageEmbedding) throws(PromptModelsError) -> PromptAnswer {
    try decoder.withLock { slot throws(PromptModelsError) in
      let decoder = try Self.opened(&slot, models)
      do throws(InferenceError) { return try decoder.answer(prompt, on: embedding) } catch {
        throw PromptModelsError(file: models.decoder.name, reason: error)
      }
    }
  }

  private static func opened<Model: PromptModel>(
    _ slot: inout Model?, _ models: PromptModels
  ) throws(PromptModelsError) -> Model {
    if let model = slot { return model }
    let model = try Model.open(models)
    slot = model
    return model
  }
}

/// One of the two files of a pair, compiled.
private protocol PromptModel {
  static func open(_ models: PromptModels) throws(PromptModelsError) -> Self
}

extension ImageEncoder: PromptModel {
  fileprivate static func open(_ models: PromptModels) throws(PromptModelsError) -> ImageEncoder {
    try models.openEncoder()
  }
}

extension PromptDecoder: PromptModel {
  fileprivate static func open(_ models: PromptModels) throws(PromptModelsError) -> PromptDecoder {
    try models.openDecoder()
  }
}
