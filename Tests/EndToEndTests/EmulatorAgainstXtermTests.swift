import Foundation
import Raster
import TestSupport
import Testing

extension EndToEnd {
  /// The same bytes to a real xterm and to the emulator: every image pixel must be where xterm has it.
  @Suite(
    .enabled(
      if: VirtualDisplay.missingProgram == nil,
      "\(VirtualDisplay.missingProgram ?? "") is not installed: apt-get install xvfb xterm xfonts-base xdotool imagemagick"
    ))
  struct EmulatorAgainstXterm {
    private func solid(_ color: String, width: Int, bands: Int) -> String {
      let rows = Array(repeating: "#0!\(width)~", count: bands).joined(separator: "-")
      return "\u{1B}P0;0;0q\"1;1;\(width);\(bands * 6)#0;2;\(color)\(rows)\u{1B}\\"
    }

    /// Two colours and a hole, to be composited.
    private let sparse =
      "\u{1B}P0;1;0q\"1;1;20;24#0;2;100;100;0#1;2;0;0;100#0!10~$#1!15?!5~-#0!3@-#1!20w-#0!20~\u{1B}\\"

    private var scenes: [(name: String, output: String)] {
      let base = "\u{1B}[3;5H" + solid("100;0;0", width: 200, bands: 40)
      let patch = "\u{1B}[5;9H" + solid("0;100;0", width: 40, bands: 10)
      let text = "\u{1B}[5;10Htext \u{1B}[6;7H    \u{1B}[8;7H\u{A0}\u{A0}\u{A0}\u{1B}[10;7Habcdef"
      let erasing = "\u{1B}[10;9H\u{1B}[2X\u{1B}[9;12H\u{1B}[3X\u{1B}[11;20H\u{1B}[K\u{1B}[12;8H\u{1B}[1K"
      let tall = solid("100;0;0", width: 200, bands: 40)
      let hide = "\u{1B}[?25l"
      return [
        ("patches, transparency, erasing within rows", hide + base + patch + "\u{1B}[7;12H" + sparse + text + erasing),
        ("text erased, a region scrolled", hide + base + patch + text + erasing + "\u{1B}[2;30r\u{1B}[2S\u{1B}[r"),
        ("margins emptied", hide + base + "\u{1B}[2;30r\u{1B}[29S\u{1B}[r" + patch),
        ("margins filled and emptied", hide + "\u{1B}[2;5H" + tall + "\u{1B}[2;13r\u{1B}[12S\u{1B}[r" + patch),
        ("margins emptied twice", hide + "\u{1B}[2;5H" + tall + "\u{1B}[2;13r\u{1B}[12S\u{1B}[12S\u{1B}[r" + patch),
        ("an image above the margins", hide + "\u{1B}[2;5H" + patch + "\u{1B}[9;30r\u{1B}[3S\u{1B}[r"),
        ("an image across the margins", hide + "\u{1B}[2;5H" + tall + "\u{1B}[6;30r\u{1B}[3S\u{1B}[r"),
        ("sixteen slots", hide + base + String(repeating: patch, count: 15)),
        ("seventeen", hide + base + String(repeating: patch, count: 16)),
        ("rows erased", hide + base + patch + "\u{1B}[7;9H\u{1B}[1J"),
        ("alternate screen and back", hide + base + "\u{1B}[?1049h" + patch + "\u{1B}[2J" + patch + "\u{1B}[?1049l"),
      ]
    }

    @Test func showTheSamePixels() throws {
      let display = try VirtualDisplay()
      for scene in scenes {
        let folder = try TemporaryFolder()
        try writeBytes(Array(scene.output.utf8), to: folder.path("output"))
        let xterm = try display.startTerminal(
          ["/bin/sh", "-c", "stty -echo; cat \(folder.path("output")); touch \(folder.path("done")); sleep 20"])
        defer { xterm.kill() }
        for _ in 0..<500 where !FileManager.default.fileExists(atPath: folder.path("done")) {
          Thread.sleep(forTimeInterval: 0.02)
        }
        let emulator = TerminalEmulator(size: CellSize(columns: 100, rows: 40), profile: .xterm)
        emulator.feed(Array(scene.output.utf8))
        Thread.sleep(forTimeInterval: 0.2)
        expectSame(emulator, try display.screenshot(), scene.name)
        let cover = try ChildProcess(
          ["xterm", "-geometry", "200x60+0+0", "-e", "sleep", "0.4"], environment: display.environment(),
          directory: nil,
          terminal: nil)
        for _ in 0..<500 where cover.poll() == nil { Thread.sleep(forTimeInterval: 0.02) }
        emulator.expose()
        Thread.sleep(forTimeInterval: 0.2)
        expectSame(emulator, try display.screenshot(), scene.name + ", covered and uncovered")
      }
    }

    private func expectSame(_ emulator: TerminalEmulator, _ shot: Image, _ scene: String) {
      let difference = emulator.difference(from: shot)
      let (count, first) = (difference.count, String(describing: difference.first))
      #expect(count == 0, "\(scene): the first pixel that differs is at \(first)")
    }
  }
}
