import Foundation
import Glibc

/// A file system in memory that is easily full. Needs the right to mount.
package final class SmallDisk {
  private let folder: TemporaryFolder
  /// Where it is mounted.
  package var path: String { folder.path }

  /// Whether this process may mount.
  package static let isPermitted: Bool = (try? SmallDisk(kilobytes: 16)) != nil

  package init(kilobytes: Int) throws {
    folder = try TemporaryFolder()
    guard mount("tmpfs", folder.path, "tmpfs", 0, "size=\(kilobytes)k") == 0
    else { throw TestSupportError.system(call: "mount", code: errno) }
  }

  deinit { umount2(path, Int32(MNT_DETACH)) }

  /// Takes all the room that is left.
  package func fill() throws {
    let number = open(path + "/filler", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard number >= 0 else { throw TestSupportError.system(call: "open", code: errno) }
    defer { close(number) }
    let block = [UInt8](repeating: 1, count: 512)
    while write(number, block, block.count) > 0 {}
  }

  /// Gives the room back.
  package func free() throws { try FileManager.default.removeItem(atPath: path + "/filler") }
}
