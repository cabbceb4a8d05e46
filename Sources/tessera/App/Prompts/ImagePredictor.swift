import Inference
import Raster
import Segmentation
import Session

/// Answers prompts about one image.
protocol ImagePredictor: Sendable {
  /// What journals write.
  var model: SamModel { get }
  /// Masks of the image's size, the best first.
  func masks(_ prompt: PointPrompt, _ run: MethodRun) throws(SegmentationError) -> [ScoredMask]
}

extension BuiltInPredictor: ImagePredictor {
  var model: SamModel { .builtIn }

  func masks(_ prompt: PointPrompt, _ run: MethodRun) throws(SegmentationError) -> [ScoredMask] {
    try answer(prompt, run)
  }
}

/// A model with the embedding of one image.
struct EmbeddedImage: ImagePredictor {
  let loaded: LoadedModel
  let embedding: ImageEmbedding

  var model: SamModel { loaded.model }

  func masks(_ prompt: PointPrompt, _ run: MethodRun) throws(SegmentationError) -> [ScoredMask] {
    do { return try loaded.answer(prompt, on: embedding) } catch {
      throw .engine(method: "sam-predict", message: printable(error.description))
    }
  }
}

extension ImagePredictor {
  /// The answer to `sam-predict`: every prompt of the marks by itself.
  func answer(_ marks: SamMarks, _ size: Size, _ run: MethodRun) throws(SegmentationError) -> PreparedAnswer {
    let prompts = marks.prompts(to: model)
    guard !prompts.isEmpty else {
      throw .engine(
        method: "sam-predict",
        message: "nothing points at an object; set a foreground point or draw a box around it")
    }
    var groups: [[ScoredMask]] = []
    for prompt in prompts {
      try run.checkCancelled()
      groups.append(try masks(prompt, run))
    }
    return PreparedAnswer(model, joining: groups, size: size)
  }
}
