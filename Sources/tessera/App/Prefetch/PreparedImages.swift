import Dispatch
import Editor
import Foundation
import Glibc
import Raster
import Segmentation
import Session
import Synchronization

/// Makes the neighbours of the image on the screen ready, one at a time in the background, and hands them out.
///
/// Takes no lock and writes nothing but the cache. What goes wrong shows when the image is opened.
final class PreparedImages: Sendable {
  private struct Job: Sendable {
    let file: ImageFile
    let method: MethodSpec
    var isDropped = false
    /// The request that waits for it.
    var watcher: MethodRun?
  }

  private struct State: Sendable {
    var shelf: ImageShelf
    var job: Job?
    /// The request that the person waits for: nothing is begun meanwhile.
    var awaited: Int?
    var isFinished = false
    var waiting: [DispatchSemaphore] = []
  }

  private let opener: SessionOpener
  /// Told of every image of which all is ready.
  private let isReady: @Sendable (Image) -> Void
  private let state: Mutex<State>
  private let wake = DispatchSemaphore(value: 0)

  /// - Parameter byteLimit: of memory for images that are not on the screen.
  /// - Parameter isReady: told of every neighbour of which all is ready, in the background.
  init(
    opener: SessionOpener, byteLimit: Int = PreparedImages.standardByteLimit,
    isReady: @escaping @Sendable (Image) -> Void = { _ in }
  ) {
    (self.opener, self.isReady) = (opener, isReady)
    state = Mutex(State(shelf: ImageShelf(byteLimit: byteLimit)))
    let thread = Thread { [self] in work() }
    // As for the workers.
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// An eighth of the machine's memory, at most 1 GB.
  static var standardByteLimit: Int { Int(min(ProcessInfo.processInfo.physicalMemory / 8, 1 << 30)) }

  /// Bytes of the images that are ready but the one on the screen.
  var byteCount: Int { state.withLock { $0.shelf.byteCount } }

  // MARK: What the editor wants

  /// Replaces the list of wishes. A job for an image that nobody wishes any more is told to end.
  func wish(_ files: [ImageFile], _ method: MethodSpec) {
    state.withLock { state in
      state.shelf.wish(files, method)
      guard let job = state.job else { return }
      let isWished = state.shelf.isWished(job.file) && (job.method == method || job.file == state.shelf.shown)
      // What was told to end stays so: it may have done it already.
      if !isWished { state.job?.isDropped = true }
    }
    wake.signal()
  }

  /// Opening the image takes its journal alone, unless the file has changed.
  func isAtHand(_ file: ImageFile, _ method: MethodSpec) -> Bool {
    state.withLock { $0.shelf[file]?.segments?.wished == method }
  }

  /// The image is on its way to the screen.
  func show(_ file: ImageFile) { state.withLock { $0.shelf.show(file) } }

  /// Begins nothing until `endYielding`: the person waits for that request.
  func yield(to request: Int) { state.withLock { $0.awaited = request } }

  /// The request is done, or nobody waits for it any more.
  func endYielding(to request: Int) {
    state.withLock { if $0.awaited == request { $0.awaited = nil } }
    wake.signal()
  }

  /// Everything ends; nothing is begun any more.
  func finish() {
    state.withLock { state in
      state.isFinished = true
      state.job?.isDropped = true
    }
  }

  // MARK: Handing out

  /// The decoded image: from the shelf if the file is still the same, from the job that is at it, or read now.
  func image(_ file: ImageFile, _ run: MethodRun) throws(SessionError) -> PreparedImage {
    wait(run) { $0.job?.file == file && $0.shelf[file] == nil }
    let identity = opener.identity(of: file)
    if let image = state.withLock({ $0.shelf[file] }), image.identity == identity { return image }
    let decoded = try opener.decode(file)
    let image = PreparedImage(
      identity: identity ?? .unknown, decoded: decoded, source: PictureSource(decoded.image), segments: nil)
    state.withLock { state in
      // A job for the file as it was before gives segments that nobody wants.
      if state.job?.file == file { state.job?.isDropped = true }
      if identity != nil { state.shelf.put(image, of: file) } else { state.shelf.remove(file) }
    }
    return image
  }

  /// The segments of `image` that are at hand or being made; nil where they must be computed.
  func labels(of file: ImageFile, _ image: PreparedImage, _ method: MethodSpec, _ run: MethodRun) -> PreparedLabels? {
    wait(run) { $0.job?.file == file && $0.job?.method == method && $0.shelf[file]?.identity == image.identity }
    let there = state.withLock { $0.shelf[file] }
    return there?.identity == image.identity ? there?.segments?.labels : nil
  }

  /// Keeps the segments that an image was opened with, so that going back to it is as quick.
  func keep(_ labels: PreparedLabels, _ method: MethodSpec, of file: ImageFile, _ image: PreparedImage) {
    state.withLock { $0.shelf.put(labels, wished: method, of: file, image.identity) }
  }

  /// Waits for the background while `isBusy`; it tells its progress to `run` meanwhile, and offers its segments.
  private func wait(_ run: MethodRun, while isBusy: @Sendable (State) -> Bool) {
    let changed = DispatchSemaphore(value: 0)
    while !run.isCancelled() {
      let isWaiting = state.withLock { state in
        guard isBusy(state), state.job?.isDropped == false else { return false }
        state.job?.watcher = run
        state.waiting.append(changed)
        return true
      }
      guard isWaiting else { return }
      _ = changed.wait(timeout: .now() + .milliseconds(20))
    }
  }

  // MARK: The background

  private func work() {
    // Not lower: no thread may take its priority back, and an image that is waited for must not starve.
    setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 5)
    while true {
      wake.wait()
      while let job = begin() {
        make(job)
        change { $0.job = nil }
      }
    }
  }

  private func begin() -> Job? {
    state.withLock { state in
      guard state.awaited == nil, !state.isFinished, let file = state.shelf.next else { return nil }
      let job = Job(file: file, method: state.shelf.method)
      state.job = job
      return job
    }
  }

  private func make(_ job: Job) {
    guard let image = state.withLock({ $0.shelf[job.file] }) ?? decode(job.file), !isDropped else { return }
    let labels: PreparedLabels?
    do throws(SessionError) { labels = try foresee(image, job.method) } catch {
      if case .segmentation(.cancelled) = error { return }
      labels = nil
    }
    change { $0.shelf.put(labels, wished: job.method, of: job.file, image.identity) }
    isReady(image.decoded.image)
  }

  /// The segments that opening will want; nil where making them would take more memory than there is for all.
  private func foresee(_ image: PreparedImage, _ method: MethodSpec) throws(SessionError) -> PreparedLabels? {
    let limit = state.withLock { $0.shelf.byteLimit }
    guard image.decoded.image.size.area * Self.workingBytesPerPixel <= limit else { return nil }
    let run = MethodRun(
      progress: { [self] share in watcher?.progress(share) }, isCancelled: { [self] in isDropped },
      offer: { [self] soFar in watcher?.offer(soFar) })
    return try opener.foresee(image.decoded, method, run, known: image.segments?.labels)
  }

  /// Image, colours in Lab, labels of the method and of its connected regions.
  private static let workingBytesPerPixel = 16

  /// Puts the image on the shelf, without segments yet; nil where it cannot be read or is too large.
  private func decode(_ file: ImageFile) -> PreparedImage? {
    let room = state.withLock { $0.shelf.room(for: file) }
    guard let identity = opener.identity(of: file) else { return refuse(file, .unreadable) }
    guard identity.size <= room else { return refuse(file, .tooLarge) }
    let decoded: DecodedImage
    do throws(SessionError) {
      decoded = try opener.decode(file, pixelLimit: room / PreparedImage.bytesPerPixel)
    } catch {
      if case .image(_, .tooLarge) = error { return refuse(file, .tooLarge) }
      return refuse(file, .unreadable)
    }
    guard opener.identity(of: file) == identity else { return refuse(file, .unreadable) }
    let image = PreparedImage(
      identity: identity, decoded: decoded, source: PictureSource(decoded.image), segments: nil)
    change { $0.shelf.put(image, of: file) }
    return image
  }

  private func refuse(_ file: ImageFile, _ reason: ImageShelf.Refusal) -> PreparedImage? {
    state.withLock { $0.shelf.refuse(file, reason) }
    return nil
  }

  private var watcher: MethodRun? { state.withLock { $0.job?.watcher } }

  private var isDropped: Bool { state.withLock { $0.job?.isDropped ?? true } }

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

extension FileIdentity {
  /// Of a file that no system call tells about: equal to no other.
  fileprivate static var unknown: FileIdentity {
    FileIdentity(device: .max, inode: .random(in: 0 ... .max), size: -1, modified: 0, changed: 0)
  }
}
