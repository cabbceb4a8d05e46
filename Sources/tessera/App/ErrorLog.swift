import Glibc
import Session
import SystemPackage
import Terminal

/// Where standard error goes while the interface is up: what a library writes there would destroy the picture.
///
/// An empty log is removed at the end, so that looking leaves no files.
final class ErrorLog {
  /// What is kept of earlier runs.
  private static let byteLimit = 1 << 20

  private let path: FilePath
  private let descriptor: Int32

  /// `$XDG_STATE_HOME/tessera/label.log`; nil where neither that nor HOME is set.
  static var standardPath: FilePath? { StateFolder.path?.appending("label.log") }

  /// Diverts standard error if it is a terminal; nil if it is none, or where there is nothing to write to.
  init?(_ path: FilePath? = ErrorLog.standardPath) {
    guard isatty(STDERR_FILENO) == 1 else { return nil }
    let (path, descriptor) = Self.open(path)
    guard descriptor >= 0, StandardError.divert(to: descriptor) else {
      close(descriptor)
      return nil
    }
    (self.path, self.descriptor) = (path, descriptor)
  }

  /// Standard error is the terminal again.
  func end() {
    StandardError.restore()
    let isEmpty = lseek(descriptor, 0, SEEK_END) == 0
    close(descriptor)
    guard isEmpty, path != Self.nowhere else { return }
    try? SystemFiles().remove(path)
    _ = path.removingLastComponent().withPlatformString { rmdir($0) }
  }

  private static let nowhere: FilePath = "/dev/null"

  /// The log, or what takes everything and keeps nothing.
  private static func open(_ path: FilePath?) -> (FilePath, Int32) {
    if let path, (try? SystemFiles().createFolder(path.removingLastComponent())) != nil {
      let descriptor = path.withPlatformString { Glibc.open($0, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600) }
      if descriptor >= 0 {
        if lseek(descriptor, 0, SEEK_END) > byteLimit { ftruncate(descriptor, 0) }
        return (path, descriptor)
      }
    }
    return (nowhere, nowhere.withPlatformString { Glibc.open($0, O_RDWR | O_CLOEXEC) })
  }
}
