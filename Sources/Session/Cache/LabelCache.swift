import Dispatch
import Raster
import Segmentation
import Synchronization
import SystemPackage

/// Label maps on the disk under the digest of what they were made of, so that no image is segmented twice.
///
/// Lies beside the journals and is written only where there is one: who only looks leaves nothing behind. Losing it
/// costs time and nothing else, so every failure to read or write is as if nothing were there.
public final class LabelCache: Sendable {
  /// The names of entries; what ends otherwise is a write that was cut short.
  private static let fileExtension = "labels"

  private struct State {
    var isClosed: Bool
    /// A journal was seen beside the cache.
    var hasJournal = false
  }

  private let door: any FileDoor
  private let journals: FilePath
  private let version: String
  private let byteLimit: Int
  private let state: Mutex<State>
  private let writing = DispatchQueue(label: "label cache", qos: .utility)

  /// - Parameters:
  ///   - version: of all that decides which segments a method gives: other versions' entries are not found.
  ///   - byteLimit: of all entries together; the oldest go first.
  ///   - readOnly: entries are read and none is written.
  public init(
    door: any FileDoor, output: OutputFolder, version: String, byteLimit: Int = 256 << 20, readOnly: Bool = false
  ) {
    (self.door, journals, self.version, self.byteLimit) = (door, output.hidden, version, byteLimit)
    state = Mutex(State(isClosed: readOnly))
  }

  private var folder: FilePath { journals.appending("cache") }

  /// The segments that `method` gave, or nil.
  /// - Parameter method: with every parameter.
  func labels(of image: Digest, _ method: MethodSpec, _ size: Size) -> PreparedLabels? {
    let key = key(image, method)
    guard let bytes = try? door.read(path(key)) else { return nil }
    return CachedLabels.labels(bytes, key: key, method, size)
  }

  /// Keeps segments that took that long to make, if reading them will be quicker. Returns at once.
  func offer(_ labels: PreparedLabels, of image: Digest, took: Duration) {
    guard !isClosed, took > Self.leastDuration else { return }
    writing.async { [self] in
      let key = key(image, labels.method)
      let bytes = CachedLabels.bytes(labels, key: key)
      if Self.isWorthKeeping(bytes: bytes.count, took: took), bytes.count <= byteLimit { put(bytes, at: path(key)) }
    }
  }

  /// Waits for the entry that is being written; nothing is written afterwards.
  public func close() {
    state.withLock { $0.isClosed = true }
    settle()
  }

  /// Waits for all entries that were offered.
  func settle() { writing.sync {} }

  private var isClosed: Bool { state.withLock(\.isClosed) }

  // MARK: What is worth it

  /// What reading a small entry takes on a slow disk.
  private static let leastDuration = Duration.milliseconds(20)

  /// Reading, checking and decoding was measured at 120 MB/s and more (0.3 ms for `slic` at 2 megapixels, which takes 75 ms);
  /// disks may be slower.
  static func isWorthKeeping(bytes: Int, took: Duration) -> Bool {
    took > leastDuration + .microseconds(bytes / 50)
  }

  // MARK: Files

  private func key(_ image: Digest, _ method: MethodSpec) -> Digest {
    Digest(of: Array("tessera-cache 1\n\(version)\n\(image)\n\(Command.method(method))\n".utf8))
  }

  private func path(_ key: Digest) -> FilePath { folder.appending("\(key).\(Self.fileExtension)") }

  private func put(_ bytes: [UInt8], at path: FilePath) {
    guard !isClosed, isBesideJournals else { return }
    do throws(FileError) {
      try door.createFolder(folder)
      try door.replace(path, with: bytes)
    } catch { return }
    trim()
  }

  /// The folder may be there for a lock alone; then it is to go away again.
  private var isBesideJournals: Bool {
    if state.withLock(\.hasJournal) { return true }
    let hasJournal = (try? door.list(journals))?.contains { $0.extension == "tessera" } ?? false
    state.withLock { $0.hasJournal = hasJournal }
    return hasJournal
  }

  /// Removes the oldest files, interrupted writes of other runs too, until all fit.
  private func trim() {
    var files: [(path: FilePath, identity: FileIdentity)] = ((try? door.list(folder)) ?? []).compactMap { name in
      let path = folder.appending(name)
      return door.identity(of: path).map { (path, $0) }
    }
    var total = files.reduce(0) { $0 + $1.identity.size }
    guard total > byteLimit else { return }
    files.sort { ($0.identity.modified, $0.path.string) < ($1.identity.modified, $1.path.string) }
    for file in files where total > byteLimit {
      try? door.remove(file.path)
      total -= file.identity.size
    }
  }
}

/// The cache as far as it concerns one image.
struct ImageCache: Sendable {
  let cache: LabelCache
  /// Of the image file's bytes.
  let image: Digest

  func labels(_ method: MethodSpec, _ size: Size) -> PreparedLabels? { cache.labels(of: image, method, size) }
  func offer(_ labels: PreparedLabels, took: Duration) { cache.offer(labels, of: image, took: took) }
}
