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
        let xterm = try startXterm(display, showing: scene.output, in: folder)
        defer { xterm.kill() }
        let emulator = TerminalEmulator(size: CellSize(columns: 100, rows: 40), profile: .xterm)
        emulator.feed(Array(scene.output.utf8))
        try expectSame(emulator, display, scene.name)
        let cover = try ChildProcess(
          ["xterm", "-geometry", "200x60+0+0", "-e", "sleep", "0.4"], environment: display.environment(),
          directory: nil, terminal: nil)
        try wait(for: "the cover to go") { cover.poll() != nil }
        emulator.expose()
        try expectSame(emulator, display, scene.name + ", covered and uncovered")
      }
    }

    /// xterm that shows the output once its window is up: what comes before the first expose is drawn as one exposes.
    private func startXterm(_ display: VirtualDisplay, showing output: String, in folder: TemporaryFolder) throws
      -> ChildProcess
    {
      try writeBytes(Array(output.utf8), to: folder.path("output"))
      let script = """
        stty -echo; printf '\\033[44m\\033[2J'; while ! test -e go; do sleep 0.05; done
        printf '\\033[m\\033[2J'; cat output; touch done; sleep 60
        """
      let xterm = try display.startTerminal(["/bin/sh", "-c", "cd \(folder.path); " + script])
      try wait(for: "a blue window") {
        let pixel = try display.screenshot()[PixelPoint(x: 500, y: 400)]
        return pixel.blue > 100 && pixel.red < 50
      }
      // An expose that is still queued is answered before anything is read.
      Thread.sleep(forTimeInterval: 0.2)
      try writeBytes([], to: folder.path("go"))
      try wait(for: "the output to be written") { FileManager.default.fileExists(atPath: folder.path("done")) }
      return xterm
    }

    private func wait(for what: String, until condition: () throws -> Bool) throws {
      for _ in 0..<200 {
        if try condition() { return }
        Thread.sleep(forTimeInterval: 0.05)
      }
      throw TestSupportError.timeout(waitingFor: what, seconds: 10, screen: "")
    }

    /// xterm draws when it gets to it: equal within ten seconds.
    private func expectSame(_ emulator: TerminalEmulator, _ display: VirtualDisplay, _ scene: String) throws {
      var difference = emulator.difference(from: try display.screenshot())
      for _ in 0..<50 where difference.count > 0 {
        Thread.sleep(forTimeInterval: 0.2)
        difference = emulator.difference(from: try display.screenshot())
      }
      let (count, first) = (difference.count, String(describing: difference.first))
      #expect(count == 0, "\(scene): the first pixel that differs is at \(first)")
    }
  }
}
