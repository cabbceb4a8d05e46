import Session
import Synchronization
import SystemPackage

/// A disk in memory: what was written can be read, what is told to fail fails.
final class MemoryFiles: FileDoor {
  private struct Disk {
    var files: [String: [UInt8]] = [:]
    var folders: Set<String> = ["/"]
    var held: Set<String> = []
    var isFull = false
  }

  private let disk = Mutex(Disk())

  /// While set, whole files cannot be replaced.
  var isFull: Bool {
    get { disk.withLock { $0.isFull } }
    set { disk.withLock { $0.isFull = newValue } }
  }

  func put(_ path: FilePath, _ bytes: [UInt8]) {
    disk.withLock { disk in
      disk.files[path.string] = bytes
      disk.folders.insert(path.removingLastComponent().string)
    }
  }

  /// Another process holds this lock file.
  func hold(_ path: FilePath) { disk.withLock { _ = $0.held.insert(path.string) } }

  /// All files, by path.
  var files: [(path: String, bytes: [UInt8])] {
    disk.withLock { $0.files.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
  }

  func read(_ path: FilePath) throws(FileError) -> [UInt8] {
    guard let bytes = disk.withLock({ $0.files[path.string] }) else { throw .notFound(path) }
    return bytes
  }

  func list(_ folder: FilePath) throws(FileError) -> [FilePath.Component] {
    guard isFolder(folder) else { throw .notFound(folder) }
    let paths = disk.withLock { Array($0.files.keys) + Array($0.folders) }.map { FilePath($0) }
    let inside = paths.filter { $0.removingLastComponent() == folder && $0 != folder }
    return inside.compactMap(\.lastComponent).sorted { $0.string < $1.string }
  }

  func exists(_ path: FilePath) -> Bool {
    disk.withLock { $0.files[path.string] != nil || $0.folders.contains(path.string) }
  }

  func isFolder(_ path: FilePath) -> Bool { disk.withLock { $0.folders.contains(path.string) } }

  func createFolder(_ path: FilePath) throws(FileError) {
    disk.withLock { disk in
      var folder = path
      while disk.folders.insert(folder.string).inserted { folder = folder.removingLastComponent() }
    }
  }

  func replace(_ path: FilePath, with bytes: [UInt8]) throws(FileError) {
    if isFull { throw .diskFull(path) }
    put(path, bytes)
  }

  func remove(_ path: FilePath) throws(FileError) {
    disk.withLock { disk in
      disk.files[path.string] = nil
      disk.folders.remove(path.string)
    }
  }

  func openLog(_ path: FilePath) throws(FileError) -> any LogFile {
    if !exists(path) { put(path, []) }
    return Log(files: self, path: path)
  }

  func lock(_ path: FilePath) throws(FileError) -> any FileLock {
    guard disk.withLock({ $0.held.insert(path.string).inserted }) else {
      throw .heldBy(path: path, pid: 4711, host: "elsewhere")
    }
    return Lock(files: self, path: path)
  }

  private func append(_ bytes: [UInt8], to path: FilePath) {
    disk.withLock { $0.files[path.string, default: []] += bytes }
  }

  private func release(_ path: FilePath) { disk.withLock { _ = $0.held.remove(path.string) } }

  private final class Log: LogFile {
    private let files: MemoryFiles
    private let path: FilePath

    init(files: MemoryFiles, path: FilePath) { (self.files, self.path) = (files, path) }

    func append(_ bytes: [UInt8]) throws(FileError) { files.append(bytes, to: path) }
    func sync() throws(FileError) {}
    func truncate(to length: Int) throws(FileError) {
      files.put(path, Array(try files.read(path).prefix(length)))
    }
  }

  private final class Lock: FileLock {
    private let files: MemoryFiles
    private let path: FilePath

    init(files: MemoryFiles, path: FilePath) { (self.files, self.path) = (files, path) }

    func release() { files.release(path) }
  }
}
