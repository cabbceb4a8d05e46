import Raster
import Segmentation

/// Label maps on the disk under the digest of what they were made of, so that no image is segmented twice.
///
/// Losing it costs time and nothing else.
public final class LabelCache: Sendable {
  private let folder: CacheFolder
  private let version: String

  /// - Parameters:
  ///   - version: of all that decides which segments a method gives: other versions' entries are not found.
  ///   - byteLimit: of all entries together; the oldest go first.
  ///   - readOnly: entries are read and none is written.
  public init(
    door: any FileDoor, output: OutputFolder, version: String, byteLimit: Int = 256 << 20, readOnly: Bool = false
  ) {
    folder = CacheFolder(door: door, output: output, byteLimit: byteLimit, readOnly: readOnly)
    self.version = version
  }

  /// The segments that `method` gave, or nil.
  /// - Parameter method: with every parameter.
  func labels(of image: Digest, _ method: MethodSpec, _ size: Size) -> PreparedLabels? {
    let key = key(image, method)
    return folder.read(name(key)).flatMap { CachedLabels.labels($0, key: key, method, size) }
  }

  /// Keeps segments that took that long to make, if reading them will be quicker. Returns at once.
  func offer(_ labels: PreparedLabels, of image: Digest, took: Duration) {
    guard !folder.isClosed, took > Self.leastDuration else { return }
    let key = key(image, labels.method)
    folder.write(name(key)) {
      let bytes = CachedLabels.bytes(labels, key: key)
      return Self.isWorthKeeping(bytes: bytes.count, took: took) ? bytes : nil
    }
  }

  /// Waits for the entry that is being written; nothing is written afterwards.
  public func close() { folder.close() }

  /// Waits for all entries that were offered.
  func settle() { folder.settle() }

  // MARK: What is worth it

  /// What reading a small entry takes on a slow disk.
  private static let leastDuration = Duration.milliseconds(20)

  /// Reading, checking and decoding was measured at 120 MB/s and more (0.3 ms for `slic` at 2 megapixels, which takes 75 ms);
  /// disks may be slower.
  static func isWorthKeeping(bytes: Int, took: Duration) -> Bool {
    took > leastDuration + .microseconds(bytes / 50)
  }

  private func key(_ image: Digest, _ method: MethodSpec) -> Digest {
    Digest(of: Array("tessera-cache 1\n\(version)\n\(image)\n\(Command.method(method))\n".utf8))
  }

  /// What ends otherwise is a write that was cut short.
  private func name(_ key: Digest) -> String { "\(key).labels" }
}

/// The cache as far as it concerns one image.
struct ImageCache: Sendable {
  let cache: LabelCache
  /// Of the image file's bytes.
  let image: Digest

  func labels(_ method: MethodSpec, _ size: Size) -> PreparedLabels? { cache.labels(of: image, method, size) }
  func offer(_ labels: PreparedLabels, took: Duration) { cache.offer(labels, of: image, took: took) }
}
