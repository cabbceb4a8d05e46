import Dispatch
import Editor
import Foundation
import Inference
import Raster
import Segmentation
import Session
import Synchronization

/// Answers the marks of Segment Anything: a model where one is given and runs, else the built-in predictor.
///
/// Model and images are made ready by a thread of its own, the open image first; whoever asks waits there, and leaves
/// when it is cancelled.
final class PredictorService: PromptAnswerer {
  private enum Loading: Sendable {
    case notGiven
    case waiting
    case ready(LoadedModel)
    case failed
  }

  private struct State: Sendable {
    var loading: Loading
    var embeddings: RecentValues<EmbeddingKey, ImageEmbedding>
    /// Why an image has no embedding.
    var failures: [EmbeddingKey: String] = [:]
    /// On the screen; its digest once it is known.
    var open: (image: Image, digest: Digest?)?
    /// To be made ready once the open image is.
    var ahead: [Image] = []
    var builtIn: (image: Image, predictor: BuiltInPredictor)?
    var waiting: [DispatchSemaphore] = []
    var isFinished = false
  }

  private let choice: ModelChoice?
  private let engine: @Sendable () -> (any InferenceEngine)?
  private let cache: EmbeddingCache?
  private let tell: @Sendable (PredictorStatus) -> Void
  private let state: Mutex<State>
  private let wake = DispatchSemaphore(value: 0)
  /// Only one at a time is made ready; the second asks for the same.
  private let preparing = Mutex(())
  /// As far as the editor prepares neighbours.
  private static let mostAhead = 4

  /// - Parameters:
  ///   - choice: nil where only the built-in predictor is wanted.
  ///   - engine: asked once, on a thread of the service.
  ///   - byteLimit: of embeddings in memory.
  ///   - tell: told who answers, from any thread.
  init(
    _ choice: ModelChoice?,
    engine: @escaping @Sendable () -> (any InferenceEngine)? = { InstalledEngine.report.engine },
    cache: EmbeddingCache? = nil, byteLimit: Int = PredictorService.standardByteLimit,
    tell: @escaping @Sendable (PredictorStatus) -> Void = { _ in }
  ) {
    (self.choice, self.engine, self.cache, self.tell) = (choice, engine, cache, tell)
    state = Mutex(
      State(loading: choice == nil ? .notGiven : .waiting, embeddings: RecentValues(byteLimit: byteLimit)))
    guard choice != nil else { return }
    let thread = Thread { [self] in work() }
    // As for the workers.
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// A sixteenth of the machine's memory, at most 256 MB.
  static var standardByteLimit: Int { Int(min(ProcessInfo.processInfo.physicalMemory / 16, 256 << 20)) }

  /// Bytes of the embeddings in memory.
  var embeddingBytes: Int { state.withLock { $0.embeddings.byteCount } }

  // MARK: What is to be made ready

  /// The image is on the screen. Returns at once.
  func open(_ image: Image) {
    guard choice != nil else { return }
    state.withLock { state in
      if state.open.map({ $0.image.isSame(as: image) }) != true { state.open = (image, nil) }
    }
    tellStatus()
    wake.signal()
  }

  /// The image may come onto the screen. Returns at once.
  func prepare(_ image: Image) {
    guard choice != nil else { return }
    state.withLock { state in
      state.ahead.append(image)
      if state.ahead.count > Self.mostAhead { state.ahead.removeFirst() }
    }
    wake.signal()
  }

  /// Nothing is begun any more; waits for what is being written.
  func finish() {
    change { $0.isFinished = true }
    wake.signal()
    cache?.folder.close()
  }

  // MARK: Answering

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
    let loaded = try loadedModel(run)
    if case .files(let name, let encoder, let decoder)? = wanted {
      guard let loaded, case .files(_, encoder, decoder) = loaded.model else {
        throw .engine(
          method: "sam-predict",
          message: "it was answered by \(printable(name)), which is not the model here; give its files with "
            + "--sam-encoder and --sam-decoder")
      }
    }
    guard let loaded else { return try builtIn(image, run) }
    return EmbeddedImage(loaded: loaded, embedding: try embedding(image, loaded, run))
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
    switch state.withLock({ $0.loading }) {
    case .notGiven, .failed: _ = try? builtIn(image, run)
    case .waiting, .ready: break
    }
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

  private func embedding(
    _ image: Image, _ loaded: LoadedModel, _ run: MethodRun
  ) throws(SegmentationError) -> ImageEmbedding {
    let key = EmbeddingKey(encoder: loaded.encoderDigest, image: digest(of: image), size: image.size)
    open(image)
    let found = try wait(run) { state -> Result<ImageEmbedding, SegmentationError>? in
      if let embedding = state.embeddings.use(key) { return .success(embedding) }
      return state.failures[key].map { .failure(.engine(method: "sam-predict", message: $0)) }
    }
    let embedding = try found.get()
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

  // MARK: The background

  private func work() {
    wake.wait()
    guard let loaded = load() else { return }
    repeat {
      while let image = next(loaded) { embed(image, loaded) }
      wake.wait()
    } while !state.withLock { $0.isFinished }
  }

  private func load() -> LoadedModel? {
    guard let choice else { return nil }
    tellStatus()
    do throws(ModelFileError) {
      guard let engine = engine() else { throw .noEngine }
      let loaded = try LoadedModel(choice, engine)
      change { $0.loading = .ready(loaded) }
      tellStatus()
      return loaded
    } catch {
      // Said before it answers.
      tell(PredictorStatus(SamModel.builtIn.name, notice: "built-in answers: \(error)"))
      change { $0.loading = .failed }
      return nil
    }
  }

  /// The open image if it is not ready, else the oldest of those that may come.
  private func next(_ loaded: LoadedModel) -> Image? {
    let open = state.withLock { $0.isFinished ? nil : $0.open }
    if let open {
      let digest = open.digest ?? digest(of: open.image)
      let key = EmbeddingKey(encoder: loaded.encoderDigest, image: digest, size: open.image.size)
      let isReady = state.withLock { $0.embeddings.use(key) != nil || $0.failures[key] != nil }
      if !isReady { return open.image }
      tellStatus()
    }
    return state.withLock { $0.isFinished || $0.ahead.isEmpty ? nil : $0.ahead.removeFirst() }
  }

  private func embed(_ image: Image, _ loaded: LoadedModel) {
    let key = EmbeddingKey(encoder: loaded.encoderDigest, image: digest(of: image), size: image.size)
    if state.withLock({ $0.embeddings.use(key) != nil }) { return }
    do throws(PromptModelsError) {
      let stored = cached(key, loaded)
      let embedding: ImageEmbedding
      if let stored { embedding = stored } else { embedding = try made(image, key, loaded) }
      change { $0.embeddings.put(embedding, of: key, bytes: embedding.byteCount) }
    } catch {
      change { $0.failures[key] = printable(error.description) }
    }
    tellStatus()
  }

  private func cached(_ key: EmbeddingKey, _ loaded: LoadedModel) -> ImageEmbedding? {
    switch cache?.entry(key, loaded.pair) {
    case .embedding(let embedding): return embedding
    case .damaged:
      tell(status(notice: "a stored embedding is damaged, it is made again"))
      return nil
    case .some(.none), nil: return nil
    }
  }

  private func made(
    _ image: Image, _ key: EmbeddingKey, _ loaded: LoadedModel
  ) throws(PromptModelsError) -> ImageEmbedding {
    let embedding = try loaded.embed(image)
    cache?.offer(embedding, of: key, isNew: true)
    return embedding
  }

  /// Of the pixels; remembered for the open image. About 1 ms per megapixel.
  private func digest(of image: Image) -> Digest {
    let known = state.withLock { state in
      state.open.flatMap { $0.image.isSame(as: image) ? $0.digest : nil }
    }
    if let known { return known }
    let digest = Digest(of: image.bytes)
    state.withLock { state in
      if state.open.map({ $0.image.isSame(as: image) }) == true { state.open?.digest = digest }
    }
    return digest
  }

  // MARK: Telling

  private func tellStatus() { tell(status(notice: nil)) }

  private func status(notice: String?) -> PredictorStatus {
    state.withLock { state in
      guard let choice else { return PredictorStatus(notice: notice) }
      switch state.loading {
      case .waiting: return PredictorStatus(choice.name, isPreparing: true, notice: notice)
      case .failed, .notGiven: return PredictorStatus(notice: notice)
      case .ready(let loaded):
        let isReady = state.open.flatMap { open in
          open.digest.map { digest in
            let key = EmbeddingKey(encoder: loaded.encoderDigest, image: digest, size: open.image.size)
            return state.embeddings.use(key) != nil || state.failures[key] != nil
          }
        }
        return PredictorStatus(choice.name, isPreparing: isReady == false || isReady == nil, notice: notice)
      }
    }
  }

  /// Changes the state and wakes who waits for that.
  private func change(_ body: @Sendable (inout State) -> Void) {
    let waiting = state.withLock { state in
      body(&state)
      defer { state.waiting = [] }
      return state.waiting
    }
    for semaphore in waiting { semaphore.signal() }
  }
}

extension Image {
  /// Both are the same memory; a copy of the pixels counts as another image.
  fileprivate func isSame(as other: Image) -> Bool {
    size == other.size
      && bytes.withUnsafeBufferPointer { one in
        other.bytes.withUnsafeBufferPointer { one.baseAddress == $0.baseAddress }
      }
  }
}
