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
final class PredictorService: Sendable {
  enum Loading: Sendable {
    case notGiven
    case waiting
    case ready(LoadedModel)
    case failed
  }

  struct State: Sendable {
    var loading: Loading
    /// Of the model that is waited for, once it is known.
    var name: String?
    /// The model that was asked for last, until the thread takes it.
    var wish: String?
    /// Who answered when it was asked for, and goes on where it does not load.
    var former: Loading?
    var hasThread = false
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

    /// The image has its embedding, or will have none.
    mutating func isSettled(_ key: EmbeddingKey) -> Bool { embeddings.use(key) != nil || failures[key] != nil }

    var isWaiting: Bool { if case .waiting = loading { true } else { false } }

    /// No model is used, nor will be.
    var isWithoutModel: Bool {
      switch loading {
      case .notGiven, .failed: true
      case .waiting, .ready: false
      }
    }

    func uses(_ model: LoadedModel) -> Bool { if case .ready(let used) = loading { used === model } else { false } }
  }

  let library: ModelLibrary
  let cache: EmbeddingCache?
  let tell: @Sendable (PredictorStatus) -> Void
  let state: Mutex<State>
  let wake = DispatchSemaphore(value: 0)
  /// Only one at a time is made ready; the second asks for the same.
  let preparing = Mutex(())
  /// As far as the editor prepares neighbours.
  static let mostAhead = 4

  /// - Parameters:
  ///   - library: looked at and read on a thread of the service, once an image is open.
  ///   - byteLimit: of embeddings in memory.
  ///   - tell: told who answers, from any thread.
  init(
    _ library: ModelLibrary, cache: EmbeddingCache? = nil, byteLimit: Int = PredictorService.standardByteLimit,
    tell: @escaping @Sendable (PredictorStatus) -> Void = { _ in }
  ) {
    (self.library, self.cache, self.tell) = (library, cache, tell)
    let isEmpty = library.places.isEmpty
    state = Mutex(State(loading: isEmpty ? .notGiven : .waiting, embeddings: RecentValues(byteLimit: byteLimit)))
    if !isEmpty { startThread() }
  }

  /// The first time.
  private func startThread() {
    let isFirst = state.withLock { state in
      defer { state.hasThread = true }
      return !state.hasThread
    }
    guard isFirst else { return }
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
    let isWithoutModel = state.withLock { state in
      if state.open.map({ $0.image.isSame(as: image) }) != true { state.open = (image, nil) }
      return state.isWithoutModel
    }
    guard !isWithoutModel else { return }
    tellStatus()
    wake.signal()
  }

  /// The image may come onto the screen. Returns at once.
  func prepare(_ image: Image) {
    let isWanted = state.withLock { state in
      guard !state.isWithoutModel else { return false }
      state.ahead.append(image)
      if state.ahead.count > Self.mostAhead { state.ahead.removeFirst() }
      // Models are read once the first picture is on the screen.
      return state.open != nil
    }
    if isWanted { wake.signal() }
  }

  /// From now on this model answers, once it is read; whoever asks meanwhile waits for it. Returns at once.
  /// - Parameter name: as in `entries`.
  func choose(_ name: String) {
    change { state in
      if !state.isWaiting { state.former = state.loading }
      (state.loading, state.name, state.wish) = (.waiting, name, name)
    }
    tellStatus()
    startThread()
    wake.signal()
  }

  /// The rows of the model dialog, the built-in predictor last. Reads names and shapes of files: on a worker.
  func entries() -> [ModelEntry] {
    let problem = library.engineProblem
    return library.offers().map { name, offer in offer.entry(name: name, engineProblem: problem) } + [.builtIn]
  }

  /// Nothing is begun any more; waits for what is being written.
  func finish() {
    change { $0.isFinished = true }
    wake.signal()
    cache?.folder.close()
  }

  // MARK: What is shared

  /// Of the pixels; remembered for the open image. About 1 ms per megapixel.
  func digest(of image: Image) -> Digest {
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

  func tellStatus() { tell(status(notice: nil)) }

  func status(notice: String?) -> PredictorStatus {
    state.withLock { state in
      switch state.loading {
      case .waiting: return PredictorStatus(state.name ?? "a model", isPreparing: true, notice: notice)
      case .failed, .notGiven: return PredictorStatus(notice: notice)
      case .ready(let loaded):
        let key = state.open.flatMap { open in open.digest.map { loaded.key($0, open.image.size) } }
        let isReady = key.map { state.isSettled($0) } ?? false
        return PredictorStatus(loaded.model.name, isPreparing: !isReady, notice: notice)
      }
    }
  }

  /// Changes the state and wakes who waits for that.
  func change(_ body: @Sendable (inout State) -> Void) {
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
  func isSame(as other: Image) -> Bool {
    size == other.size
      && bytes.withUnsafeBufferPointer { one in
        other.bytes.withUnsafeBufferPointer { one.baseAddress == $0.baseAddress }
      }
  }
}
