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
  }

  let choice: ModelChoice?
  let engine: @Sendable () -> (any InferenceEngine)?
  let cache: EmbeddingCache?
  let tell: @Sendable (PredictorStatus) -> Void
  let state: Mutex<State>
  let wake = DispatchSemaphore(value: 0)
  /// Only one at a time is made ready; the second asks for the same.
  let preparing = Mutex(())
  /// As far as the editor prepares neighbours.
  static let mostAhead = 4

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
      guard let choice else { return PredictorStatus(notice: notice) }
      switch state.loading {
      case .waiting: return PredictorStatus(choice.name, isPreparing: true, notice: notice)
      case .failed, .notGiven: return PredictorStatus(notice: notice)
      case .ready(let loaded):
        let key = state.open.flatMap { open in open.digest.map { loaded.key($0, open.image.size) } }
        let isReady = key.map { state.isSettled($0) } ?? false
        return PredictorStatus(choice.name, isPreparing: !isReady, notice: notice)
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
