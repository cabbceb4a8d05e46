import Glibc
import SystemPackage

/// A file opened with O_APPEND: every `append` is one write(2), whole or not at all.
final class AppendedFile: LogFile {
  private let path: FilePath
  private let file: Descriptor
  private var length: Int
  /// A write was cut short and the file could not be cut back yet.
  private var isTorn = false

  init(_ path: FilePath) throws(FileError) {
    self.path = path
    file = try Descriptor(path, O_WRONLY | O_CREAT | O_APPEND)
    var status = stat()
    guard fstat(file.number, &status) == 0 else { throw failure(path) }
    length = Int(status.st_size)
  }

  func append(_ bytes: [UInt8]) throws(FileError) {
    if isTorn { try truncate(to: length) }
    var count: Int
    repeat {
      count = bytes.withUnsafeBytes { write(file.number, $0.baseAddress, bytes.count) }
    } while count < 0 && errno == EINTR
    if count == bytes.count {
      length += count
      return
    }
    // A short write means that the disk is full; what was written of the line is taken back.
    let reason: FileError = count < 0 ? failure(path) : .diskFull(path)
    if count > 0 {
      isTorn = true
      try? truncate(to: length)
    }
    throw reason
  }

  func sync() throws(FileError) {
    guard fdatasync(file.number) == 0 else { throw failure(path) }
  }

  func truncate(to length: Int) throws(FileError) {
    guard ftruncate(file.number, length) == 0 else { throw failure(path) }
    self.length = length
    isTorn = false
  }
}
