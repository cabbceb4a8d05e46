import Raster
import Synchronization
import SystemPackage

@testable import Session

/// A disk in memory that fails on demand.
final class MemoryFiles: FileDoor {
  struct Disk {
    var files: [FilePath: [UInt8]] = [:]
    var folders: Set<FilePath> = ["/"]
    var locked: Set<FilePath> = []
    /// Names the call and the path; what it returns is thrown.
    var failure: @Sendable (String, FilePath) -> FileError? = { _, _ in nil }
    var syncs = 0
    var reads: [FilePath: Int] = [:]
    /// When each file was written, counted in writes.
    var writes: [FilePath: Int] = [:]
    var clock = 0
  }

  let disk = Mutex(Disk())

  subscript(path: FilePath) -> [UInt8]? {
    get { disk.withLock { $0.files[path.lexicallyNormalized()] } }
    set {
      let path = path.lexicallyNormalized()
      disk.withLock {
        $0.files[path] = newValue
        $0.clock += 1
        $0.writes[path] = $0.clock
        var folder = path.removingLastComponent()
        while $0.folders.insert(folder).inserted { folder = folder.removingLastComponent() }
      }
    }
  }

  func text(_ path: FilePath) -> String? { self[path].map { String(decoding: $0, as: UTF8.self) } }

  func fail(_ failure: @escaping @Sendable (String, FilePath) -> FileError?) {
    disk.withLock { $0.failure = failure }
  }

  /// All files below `folder`, in order.
  func names(in folder: FilePath) -> [String] {
    disk.withLock { disk in
      disk.files.keys.filter { $0.starts(with: folder) && $0 != folder }.map(\.string).sorted()
    }
  }

  private func check(_ call: String, _ path: FilePath) throws(FileError) {
    if let error = disk.withLock({ $0.failure(call, path) }) { throw error }
  }

  func read(_ path: FilePath) throws(FileError) -> [UInt8] {
    try check("read", path)
    guard let bytes = self[path] else { throw .notFound(path) }
    return bytes
  }

  func list(_ folder: FilePath) throws(FileError) -> [FilePath.Component] {
    try check("list", folder)
    guard isFolder(folder) else { throw .notFound(folder) }
    let folder = folder.lexicallyNormalized()
    let names = disk.withLock { disk in
      (Array(disk.files.keys) + Array(disk.folders)).filter { $0.removingLastComponent() == folder && $0 != folder }
        .compactMap(\.lastComponent)
    }
    return names.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }

  func exists(_ path: FilePath) -> Bool { self[path] != nil || isFolder(path) }
  func isFolder(_ path: FilePath) -> Bool { disk.withLock { $0.folders.contains(path.lexicallyNormalized()) } }

  func identity(of path: FilePath) -> FileIdentity? {
    let path = path.lexicallyNormalized()
    return disk.withLock { disk in
      guard let bytes = disk.files[path], let time = disk.writes[path] else { return nil }
      return FileIdentity(device: 1, inode: UInt64(time), size: bytes.count, modified: time, changed: time)
    }
  }

  func createFolder(_ path: FilePath) throws(FileError) {
    try check("createFolder", path)
    disk.withLock { disk in
      var folder = path.lexicallyNormalized()
      while disk.folders.insert(folder).inserted { folder = folder.removingLastComponent() }
    }
  }

  func replace(_ path: FilePath, with bytes: [UInt8]) throws(FileError) {
    try check("replace", path)
    guard isFolder(path.removingLastComponent()) else { throw .notFound(path) }
    self[path] = bytes
  }

  func remove(_ path: FilePath) throws(FileError) {
    try check("remove", path)
    let path = path.lexicallyNormalized()
    try disk.withLock { (disk) throws(FileError) in
      if disk.files.removeValue(forKey: path) != nil { return }
      let isEmpty =
        !disk.files.keys.contains { $0.starts(with: path) }
        && !disk.folders.contains { $0.starts(with: path) && $0 != path }
      guard isEmpty, disk.folders.remove(path) != nil else { throw .other(path: path, reason: "not empty") }
    }
  }

  func openLog(_ path: FilePath) throws(FileError) -> any LogFile {
    try check("openLog", path)
    guard isFolder(path.removingLastComponent()) else { throw .notFound(path) }
    if self[path] == nil { self[path] = [] }
    return Log(files: self, path: path)
  }

  func lock(_ path: FilePath) throws(FileError) -> any FileLock {
    try check("lock", path)
    guard isFolder(path.removingLastComponent()) else { throw .notFound(path) }
    guard disk.withLock({ $0.locked.insert(path).inserted }) else { throw .heldBy(path: path, pid: 1, host: "here") }
    return Lock(files: self, path: path)
  }

  private final class Log: LogFile {
    let files: MemoryFiles
    let path: FilePath

    init(files: MemoryFiles, path: FilePath) {
      self.files = files
      self.path = path
    }

    func append(_ bytes: [UInt8]) throws(FileError) {
      try files.check("append", path)
      files[path] = (files[path] ?? []) + bytes
    }

    func sync() throws(FileError) {
      try files.check("sync", path)
      files.disk.withLock { $0.syncs += 1 }
    }

    func truncate(to length: Int) throws(FileError) { files[path] = Array((files[path] ?? []).prefix(length)) }
  }

  private final class Lock: FileLock {
    let files: MemoryFiles
    let path: FilePath

    init(files: MemoryFiles, path: FilePath) {
      self.files = files
      self.path = path
    }

    func release() { _ = files.disk.withLock { $0.locked.remove(path) } }
    deinit { release() }
  }
}
