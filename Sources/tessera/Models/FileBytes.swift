import Glibc
import Session
import Synchronization
import SystemPackage

/// A regular file of which only what is asked for is read.
final class FileBytes: Sendable {
  /// As the file was opened.
  let count: Int
  private let descriptor: Int32
  private let problem = Mutex<String?>(nil)

  /// Nil for what is no regular file, or does not open.
  init?(_ path: FilePath) {
    // Opening a pipe would wait for its writer.
    let descriptor = path.withPlatformString { open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
    guard descriptor >= 0 else { return nil }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      return nil
    }
    (self.descriptor, count) = (descriptor, Int(status.st_size))
  }

  deinit { close(descriptor) }

  /// Why bytes are missing that should be there; nil while none are.
  var failure: String? { problem.withLock { $0 } }

  /// Fewer where the disk does not give them.
  func bytes(_ range: Range<Int>) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
      filled = 0
      while filled < range.count {
        let got = pread(descriptor, buffer.baseAddress! + filled, range.count - filled, range.lowerBound + filled)
        if got < 0, errno == EINTR { continue }
        if got < 0 { problem.withLock { $0 = String(cString: strerror(errno)) } }
        guard got > 0 else { return }
        filled += got
      }
    }
  }
}
