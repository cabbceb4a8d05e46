import Inference
import Raster
import Segmentation
import Session

/// Segment Anything as a method that answers clicks.
struct SamClicks: ClickMethod {
  let name = "sam"
  private let predictor: SharedPredictor

  init(_ predictor: SharedPredictor) { self.predictor = predictor }

  func prepare(_ image: Image, _ run: MethodRun) throws(ClickMethodError) -> any ClickAnswerer {
    do { return SamAnswerer(predictor, try predictor.embed(image)) } catch { throw .failed(printable("\(error)")) }
  }
}

/// Each answer refines the one before, as the models were trained.
private final class SamAnswerer: ClickAnswerer {
  private let predictor: SharedPredictor
  private let embedding: ImageEmbedding
  private var previous: MaskLogits?

  init(_ predictor: SharedPredictor, _ embedding: ImageEmbedding) {
    (self.predictor, self.embedding) = (predictor, embedding)
  }

  func mask(for prompt: PointPrompt) throws(ClickMethodError) -> Mask {
    let asked = Prompt(prompt, previous: prompt.points.count > 1 ? previous : nil)
    let answer: PromptAnswer
    do { answer = try predictor.answer(asked, on: embedding) } catch { throw .failed(printable("\(error)")) }
    let best = answer.candidates[answer.best]
    previous = best.logits
    return best.mask()
  }
}
