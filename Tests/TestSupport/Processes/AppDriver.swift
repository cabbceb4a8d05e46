import Foundation
import Glibc
import Raster

/// The app in a pseudo terminal with an emulator at the other end: types, clicks, and sees what a person would see.
package final class AppDriver {
  package let terminal: PseudoTerminal
  package let emulator: TerminalEmulator
  /// Everything the program wrote to the terminal.
  package private(set) var output: [UInt8] = []
  private let testLog: String
  private let files: AnyObject?
  private var pending: [UInt8] = []

  /// How a program is started.
  package struct Setup {
    package var arguments: [String]
    package var profile = TerminalProfile.xterm
    package var size = CellSize(columns: 100, rows: 40)
    package var cellPixels = Size(width: 10, height: 20)
    package var environment: [String: String] = [:]
    package var directory: String?
    /// Where the program writes `READY n` after each settled frame.
    package var testLog: String

    /// Owns the folders that the program works in, and lives as long as the driver.
    package var files: AnyObject?

    /// - Parameter arguments: the whole command line, `arguments[0]` the program.
    package init(_ arguments: [String], testLog: String) {
      self.arguments = arguments
      self.testLog = testLog
    }
  }

  package init(_ setup: Setup) throws {
    (testLog, files) = (setup.testLog, setup.files)
    // Frames of an earlier run must not count.
    try? FileManager.default.removeItem(atPath: testLog)
    emulator = TerminalEmulator(size: setup.size, cellPixels: setup.cellPixels, profile: setup.profile)
    terminal = try PseudoTerminal(
      setup.arguments, environment: AppDriver.environment(setup), size: setup.size, pixels: emulator.pixelSize,
      directory: setup.directory)
  }

  /// A clean environment: what leaks in from the developer's shell cannot change a result.
  package static func environment(_ setup: Setup) -> [String: String] {
    let inherited = ProcessInfo.processInfo.environment
    var environment = ["TERM": setup.profile.term, "LC_ALL": "C.UTF-8", "HOME": "/proc/nonexistent"]
    for name in ["PATH", "LD_LIBRARY_PATH"] { environment[name] = inherited[name] }
    return environment.merging(setup.environment) { $1 }
  }

  // MARK: Time

  /// Moves bytes both ways until nothing comes for `milliseconds`.
  package func pump(milliseconds: Int32 = 0) {
    repeat {
      let written = terminal.write(pending[...])
      pending.removeFirst(written)
      let bytes = terminal.read(milliseconds: pending.isEmpty ? milliseconds : 1)
      guard !bytes.isEmpty else { return }
      output += bytes
      emulator.feed(bytes)
      pending += emulator.takeReplies()
    } while true
  }

  /// Waits until `condition` holds.
  /// - Throws: when it does not within `seconds`, or when the program ends first.
  package func wait(for what: String, seconds: Double = 15, until condition: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      pump(milliseconds: 5)
      if try condition() { return }
      if let status = terminal.process.poll() {
        pump()
        if try condition() { return }
        throw TestSupportError.ended(status, screen: emulator.screenText)
      }
      guard ContinuousClock.now < deadline
      else { throw TestSupportError.timeout(waitingFor: what, seconds: seconds, screen: emulator.screenText) }
    }
  }

  /// How many frames have settled: the last n of `READY n` in the log.
  package var settledFrames: Int {
    guard let bytes = FileManager.default.contents(atPath: testLog) else { return 0 }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    // The last piece is empty or a line that is still being written.
    return lines.dropLast().reversed().lazy.compactMap { line in
      line.hasPrefix("READY ") ? Int(line.dropFirst(6)) : nil
    }.first ?? 0
  }

  /// Waits for a settled frame after number `frame` (the first by default), and for its bytes.
  package func waitReady(after frame: Int = 0, seconds: Double = 15) throws {
    try wait(for: "a settled frame after number \(frame)", seconds: seconds) { settledFrames > frame }
    pump(milliseconds: 20)
  }

  /// Waits for text on the screen.
  package func waitForText(_ text: String, seconds: Double = 15) throws {
    try wait(for: "“\(text)” on the screen", seconds: seconds) { emulator.screenText.contains(text) }
  }

  /// Waits for the program's end.
  package func waitForExit(seconds: Double = 15) throws -> ExitStatus {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < deadline {
      pump(milliseconds: 5)
      guard let status = terminal.process.poll() else { continue }
      pump()
      return status
    }
    throw TestSupportError.timeout(waitingFor: "the program's end", seconds: seconds, screen: emulator.screenText)
  }

  // MARK: Hands

  /// Sends bytes as a keyboard does, without waiting.
  package func send(_ text: String) {
    pending += Array(text.utf8)
    pump()
  }

  /// Sends keys and waits for the frame that answers them.
  package func type(_ keys: String, seconds: Double = 15) throws {
    let frame = settledFrames
    send(keys)
    try waitReady(after: frame, seconds: seconds)
  }

  /// Which mouse button; the numbers are those of the SGR mouse report.
  package enum Button: Int, Sendable { case left = 0, middle = 1, right = 2 }

  /// Presses and releases a button over a pixel of the text area, and waits for the frame that answers.
  ///
  /// Reports pixels where the program switched them on (mode 1016), else the cell.
  package func click(_ pixel: PixelPoint, _ button: Button = .left) throws {
    let frame = settledFrames
    send(mouseReport(pixel, button.rawValue, pressed: true) + mouseReport(pixel, button.rawValue, pressed: false))
    try waitReady(after: frame)
  }

  /// Presses and releases a button over the middle of a cell.
  package func click(_ cell: CellPoint, _ button: Button = .left) throws {
    let size = emulator.cellPixels
    try click(
      PixelPoint(x: cell.column * size.width + size.width / 2, y: cell.row * size.height + size.height / 2), button)
  }

  /// The bytes of an SGR mouse report; `code` 32 + button is a drag, 35 a move, 64 and 65 the wheel.
  package func mouseReport(_ pixel: PixelPoint, _ code: Int, pressed: Bool) -> String {
    let cell = emulator.modes.isOn(1016) ? Size(width: 1, height: 1) : emulator.cellPixels
    return "\u{1B}[<\(code);\(pixel.x / cell.width + 1);\(pixel.y / cell.height + 1)\(pressed ? "M" : "m")"
  }

  /// Changes the window's size on both sides.
  package func resize(to size: CellSize) {
    emulator.resize(to: size)
    terminal.resize(to: size, pixels: emulator.pixelSize)
  }

  /// Types the quit key and waits for the end.
  package func quit(seconds: Double = 15) throws -> ExitStatus {
    send("q")
    return try waitForExit(seconds: seconds)
  }
}
