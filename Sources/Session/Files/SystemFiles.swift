import Glibc
import SystemPackage

/// The disk, through POSIX calls on raw bytes.
///
/// SIGXFSZ must be ignored by the program: a file that reaches the size limit is then an error like a full disk.
public struct SystemFiles: FileDoor {
  /// The disk of this machine.
  public init() {}

  /// Reads a whole file, also one without a length such as those in /proc. A pipe that nobody writes to is empty.
  public func read(_ path: FilePath) throws(FileError) -> [UInt8] {
    // Opening a pipe would wait for its writer, for ever where none comes.
    let file = try Descriptor(path, O_RDONLY | O_NONBLOCK)
    _ = fcntl(file.number, F_SETFL, 0)
    var status = stat()
    guard fstat(file.number, &status) == 0 else { throw failure(path) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw .other(path: path, reason: "is a folder; name a file") }
    return try contents(file, sizeHint: Int(status.st_size), path)
  }

  /// Names in a folder, hidden ones too, in byte order.
  public func list(_ folder: FilePath) throws(FileError) -> [FilePath.Component] {
    try names(in: folder).compactMap(FilePath.Component.init(entry:))
  }

  /// Names in a folder, hidden ones too, in byte order.
  public func names(in folder: FilePath) throws(FileError) -> [[UInt8]] {
    guard let stream = folder.withPlatformString({ opendir($0) }) else { throw failure(folder) }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    errno = 0
    while let entry = readdir(stream) {
      let name = nameBytes(entry)
      if name != [0x2E], name != [0x2E, 0x2E] { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw failure(folder) }
    names.sort(by: precedes)
    return names
  }

  /// Follows symbolic links.
  public func exists(_ path: FilePath) -> Bool { status(path) != nil }

  /// Follows symbolic links.
  public func isFolder(_ path: FilePath) -> Bool { status(path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false }

  /// Follows symbolic links. Nil for what is no regular file: a pipe gives other bytes to every reader.
  public func identity(of path: FilePath) -> FileIdentity? {
    guard let status = status(path), status.st_mode & S_IFMT == S_IFREG else { return nil }
    return FileIdentity(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int(status.st_size),
      modified: nanoseconds(status.st_mtim), changed: nanoseconds(status.st_ctim))
  }

  private func nanoseconds(_ time: timespec) -> Int { time.tv_sec &* 1_000_000_000 &+ time.tv_nsec }

  /// From the current folder; `..` is resolved by name, not through symbolic links.
  public func absolute(_ path: FilePath) -> FilePath {
    guard path.isRelative, let current = getcwd(nil, 0) else { return path.lexicallyNormalized() }
    defer { free(current) }
    return FilePath(platformString: current).pushing(path).lexicallyNormalized()
  }

  /// Creates a folder and those above it; one that is there is fine.
  public func createFolder(_ path: FilePath) throws(FileError) {
    if isFolder(path) || path.isEmpty { return }
    let parent = path.removingLastComponent()
    if parent != path, !parent.isEmpty { try createFolder(parent) }
    guard path.withPlatformString({ mkdir($0, 0o777) }) != 0 else { return }
    let reason = failure(path)
    if !isFolder(path) { throw reason }
  }

  /// Atomic: after a crash the old or the new file is there, whole.
  public func replace(_ path: FilePath, with bytes: [UInt8]) throws(FileError) {
    let temporary = temporaryName(beside: path)
    do throws(FileError) {
      let file = try Descriptor(temporary, O_WRONLY | O_CREAT | O_TRUNC)
      try write(bytes, to: file, path)
      guard fsync(file.number) == 0 else { throw failure(path) }
    } catch {
      _ = temporary.withPlatformString { unlink($0) }
      throw renamed(error, path)
    }
    let isRenamed = temporary.withPlatformString { old in path.withPlatformString { new in rename(old, new) == 0 } }
    guard isRenamed else {
      let reason = failure(path)
      _ = temporary.withPlatformString { unlink($0) }
      throw reason
    }
    try syncFolder(of: path)
  }

  /// Removes a file or an empty folder.
  public func remove(_ path: FilePath) throws(FileError) {
    let isRemoved = path.withPlatformString { Glibc.remove($0) == 0 }
    guard isRemoved else { throw failure(path) }
  }

  /// Opens a file for appending and creates it if it is missing.
  public func openLog(_ path: FilePath) throws(FileError) -> any LogFile {
    let isNew = !exists(path)
    let log = try AppendedFile(path)
    // A journal whose name does not survive a power cut holds nothing.
    if isNew { try syncFolder(of: path) }
    return log
  }

  /// Takes a lock file; see `HeldLock` for how.
  public func lock(_ path: FilePath) throws(FileError) -> any FileLock { try HeldLock(path) }

  private func status(_ path: FilePath) -> stat? {
    var status = stat()
    return path.withPlatformString { stat($0, &status) } == 0 ? status : nil
  }

  private func syncFolder(of path: FilePath) throws(FileError) {
    let folder = path.removingLastComponent()
    let file = try Descriptor(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY)
    // Some file systems cannot sync a folder and say EINVAL; the rename itself has worked.
    if fsync(file.number) != 0, errno != EINVAL, errno != EROFS { throw failure(path) }
  }

  private func temporaryName(beside path: FilePath) -> FilePath {
    let name = Array(".tessera-\(getpid())-\(UInt64.random(in: 0 ... .max)).tmp".utf8)
    let component = FilePath.Component(bytes: name) ?? ".tessera.tmp"
    return path.removingLastComponent().appending(component)
  }

  /// The error with the file's own name instead of its temporary one.
  private func renamed(_ error: FileError, _ path: FilePath) -> FileError {
    switch error {
    case .notFound: .notFound(path.removingLastComponent())
    case .noPermission: .noPermission(path)
    case .diskFull: .diskFull(path)
    case .other(_, let reason): .other(path: path, reason: reason)
    case .heldBy: error
    }
  }

  private func contents(_ file: borrowing Descriptor, sizeHint: Int, _ path: FilePath) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var capacity = sizeHint + 1
    while true {
      let piece = try read(upTo: capacity, file, path)
      bytes = bytes.isEmpty ? piece : bytes + piece
      if piece.isEmpty || bytes.count == sizeHint { return bytes }
      capacity = 1 << 20
    }
  }

  private func read(upTo count: Int, _ file: borrowing Descriptor, _ path: FilePath) throws(FileError) -> [UInt8] {
    let descriptor = file.number
    var isFailed = false
    let piece = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = Glibc.read(descriptor, buffer.baseAddress! + filled, count - filled)
        if got < 0, errno == EINTR { continue }
        isFailed = got < 0
        if got <= 0 { break }
        filled += got
      }
    }
    if isFailed { throw failure(path) }
    return piece
  }

  private func write(_ bytes: [UInt8], to file: borrowing Descriptor, _ path: FilePath) throws(FileError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(file.number, $0.baseAddress! + written, bytes.count - written) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(path) }
      written += count
    }
  }
}

extension FilePath.Component {
  /// A directory entry's name, which holds no slash: read without the detour over a whole path.
  fileprivate init?(entry name: [UInt8]) {
    let component = (name + [0]).withUnsafeBytes { bytes in
      bytes.baseAddress.flatMap { FilePath.Component(platformString: $0.assumingMemoryBound(to: CChar.self)) }
    }
    guard let component else { return nil }
    self = component
  }
}

/// The name of a directory entry.
private func nameBytes(_ entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
  withUnsafeBytes(of: &entry.pointee.d_name) { name in Array(name.prefix { $0 != 0 }) }
}

/// Whether `one` comes before `other` in byte order.
func precedes(_ one: [UInt8], _ other: [UInt8]) -> Bool {
  let order = one.withUnsafeBytes { one in
    other.withUnsafeBytes { other in
      guard let start = one.baseAddress, let otherStart = other.baseAddress else { return Int32(0) }
      return memcmp(start, otherStart, min(one.count, other.count))
    }
  }
  return order == 0 ? one.count < other.count : order < 0
}

/// An open file; closed when the value dies.
struct Descriptor: ~Copyable {
  let number: Int32

  init(_ path: FilePath, _ flags: Int32) throws(FileError) {
    var result: Int32
    repeat {
      result = path.withPlatformString { open($0, flags | O_CLOEXEC, 0o666) }
    } while result < 0 && errno == EINTR
    guard result >= 0 else { throw failure(path) }
    number = result
  }

  deinit { close(number) }
}

/// What `errno` says about a call on `path`.
func failure(_ path: FilePath) -> FileError {
  switch errno {
  case ENOENT, ENOTDIR: .notFound(path)
  case EACCES, EROFS, EPERM: .noPermission(path)
  case ENOSPC, EDQUOT, EFBIG: .diskFull(path)
  case let code: .other(path: path, reason: String(cString: strerror(code)))
  }
}
