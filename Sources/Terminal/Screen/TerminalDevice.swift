import CTerminal
import Display
import Glibc
import Raster

/// The file of a terminal: bytes in and out without waiting, raw mode, and the window's size.
final class TerminalDevice {
  let descriptor: Int32
  /// The terminal hung up; nothing can be read or written any more.
  private(set) var isClosed = false
  private var original = termios()

  /// Opens a file description of its own: making the shell's own one non-blocking would outlive us.
  init(path: String) throws(ScreenError) {
    descriptor = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .noTerminal(path: printable(path), reason: String(cString: strerror(errno))) }
    guard tcgetattr(descriptor, &original) == 0 else {
      let reason = String(cString: strerror(errno))
      Glibc.close(descriptor)
      throw .noTerminal(path: printable(path), reason: reason)
    }
  }

  deinit { Glibc.close(descriptor) }

  func enterRawMode() {
    var raw = original
    cfmakeraw(&raw)
    tcsetattr(descriptor, TCSANOW, &raw)
  }

  /// Input that nobody has read is dropped: it may hold replies that a shell would take for typing. Waits for no
  /// output: a terminal that is stopped would keep us for ever.
  func leaveRawMode() {
    tcflush(descriptor, TCIFLUSH)
    tcsetattr(descriptor, TCSANOW, &original)
  }

  /// Makes sure that these bytes and the original mode reach the terminal even if the process dies.
  func armRestore(_ bytes: [UInt8]) throws(ScreenError) {
    let code = ct_install_emergency_restore(descriptor, bytes, bytes.count, &original)
    guard code == 0 else { throw .system(String(cString: strerror(code))) }
  }

  func disarmRestore() { ct_remove_emergency_restore() }

  var windowSize: (cells: CellSize, pixels: Size?)? {
    var size = ct_window_size()
    guard ct_get_window_size(descriptor, &size) == 0, size.rows > 0, size.columns > 0 else { return nil }
    let pixels = Size(width: Int(size.width), height: Int(size.height))
    return (CellSize(columns: Int(size.columns), rows: Int(size.rows)), pixels.area > 0 ? pixels : nil)
  }

  /// Everything that can be read now.
  func read() -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < 1 << 20 {
      let chunk = [UInt8](unsafeUninitializedCapacity: 8192) { buffer, count in
        let result = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        count = max(0, result)
        if result == 0 || (result < 0 && ![EAGAIN, EINTR].contains(errno)) { isClosed = true }
      }
      bytes += chunk
      if chunk.count < 8192 { break }
    }
    return bytes
  }

  /// Writes what the terminal takes at once, from `start` on; returns how many bytes that were.
  func write(_ bytes: [UInt8], from start: Int) -> Int {
    let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress?.advanced(by: start), $0.count - start) }
    if count < 0 && ![EAGAIN, EINTR].contains(errno) { isClosed = true }
    return max(0, count)
  }

  /// Writes all bytes, or as many as the terminal takes before `timeout` milliseconds pass without any progress.
  func writeAll(_ bytes: [UInt8], timeout: Int32) {
    var written = 0
    while written < bytes.count, !isClosed {
      let count = write(bytes, from: written)
      written += count
      if count == 0 && !wait(for: POLLOUT, timeout: timeout) { return }
    }
  }

  /// Waits until bytes can be read; false after `timeout` milliseconds.
  func waitForInput(timeout: Int32) -> Bool { wait(for: POLLIN, timeout: timeout) }

  private func wait(for events: Int32, timeout: Int32) -> Bool {
    var item = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    return poll(&item, 1, timeout) > 0
  }
}

private func printable(_ path: String) -> String {
  String(path.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : Character($0) })
}
