import Raster

/// Answers clicks on an image. Tests bring their own.
public protocol MaskPredictor: Sendable {
  /// Prepares an image for prompts.
  func embed(_ image: Image) throws(PromptModelsError) -> ImageEmbedding
  /// Answers a prompt on a prepared image. Equal prompts have equal answers.
  func answer(_ prompt: Prompt, on embedding: ImageEmbedding) throws(PromptModelsError) -> PromptAnswer
}
