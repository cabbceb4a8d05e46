import Dispatch
import Synchronization
import SystemPackage

/// Files of one kind that spare work and may go at any time: written in the background, the oldest removed where they
/// grow too many.
///
/// Lies beside the journals and is written only where there is one: who only looks leaves nothing behind. Every failure
/// to read or write is as if nothing were there.
public final class CacheFolder: Sendable {
  private struct State {
    var isClosed: Bool
    /// A journal was seen beside the cache.
    var hasJournal = false
  }

  private let door: any FileDoor
  private let output: OutputFolder
  private let folder: FilePath
  private let byteLimit: Int
  private let state: Mutex<State>
  private let writing = DispatchQueue(label: "cache", qos: .utility)

  /// - Parameters:
  ///   - kind: a folder of its own inside the cache; nil for the cache's top.
  ///   - byteLimit: of all files together; the oldest go first.
  ///   - readOnly: files are read and none is written.
  public init(door: any FileDoor, output: OutputFolder, kind: String? = nil, byteLimit: Int, readOnly: Bool = false) {
    (self.door, self.output, self.byteLimit) = (door, output, byteLimit)
    let cache = output.hidden.appending("cache")
    folder = kind.map { cache.appending($0) } ?? cache
    state = Mutex(State(isClosed: readOnly))
  }

  /// The bytes of a file; nil where there is none.
  public func read(_ name: String) -> [UInt8]? { try? door.read(folder.appending(name)) }

  /// Whether there is such a file, whatever is in it.
  public func contains(_ name: String) -> Bool { door.exists(folder.appending(name)) }

  /// Writes a file, atomically and in the background. Returns at once.
  /// - Parameter bytes: makes them, in the background; nil, or more than the limit: nothing is written.
  public func write(_ name: String, _ bytes: @escaping @Sendable () -> [UInt8]?) {
    guard !isClosed else { return }
    writing.async { [self] in
      if let bytes = bytes(), bytes.count <= byteLimit { put(bytes, at: folder.appending(name)) }
    }
  }

  /// Waits for the file that is being written; nothing is written afterwards.
  public func close() {
    state.withLock { $0.isClosed = true }
    settle()
  }

  /// Waits for all files that were to be written.
  public func settle() { writing.sync {} }

  var isClosed: Bool { state.withLock(\.isClosed) }

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
    let hasJournal = output.hasJournal(door)
    state.withLock { $0.hasJournal = hasJournal }
    return hasJournal
  }

  /// Removes the oldest files, interrupted writes of other runs too, until all fit.
  private func trim() {
    var files: [(path: FilePath, identity: FileIdentity)] = ((try? door.list(folder)) ?? []).compactMap { name in
      let path = folder.appending(name)
      guard !door.isFolder(path) else { return nil }
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
