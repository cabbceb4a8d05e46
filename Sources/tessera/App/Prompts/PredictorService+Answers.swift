import Dispatch
import Inference
import Raster
import Segmentation
import Session

extension PredictorService: PromptAnswerer {
  func answer(
    _ command: Command, on image: Image, _ annotations: Annotations, _ run: MethodRun,
    preview: @escaping @Sendable (RunLengthPlane<Int32>) -> Void
  ) throws(SegmentationError) -> PreparedAnswer {
    guard case .sam(.predict(let prediction)) = command else {
      throw .engine(method: command.name, message: "Segment Anything does not answer it")
    }
    return try predictor(prediction.model, image, run).answer(annotations.sam, image.size, run)
  }

  private func predictor(
    _ wanted: SamModel?, _ image: Image, _ run: MethodRun
  ) throws(SegmentationError) -> any ImagePredictor {
    if wanted == .builtIn { return try builtIn(image, run) }
    while true {
      // Another model may be chosen while this one is waited for.
      if let predictor = try predictor(of: try loadedModel(run), wanted, image, run) { return predictor }
    }
  }

  /// Nil where `loaded` is not used any more.
  private func predictor(
    of loaded: LoadedModel?, _ wanted: SamModel?, _ image: Image, _ run: MethodRun
  ) throws(SegmentationError) -> (any ImagePredictor)? {
    if case .files(let name, let encoder, let decoder)? = wanted {
      guard let loaded, case .files(_, encoder, decoder) = loaded.model else {
        throw .engine(
          method: "sam-predict",
          message: "it was answered by \(printable(name)), which is not the model here; give its files with "
            + "--sam-encoder and --sam-decoder")
      }
    }
    guard let loaded else { return try builtIn(image, run) }
    return try embedding(image, loaded, run).map { EmbeddedImage(loaded: loaded, embedding: $0) }
  }

  private func builtIn(_ image: Image, _ run: MethodRun) throws(SegmentationError) -> BuiltInPredictor {
    func known() -> BuiltInPredictor? {
      state.withLock { state in state.builtIn.flatMap { $0.image.isSame(as: image) ? $0.predictor : nil } }
    }
    if let predictor = known() { return predictor }
    return try preparing.withLock { (_) throws(SegmentationError) in
      // Whoever was first may have made it.
      if let predictor = known() { return predictor }
      let predictor = try BuiltInPredictor(image, run)
      state.withLock { $0.builtIn = (image, predictor) }
      return predictor
    }
  }

  /// Makes the built-in predictor ready where it will be asked. To be called on a worker.
  func readyBuiltIn(_ image: Image, _ run: MethodRun) {
    if state.withLock({ $0.isWithoutModel }) { _ = try? builtIn(image, run) }
  }

  /// Waits for the model; nil where there is none.
  private func loadedModel(_ run: MethodRun) throws(SegmentationError) -> LoadedModel? {
    wake.signal()
    return try wait(run) { state -> LoadedModel?? in
      switch state.loading {
      case .ready(let model): .some(model)
      case .failed, .notGiven: .some(nil)
      case .waiting: nil
      }
    }
  }

  /// Nil where `loaded` is not used any more.
  private func embedding(
    _ image: Image, _ loaded: LoadedModel, _ run: MethodRun
  ) throws(SegmentationError) -> ImageEmbedding? {
    let key = loaded.key(digest(of: image), image.size)
    open(image)
    let found = try wait(run) { state -> Result<ImageEmbedding?, SegmentationError>? in
      guard state.uses(loaded) else { return .success(nil) }
      if let embedding = state.embeddings.use(key) { return .success(embedding) }
      return state.failures[key].map { .failure(.engine(method: "sam-predict", message: $0)) }
    }
    guard let embedding = try found.get() else { return nil }
    // What was made before the first click had no journal to lie beside.
    cache?.offer(embedding, of: key, isNew: false)
    return embedding
  }

  /// Waits until `find` gives something.
  private func wait<Value: Sendable>(
    _ run: MethodRun, _ find: @Sendable (inout State) -> Value?
  ) throws(SegmentationError) -> Value {
    let changed = DispatchSemaphore(value: 0)
    while true {
      let found = state.withLock { state -> Value? in
        if let found = find(&state) { return found }
        state.waiting.append(changed)
        return nil
      }
      if let found { return found }
      try run.checkCancelled()
      if state.withLock({ $0.isFinished }) { throw .cancelled }
      _ = changed.wait(timeout: .now() + .milliseconds(20))
    }
  }
}
