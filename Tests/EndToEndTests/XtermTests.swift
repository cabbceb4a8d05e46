import Foundation
import Raster
import TestSupport
import Testing

extension EndToEnd {
  /// The real program in a real xterm on a display that nobody sees.
  @Suite(
    .enabled(
      if: VirtualDisplay.missingProgram == nil,
      "\(VirtualDisplay.missingProgram ?? "") is not installed: apt-get install xvfb xterm xfonts-base xdotool imagemagick"
    ))
  struct Xterm {
    private static let columns = 100
    private static let rows = 40

    /// xterm with the program in it, and what is on the display.
    private final class Window {
      let workshop: Workshop
      let display: VirtualDisplay
      let xterm: ChildProcess

      init(_ workshop: Workshop) throws {
        self.workshop = workshop
        display = try VirtualDisplay()
        let setup = workshop.setup()
        xterm = try display.startTerminal(setup.arguments, environment: setup.environment)
        try settle(after: 0)
        try restHands()
      }

      var frames: Int {
        let log = (try? readBytes(workshop.log)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return log.split(separator: "\n").compactMap { Int($0.dropFirst(6)) }.last ?? 0
      }

      /// Waits for a frame after this one, then until no more come.
      func settle(after frame: Int) throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while frames <= frame {
          guard ContinuousClock.now < deadline, xterm.poll() == nil
          else { throw TestSupportError.timeout(waitingFor: "a frame after \(frame)", seconds: 20, screen: "xterm") }
          Thread.sleep(forTimeInterval: 0.02)
        }
        var last = frame
        while last != frames {
          last = frames
          Thread.sleep(forTimeInterval: 0.25)
        }
      }

      /// Moves the pointer where it hovers over nothing but still lets xterm have the keys.
      func restHands() throws {
        let frame = frames
        try display.hands("mousemove", "995", "795")
        Thread.sleep(forTimeInterval: 0.3)
        if frames > frame { try settle(after: frame) }
      }

      func click(_ point: PixelPoint, _ button: Int = 1) throws {
        let frame = frames
        try display.hands("mousemove", "\(point.x)", "\(point.y)", "sleep", "0.05", "click", "\(button)")
        try settle(after: frame)
      }

      func type(_ words: [String]) throws {
        let frame = frames
        for word in words {
          if word.hasPrefix("<") {
            try display.hands("key", String(word.dropFirst()))
          } else {
            try display.hands("type", "--delay", "20", word)
          }
        }
        try settle(after: frame)
      }

      func quit() throws {
        try display.hands("key", "q")
        for _ in 0..<500 where xterm.poll() == nil { Thread.sleep(forTimeInterval: 0.02) }
        #expect(xterm.poll() == .code(0))
      }

      /// The middle of a block on the display, found by its colour.
      func point(ofBlock block: Int) throws -> PixelPoint {
        // Without the first and the last row, where class colours may stand.
        let area = PixelRect(x: 0, y: 20, width: Xterm.columns * 10, height: Xterm.rows * 20 - 40)
        let middle = try display.screenshot().middle(of: Blocks.colors[block], in: area)
        return try #require(middle, "block \(block) is not on the display")
      }
    }

    /// Where the frame dump lies on the screenshot: the offset, in whole cells, where all pixels agree.
    private func offset(of dump: SixelImage, in shot: Image) -> PixelPoint? {
      for row in 0..<Xterm.rows {
        for column in 0..<Xterm.columns {
          let origin = PixelPoint(x: column * 10, y: row * 20)
          guard origin.x + dump.size.width <= Xterm.columns * 10, origin.y + dump.size.height <= Xterm.rows * 20
          else { continue }
          if agrees(dump, shot, at: origin) { return origin }
        }
      }
      return nil
    }

    /// 2 % per channel: xterm rounds sixel's 0…100 in its own way.
    private func agrees(_ dump: SixelImage, _ shot: Image, at origin: PixelPoint) -> Bool {
      for y in 0..<dump.size.height {
        for x in 0..<dump.size.width {
          let shown = shot[PixelPoint(x: origin.x + x, y: origin.y + y)]
          guard let wanted = dump.pixels[y * dump.size.width + x], isNear(wanted, shown, within: 5) else {
            return false
          }
        }
      }
      return true
    }

    @Test func labelsByHandAndEye() throws {
      let workshop = try Workshop()
      let window = try Window(workshop)
      let point = try window.point(ofBlock: 1)
      try window.type([":class one 204 0 0", "<Return"])
      try window.click(point)
      try window.restHands()
      let shot = try window.display.screenshot()
      let painted = shot[PixelPoint(x: point.x + 14, y: point.y + 14)]
      #expect(painted.red > painted.green &+ 40 && painted.red > painted.blue, "no red on the block: \(painted)")
      let dump = try #require(SixelImage(try readBytes(workshop.dump)))
      #expect(offset(of: dump, in: shot) != nil, "the screenshot nowhere shows the frame")
      try window.click(try window.point(ofBlock: 5))
      try window.type([":save", "<Return"])
      try window.quit()
      #expect(try workshop.mask("blocks", workshop.red) == Blocks.mask(of: [1, 5]))
      let again = workshop.folder.path("again")
      let replay = try workshop.run(["replay", try workshop.journal(), "--output", again])
      #expect(replay.status == .code(0), "\(replay.errorText)")
      #expect(try Workshop.allMasks(in: again) == Workshop.allMasks(in: workshop.masks))
    }

    /// xterm forgets the oldest image from the 17th on, and shows it at the next expose.
    @Test func fortyClicksSurviveAnExpose() throws {
      let window = try Window(try Workshop())
      let points = try (0..<6).map { try window.point(ofBlock: $0) }
      for step in 0..<40 {
        let point = points[step * 5 % 6]
        try window.display.hands(
          "mousemove", "\(point.x)", "\(point.y)", "sleep", "0.03", "click", step % 3 == 2 ? "3" : "1")
      }
      try window.settle(after: 1)
      try window.restHands()
      // Longer than the pause after which a program may tidy up the images of a terminal.
      Thread.sleep(forTimeInterval: 0.6)
      let before = try window.display.screenshot()
      let cover = try ChildProcess(
        ["xterm", "-geometry", "200x60+0+0", "-e", "sleep", "0.7"], environment: window.display.environment(),
        directory: nil, terminal: nil)
      for _ in 0..<500 where cover.poll() == nil { Thread.sleep(forTimeInterval: 0.02) }
      Thread.sleep(forTimeInterval: 0.3)
      let after = try window.display.screenshot()
      let differing = (0..<before.size.area).count {
        before.bytes[$0 * 3..<$0 * 3 + 3] != after.bytes[$0 * 3..<$0 * 3 + 3]
      }
      #expect(differing == 0, "pixels differ after the window was covered")
      try window.quit()
    }
  }
}
