import CTestSupport
import Glibc
import Raster

/// A real pseudo terminal with a program in it.
package final class PseudoTerminal {
  package let process: ChildProcess
  private let master: Int32
  /// Kept open, so that the terminal's settings can be read after the program's end.
  private let slave: Int32
  private var isOpen = true

  /// Starts a program as the leader of a session on a new terminal.
  ///
  /// - Parameter pixels: the text area as TIOCGWINSZ tells it; zero where a terminal does not know.
  package init(
    _ arguments: [String], environment: [String: String], size: CellSize, pixels: Size, directory: String? = nil,
    input: Int32 = -1, output: Int32 = -1
  ) throws {
    var path = [CChar](repeating: 0, count: 64)
    var slave: Int32 = -1
    let master = ctest_open_terminal(
      UInt16(size.rows), UInt16(size.columns), UInt16(pixels.width), UInt16(pixels.height), &slave, &path, path.count)
    guard master >= 0 else { throw TestSupportError.system(call: "posix_openpt", code: -master) }
    (self.master, self.slave) = (master, slave)
    let name = String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    process = try ChildProcess(
      arguments, environment: environment, directory: directory, terminal: name, input: input, output: output)
  }

  deinit {
    process.kill()
    hangUp()
  }

  /// Closes the terminal, as a dropped link does; the program gets SIGHUP.
  package func hangUp() {
    guard isOpen else { return }
    isOpen = false
    close(slave)
    close(master)
  }

  /// Changes the window's size; the program gets SIGWINCH.
  package func resize(to size: CellSize, pixels: Size) {
    _ = ctest_resize_terminal(
      master, UInt16(size.rows), UInt16(size.columns), UInt16(pixels.width), UInt16(pixels.height))
  }

  /// Sends bytes to the program as far as they fit now; returns how many went.
  package func write(_ bytes: ArraySlice<UInt8>) -> Int {
    guard isOpen, !bytes.isEmpty else { return 0 }
    return max(0, bytes.withUnsafeBytes { Glibc.write(master, $0.baseAddress, $0.count) })
  }

  /// What the program wrote, waiting up to `milliseconds` for the first byte; empty if nothing came.
  package func read(milliseconds: Int32) -> [UInt8] {
    guard isOpen else { return [] }
    var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) > 0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
      count = max(0, Glibc.read(master, buffer.baseAddress, buffer.count))
    }
  }

  /// The terminal's settings as `stty` sees them.
  package var settings: TerminalSettings {
    var settings = termios()
    tcgetattr(slave, &settings)
    return TerminalSettings(settings)
  }

  /// The process group that the terminal's keys go to.
  package var foregroundGroup: pid_t { tcgetpgrp(master) }
}

/// The settings of a terminal line: what `stty -a` prints.
package struct TerminalSettings: Equatable, Sendable {
  package let input: UInt32
  package let output: UInt32
  package let control: UInt32
  package let local: UInt32
  package let characters: [UInt8]

  init(_ settings: termios) {
    (input, output) = (settings.c_iflag, settings.c_oflag)
    (control, local) = (settings.c_cflag, settings.c_lflag)
    characters = withUnsafeBytes(of: settings.c_cc) { Array($0) }
  }

  /// Typed characters are echoed and lines are edited by the terminal: what a shell expects.
  package var isCooked: Bool { local & UInt32(ICANON | ECHO | ISIG) == UInt32(ICANON | ECHO | ISIG) }
}
