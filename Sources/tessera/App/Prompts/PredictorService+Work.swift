import Editor
import Inference
import Raster
import Session

extension PredictorService {
  /// What the thread of the service does, to the end of the program.
  func work() {
    repeat {
      wake.wait()
      while state.withLock({ $0.isWaiting && !$0.isFinished }) { load() }
      while let loaded = ready, let image = next(loaded) { embed(image, loaded) }
    } while !state.withLock { $0.isFinished }
  }

  private var ready: LoadedModel? {
    state.withLock { if case .ready(let loaded) = $0.loading { loaded } else { nil } }
  }

  /// Loads the model that was asked for, or the one to begin with.
  private func load() {
    let wish = state.withLock { state in
      defer { state.wish = nil }
      return state.wish
    }
    do throws(ModelFileError) {
      let choice: ModelChoice?
      if let wish { choice = try library.choice(named: wish) } else { choice = try library.standard() }
      state.withLock { $0.name = choice?.name }
      tellStatus()
      var loaded: LoadedModel?
      if let choice { loaded = try library.read(choice) }
      try loaded?.compile()
      end(loaded.map { .ready($0) } ?? .notGiven) { library.use(loaded) }
      tellStatus()
    } catch {
      fail(wish, error)
    }
  }

  /// - Parameter then: done where nobody has asked for another model meanwhile, before anybody is answered.
  private func end(_ loading: Loading, then: () -> Void = {}) {
    guard state.withLock({ $0.wish == nil }) else { return }
    then()
    change { state in
      // Who asked in between is loaded next.
      guard state.wish == nil else { return }
      (state.loading, state.former) = (loading, nil)
    }
  }

  /// Said before anybody is answered.
  private func fail(_ wish: String?, _ error: ModelFileError) {
    guard wish != nil, let former = state.withLock({ $0.former }) else {
      tell(PredictorStatus(SamModel.builtIn.name, notice: "built-in answers: \(error)"))
      return end(.failed)
    }
    end(former)
    tell(status(notice: error.description))
  }

  /// The open image if it is not ready, else the oldest of those that may come.
  private func next(_ loaded: LoadedModel) -> Image? {
    let open = state.withLock { $0.isFinished ? nil : $0.open }
    if let open {
      let digest = open.digest ?? digest(of: open.image)
      let key = loaded.key(digest, open.image.size)
      if !state.withLock({ $0.isSettled(key) }) { return open.image }
      tellStatus()
    }
    return state.withLock { $0.isFinished || $0.ahead.isEmpty ? nil : $0.ahead.removeFirst() }
  }

  private func embed(_ image: Image, _ loaded: LoadedModel) {
    let key = loaded.key(digest(of: image), image.size)
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

  private func made(_ image: Image, _ key: EmbeddingKey, _ loaded: LoadedModel) throws(PromptModelsError)
    -> ImageEmbedding
  {
    let embedding = try loaded.embed(image)
    cache?.offer(embedding, of: key, isNew: true)
    return embedding
  }
}
