import Display
import Glibc
import Terminal

/// Tells a test what is on the glass: `READY n` after each settled frame, and the last picture as a sixel file.
final class TestLog {
  private let descriptor: Int32
  private let dumpPath: String?
  private var count = 0

  init?(path: String, dumpPath: String?) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    self.dumpPath = dumpPath
    if descriptor < 0 { return nil }
  }

  deinit { close(descriptor) }

  func settled(_ picture: Picture?) {
    if let dumpPath, let picture { dump(picture, to: dumpPath) }
    count += 1
    let line = Array("READY \(count)\n".utf8)
    _ = write(descriptor, line, line.count)
  }

  /// Written beside and renamed, so that a reader never meets half a picture.
  private func dump(_ picture: Picture, to path: String) {
    var bytes: [UInt8] = []
    SixelEncoder().encode(picture.plane, picture.plane.size.bounds, picture.palette, into: &bytes)
    guard let file = fopen(path + ".part", "w") else { return }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
    rename(path + ".part", path)
  }
}
