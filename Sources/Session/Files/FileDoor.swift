import SystemPackage

/// The one way to the disk for everything below the executable. Tests bring one that fails on demand.
///
/// Paths are bytes (`FilePath`), because file names need not be valid UTF-8.
public protocol FileDoor: Sendable {
  func read(_ path: FilePath) throws(FileError) -> [UInt8]
  /// Names in a folder, hidden ones too, in byte order.
  func list(_ folder: FilePath) throws(FileError) -> [FilePath.Component]
  /// The same as bytes: a path for each of 100,000 names takes longer than the listing.
  func names(in folder: FilePath) throws(FileError) -> [[UInt8]]
  func exists(_ path: FilePath) -> Bool
  func isFolder(_ path: FilePath) -> Bool
  /// Which contents the path names now; nil where there are none or the door cannot tell.
  func identity(of path: FilePath) -> FileIdentity?
  /// The path from the root, without `.` and `..`.
  func absolute(_ path: FilePath) -> FilePath
  /// Creates a folder and those above it.
  func createFolder(_ path: FilePath) throws(FileError)
  /// Writes a temporary file beside `path`, fsync, rename, fsync of the folder: after a crash the old or the new is there.
  func replace(_ path: FilePath, with bytes: [UInt8]) throws(FileError)
  /// Removes a file or an empty folder.
  func remove(_ path: FilePath) throws(FileError)
  /// Opens for appending; every `append` is one write(2).
  func openLog(_ path: FilePath) throws(FileError) -> any LogFile
  /// Takes the lock file or tells who holds it.
  func lock(_ path: FilePath) throws(FileError) -> any FileLock
}

extension FileDoor {
  /// As written, for doors whose paths all begin at the root.
  public func absolute(_ path: FilePath) -> FilePath { path.lexicallyNormalized() }

  /// Out of `list`, for doors with few files.
  public func names(in folder: FilePath) throws(FileError) -> [[UInt8]] { try list(folder).map(\.bytes) }

  /// Nil: nothing that was read before may be taken for what is there now.
  public func identity(of path: FilePath) -> FileIdentity? { nil }
}

/// A file that only grows.
public protocol LogFile: AnyObject {
  /// One write(2); the bytes survive the death of this process once it returns.
  func append(_ bytes: [UInt8]) throws(FileError)
  /// fdatasync: the bytes survive a power cut once it returns.
  func sync() throws(FileError)
  /// Cuts the file to `length` bytes (a torn last line).
  func truncate(to length: Int) throws(FileError)
}

/// A lock that is held until `release` or the death of the process. Taken on a worker, released on any thread.
public protocol FileLock: AnyObject, Sendable {
  func release()
}

/// What went wrong with which file, in words with the next step.
public enum FileError: Error, Equatable, Sendable, CustomStringConvertible {
  case notFound(FilePath)
  case noPermission(FilePath)
  case diskFull(FilePath)
  case heldBy(path: FilePath, pid: Int32, host: String)
  case other(path: FilePath, reason: String)

  /// One sentence: what is wrong, and what to do next.
  public var description: String {
    switch self {
    case .notFound(let path): "\(path.shown): no such file or folder; check the path"
    case .noPermission(let path): "\(path.shown): permission denied; choose another folder with --output"
    case .diskFull(let path): "\(path.shown): the disk is full; free some space and try again"
    case .heldBy(let path, let pid, let host):
      "\(path.shown): process \(pid) on \(printable(host)) has this image open; close it there or open it read-only"
    case .other(let path, let reason): "\(path.shown): \(printable(reason))"
    }
  }
}
