import Dispatch
import Inference
import Raster
import Segmentation
import Session
import Synchronization

/// A pair of models that were read. Any thread may use it; runs of each file follow one another.
final class LoadedModel: Sendable {
  let choice: ModelChoice
  /// What journals write.
  let model: SamModel
  let pair: ModelPair
  /// Of the encoder's file.
  let encoderDigest: Digest
  /// Tells the pair from all others.
  let fingerprint: String
  /// Compiles each file when it is first needed.
  let predictor: SharedPredictor

  /// Reads and checks both files; takes up to seconds.
  init(_ choice: ModelChoice, _ engine: any InferenceEngine) throws(ModelFileError) {
    let (pair, encoder, decoder) = try choice.checked()
    let models = PromptModels(pair, encoder: encoder, decoder: decoder, engine: engine)
    (self.choice, self.pair, encoderDigest, fingerprint) = (choice, pair, encoder.digest, models.fingerprint)
    model = .files(name: choice.name, encoder: encoder.digest, decoder: decoder.digest)
    predictor = SharedPredictor(models)
  }

  /// Compiles both files now; takes up to seconds.
  func compile() throws(ModelFileError) {
    do { try predictor.open() } catch { throw .models(error) }
  }

  /// What the embedding of an image depends on.
  /// - Parameter digest: of the image's pixels.
  func key(_ digest: Digest, _ size: Size) -> EmbeddingKey {
    EmbeddingKey(encoder: encoderDigest, image: digest, size: size)
  }

  /// Prepares an image; takes 0.3 to 8 s.
  func embed(_ image: Image) throws(PromptModelsError) -> ImageEmbedding { try predictor.embed(image) }

  /// Masks, the best first.
  func answer(_ prompt: PointPrompt, on embedding: ImageEmbedding) throws(PromptModelsError) -> [ScoredMask] {
    let answer = try predictor.answer(
      Prompt(prompt, previous: prompt.previous.flatMap { pair.logits(refining: $0) }), on: embedding)
    let candidates = ([answer.best] + answer.alternatives).map { answer.candidates[$0] }
    let masks = Mutex([ScoredMask?](repeating: nil, count: candidates.count))
    // Somebody waits, and the engine rests.
    DispatchQueue.concurrentPerform(iterations: candidates.count) { place in
      let candidate = candidates[place]
      let mask = ScoredMask(size: embedding.fit.original, runs: candidate.runs(), score: candidate.score)
      masks.withLock { $0[place] = mask }
    }
    return masks.withLock { $0.compactMap(\.self) }
  }
}

extension Prompt {
  /// A prompt as models take it.
  init(_ prompt: PointPrompt, previous: MaskLogits?) {
    let points = prompt.points.map {
      Point(x: Double($0.position.x), y: Double($0.position.y), isForeground: $0.isForeground)
    }
    let box = prompt.box.map { box in
      Area(x: Double(box.x), y: Double(box.y), width: Double(box.width - 1), height: Double(box.height - 1))
    }
    self.init(points: points, box: box, previous: previous)
  }
}
