import Foundation
import Raster

/// An X server without a screen of its own (Xvfb), on a display number that was free.
package final class VirtualDisplay {
  package let name: String
  private let server: ChildProcess
  private let folder: TemporaryFolder

  /// The programs that must be installed to see and to type: nil if one is missing, with its name in `missing`.
  package static var missingProgram: String? {
    ["Xvfb", "xterm", "xdotool", "import"].first { installedProgram($0) == nil }
  }

  /// Starts the server and waits until it takes clients.
  package init(width: Int = 1280, height: Int = 900) throws {
    folder = try TemporaryFolder()
    let number = VirtualDisplay.freeNumber()
    name = ":\(number)"
    // `timeout` ends the server even if this process dies without a chance to do so.
    server = try ChildProcess(
      ["timeout", "180", "Xvfb", name, "-screen", "0", "\(width)x\(height)x24", "-nolisten", "tcp"],
      environment: ["PATH": VirtualDisplay.path], directory: nil, terminal: nil)
    try waitForServer(number)
  }

  private static let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"

  private static func freeNumber() -> Int {
    let start = 200 + Int(ProcessInfo.processInfo.processIdentifier) % 500
    return (start..<start + 100).first {
      !FileManager.default.fileExists(atPath: "/tmp/.X\($0)-lock")
        && !FileManager.default.fileExists(atPath: "/tmp/.X11-unix/X\($0)")
    } ?? start
  }

  private func waitForServer(_ number: Int) throws {
    for _ in 0..<500 {
      if FileManager.default.fileExists(atPath: "/tmp/.X11-unix/X\(number)") { return }
      if let status = server.poll() { throw TestSupportError.ended(status, screen: "") }
      Thread.sleep(forTimeInterval: 0.02)
    }
    throw TestSupportError.timeout(waitingFor: "the X server", seconds: 10, screen: "")
  }

  /// What a client of the display needs.
  package func environment(_ other: [String: String] = [:]) -> [String: String] {
    ["DISPLAY": name, "PATH": VirtualDisplay.path, "LC_ALL": "C.UTF-8", "HOME": folder.path].merging(other) { $1 }
  }

  /// The font 10x20 with more than Latin characters.
  private static let font = "-misc-fixed-medium-r-normal--20-200-75-75-c-100-iso10646-1"

  /// xterm with sixel, cells of 10 x 20 pixels, its text from the top-left pixel of the display.
  package func startTerminal(
    _ arguments: [String], columns: Int = 100, rows: Int = 40, environment other: [String: String] = [:]
  ) throws -> ChildProcess {
    try ChildProcess(
      [
        "xterm", "-ti", "vt340", "-u8", "-b", "0", "-bw", "0", "+sb", "-fn", VirtualDisplay.font, "-geometry",
        "\(columns)x\(rows)+0+0", "-xrm", "XTerm*cursorBlink: false", "-xrm", "XTerm*maxGraphicSize: 1920x1200",
        "-xrm", "XTerm*allowWindowOps: true", "-e",
      ] + arguments, environment: environment(other), directory: folder.path, terminal: nil)
  }

  /// Runs xdotool; the words are its own.
  package func hands(_ words: String...) throws {
    let run = try CommandRun.run(["xdotool"] + words, environment: environment(), seconds: 10)
    guard run.status == .code(0) else { throw TestSupportError.ended(run.status, screen: run.errorText) }
  }

  /// What the display shows.
  package func screenshot() throws -> Image {
    let path = folder.path("screenshot.ppm")
    let run = try CommandRun.run(
      ["import", "-window", "root", "-depth", "8", "ppm:" + path], environment: environment(), seconds: 20)
    guard run.status == .code(0), let image = PixmapFile.decode(try readBytes(path))
    else { throw TestSupportError.ended(run.status, screen: run.errorText) }
    return image
  }
}
