import Glibc
import Synchronization
import SystemPackage

/// A lock file held with flock(2), its text the holder's process id and host for people to read.
///
/// flock, because the kernel gives it free when its holder dies, by kill -9 too: no stale lock, no process id that
/// another process has got meanwhile. Linux carries it over NFS. Where a file system has no locks, the text decides:
/// a holder on this host that is no longer alive is taken over.
final class HeldLock: FileLock {
  private let path: FilePath
  private let file: Mutex<Int32>

  init(_ path: FilePath) throws(FileError) {
    self.path = path
    file = Mutex(-1)
    var attempts = 0
    while true {
      let number = try Self.open(path)
      try Self.take(number, path)
      // Whoever held it before may have removed the file between our open and our lock: then ours is nobody's.
      if Self.isStillNamed(number, path) || attempts > 10 {
        Self.sign(number)
        file.withLock { $0 = number }
        return
      }
      close(number)
      attempts += 1
    }
  }

  func release() {
    file.withLock { number in
      guard number >= 0 else { return }
      _ = path.withPlatformString { unlink($0) }
      close(number)
      number = -1
    }
  }

  deinit { release() }

  private static func open(_ path: FilePath) throws(FileError) -> Int32 {
    let number = path.withPlatformString { Glibc.open($0, O_RDWR | O_CREAT | O_CLOEXEC, 0o666) }
    guard number >= 0 else { throw failure(path) }
    return number
  }

  private static func take(_ number: Int32, _ path: FilePath) throws(FileError) {
    if flock(number, LOCK_EX | LOCK_NB) == 0 { return }
    let code = errno
    let holder = holder(number)
    let hasNoLocks = code == ENOLCK || code == EOPNOTSUPP || code == ENOSYS
    if hasNoLocks, holder.pid == 0 || (holder.host == hostName() && !isAlive(holder.pid)) { return }
    close(number)
    guard code == EWOULDBLOCK || hasNoLocks else {
      throw .other(path: path, reason: String(cString: strerror(code)))
    }
    throw .heldBy(path: path, pid: holder.pid, host: holder.host)
  }

  private static func isAlive(_ pid: Int32) -> Bool { kill(pid, 0) == 0 || errno == EPERM }

  private static func isStillNamed(_ number: Int32, _ path: FilePath) -> Bool {
    var (ours, named) = (stat(), stat())
    return fstat(number, &ours) == 0 && path.withPlatformString { stat($0, &named) } == 0
      && ours.st_ino == named.st_ino && ours.st_dev == named.st_dev
  }

  private static func sign(_ number: Int32) {
    let text = Array("\(getpid()) \(hostName())\n".utf8)
    _ = ftruncate(number, 0)
    _ = text.withUnsafeBytes { pwrite(number, $0.baseAddress, $0.count, 0) }
  }

  private static func holder(_ number: Int32) -> (pid: Int32, host: String) {
    var bytes = [UInt8](repeating: 0, count: 300)
    let count = bytes.withUnsafeMutableBytes { pread(number, $0.baseAddress, $0.count, 0) }
    let words = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split { $0 == " " || $0 == "\n" }
    return (words.first.flatMap { Int32($0) } ?? 0, words.dropFirst().first.map(String.init) ?? "unknown host")
  }
}

private func hostName() -> String {
  var name = [UInt8](repeating: 0, count: 256)
  let isKnown = name.withUnsafeMutableBytes { bytes in
    bytes.withMemoryRebound(to: CChar.self) { gethostname($0.baseAddress!, $0.count - 1) == 0 }
  }
  return isKnown ? String(decoding: name.prefix { $0 != 0 }, as: UTF8.self) : "this host"
}
