/// What tells whether a path still names the same contents, without reading them.
public struct FileIdentity: Hashable, Sendable {
  /// The file system.
  public let device: UInt64
  /// The file's number on it.
  public let inode: UInt64
  /// Bytes.
  public let size: Int
  /// When the contents were written, nanoseconds since 1970.
  public let modified: Int
  /// When the file was changed in any way, nanoseconds since 1970: an old `modified` may have been put back.
  public let changed: Int

  /// An identity as the file system tells it.
  public init(device: UInt64, inode: UInt64, size: Int, modified: Int, changed: Int) {
    (self.device, self.inode, self.size, self.modified, self.changed) = (device, inode, size, modified, changed)
  }
}
