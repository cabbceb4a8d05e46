import Editor
import Inference
import Raster
import Session

extension PredictorService {
  /// What the thread of the service does, to the end of the program.
  func work() {
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
