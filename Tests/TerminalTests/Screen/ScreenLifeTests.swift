import Display
import Glibc
import Raster
import TestSupport
import Testing

@testable import Terminal

extension ScreenTests {
  /// Coming, going and typing.
  @Suite(.serialized) struct Life {
    @Test func closingRestoresEverything() throws {
      let glass = try Glass()
      defer { glass.stop() }
      let (modes, settings) = (glass.look { $0.modes.description }, glass.settings)
      let screen = try Screen(Screen.Options(path: glass.path, variables: ["TERM": "xterm-256color"]))
      #expect(glass.settings != settings)
      screen.show(Scene(screen.spec).frame)
      screen.close()
      #expect(glass.becomes { $0.modes.description == modes })
      #expect(glass.settings == settings)
      #expect(glass.look { !$0.isInSequence })
      screen.close()
    }

    @Test func suspendingRestoresAndResumingDrawsAnew() throws {
      let bench = try Bench()
      defer { bench.finish() }
      let scene = Scene(bench.screen.spec)
      _ = try bench.show(scene.frame)
      bench.screen.suspend()
      #expect(bench.glass.becomes { !$0.modes.isAlternateScreen && !$0.modes.isOn(1003) && !$0.modes.isOn(2004) })
      bench.screen.show(scene.frame)
      #expect(!bench.screen.wantsWrite, "a suspended screen is silent")
      try bench.screen.resume()
      #expect(bench.run { bench.screen.isSettled })
      #expect(bench.glass.look { $0.modes.isAlternateScreen && $0.modes.isOn(1003) && $0.modes.isOn(2004) })
      #expect(bench.glass.look { $0.rowText(0) }.hasPrefix("File Edit"))
      #expect(bench.glass.look { $0.imageBounds } != nil)
    }

    @Test func continuingTakesTheTerminalBack() throws {
      let bench = try Bench()
      defer { bench.finish() }
      let scene = Scene(bench.screen.spec)
      _ = try bench.show(scene.frame)
      let raw = bench.glass.settings
      bench.glass.look { $0.feed(Array("\u{1B}[?1049l\u{1B}[?1003l$ fg".utf8)) }
      bench.glass.makeCooked()
      #expect(bench.glass.settings != raw)
      bench.screen.continued()
      #expect(bench.run { bench.screen.isSettled })
      #expect(bench.glass.settings == raw)
      #expect(bench.glass.becomes { $0.modes.isAlternateScreen && $0.modes.isOn(1003) && $0.imageBounds != nil })
      #expect(bench.glass.look { $0.rowText(0) }.hasPrefix("File Edit"))
    }

    @Test func typingAheadIsKept() throws {
      let bench = try Bench(typingAhead: "ab")
      defer { bench.finish() }
      #expect(bench.run { bench.events.count == 2 })
      #expect(bench.events == [.key(KeyPress(.character("a"))), .key(KeyPress(.character("b")))])
    }

    @Test func keysAndPixelsArrive() throws {
      let bench = try Bench()
      defer { bench.finish() }
      #expect(bench.run { bench.glass.look { $0.modes.isOn(1016) && $0.modes.isOn(1006) } })
      bench.glass.type("\u{1B}[<0;124;78M")
      #expect(bench.run { !bench.events.isEmpty })
      guard case .mouse(let mouse) = bench.events.first else { throw BenchError.unsettled }
      #expect(mouse.position.pixel == PixelPoint(x: 123, y: 77))
      #expect(mouse.position.cell == CellPoint(column: 12, row: 3))
      bench.glass.type("\u{1B}")
      #expect(bench.run { bench.events.count == 2 })
      #expect(bench.events.last == .key(KeyPress(.escape)))
    }

    @Test func repliesAreNoKeys() throws {
      let bench = try Bench()
      defer { bench.finish() }
      bench.glass.type("\u{1B}[?63;1;2;4c\u{1B}[5;7R\u{1B}P>|XTerm(379)\u{1B}\\q")
      #expect(bench.run { !bench.events.isEmpty })
      #expect(bench.events == [.key(KeyPress(.character("q")))])
    }

    /// A link so slow that the probe gives up: the answers are no keys, and the picture becomes sharp.
    @Test func lateAnswersAreTakenOver() throws {
      let bench = try Bench(answersLate: true)
      defer { bench.finish() }
      #expect(bench.screen.spec.graphics == .blocks)
      _ = try bench.show(Scene(bench.screen.spec).frame)
      var changed = false
      bench.screen.onSpecChange = { changed = true }
      bench.glass.setAnswering(true)
      #expect(bench.run { changed })
      #expect(bench.screen.spec.graphics == .sixel && bench.screen.spec.hasPixelPointer)
      _ = try bench.show(Scene(bench.screen.spec).frame)
      #expect(bench.glass.look { $0.imageBounds } != nil)
      #expect(bench.glass.becomes { $0.modes.isOn(1016) })
      #expect(bench.events == [])
    }

    @Test func plainXtermHas256Colors() throws {
      let bench = try Bench(variables: ["TERM": "xterm"])
      defer { bench.finish() }
      _ = try bench.show(Scene(bench.screen.spec).frame)
      #expect(bench.glass.look { $0[0, 0].style.background } == .indexed(18))
    }

    @Test func tmuxGetsHalfBlocks() throws {
      let bench = try Bench(.tmux)
      defer { bench.finish() }
      #expect(bench.screen.spec.graphics == .blocks)
      #expect(bench.screen.spec.cellPixels == Size(width: 1, height: 2))
      let scene = Scene(bench.screen.spec)
      _ = try bench.show(scene.frame)
      let cell = bench.glass.look { $0[3, 4] }
      #expect("▀▄█ \u{A0}".contains(cell.text))
      #expect(cell.style.background != .terminalDefault || cell.style.foreground != .terminalDefault)
      #expect(bench.glass.look { $0.images.isEmpty })
      #expect(bench.glass.look { $0.title }.isEmpty)
    }

    @Test func aSilentTerminalIsShownTextAndBlocks() throws {
      let bench = try Bench(.silent)
      defer { bench.finish() }
      #expect(bench.screen.spec.graphics == .blocks)
      _ = try bench.show(Scene(bench.screen.spec).frame)
      #expect(bench.glass.look { $0.rowText(0) }.hasPrefix("File Edit"))
    }

    @Test(arguments: [TerminalProfile.foot, .mlterm])
    func otherSixelTerminals(profile: TerminalProfile) throws {
      let bench = try Bench(profile)
      defer { bench.finish() }
      var scene = Scene(bench.screen.spec)
      for index in 0..<20 {
        scene.dots.append(PixelPoint(x: 15 + index * 20, y: 9 + index * 11))
        _ = try bench.show(scene.frame)
      }
      let picture = scene.picture
      let pixels = bench.glass.look { $0.imagePixels(in: $0.pixels(of: picture.cells)) }
      #expect(!pixels.contains(nil))
      #expect(bench.glass.look { $0.scrollsByImages } == 0)
    }

    @Test func unknownTerminalsAreNamed() throws {
      let glass = try Glass()
      defer { glass.stop() }
      #expect(throws: ScreenError.unknownType("")) {
        try Screen(Screen.Options(path: glass.path, variables: [:]))
      }
      #expect(throws: ScreenError.unknownType("no-such-terminal")) {
        try Screen(Screen.Options(path: glass.path, variables: ["TERM": "no-such-terminal"]))
      }
      #expect(throws: ScreenError.noCursorAddress("dumb")) {
        try Screen(Screen.Options(path: glass.path, variables: ["TERM": "dumb"]))
      }
      #expect(throws: ScreenError.self) {
        try Screen(Screen.Options(path: "/dev/null", variables: ["TERM": "xterm"]))
      }
    }

    @Test func controlCharactersNeverReachTheTerminal() throws {
      let bench = try Bench()
      defer { bench.finish() }
      var frame = Frame(text: TextGrid(size: bench.screen.spec.cells))
      for (column, text) in ["a", "\u{1B}", "\u{7}", "\u{9B}", "日", "", "e\u{301}", "日", "x", "\n", ""].enumerated() {
        frame.text[column, 3] = TextCell(text)
      }
      let bytes = try bench.show(frame)
      #expect(!bytes.contains(7))
      let row = bench.glass.look { $0.rowText(3) }
      #expect(row.hasPrefix("a\u{FFFD}\u{FFFD}\u{FFFD}日e\u{301}?x\u{FFFD}"))
    }

    @Test func blocksAreSpacesBecauseFontsLackThem() throws {
      let bench = try Bench()
      defer { bench.finish() }
      var frame = Frame(text: TextGrid(size: bench.screen.spec.cells))
      frame.text[2, 3] = TextCell("█", style: TextStyle(foreground: RGB(255, 0, 0)))
      _ = try bench.show(frame)
      bench.glass.look { emulator in
        #expect(emulator[2, 3].text == " ")
        #expect(emulator[2, 3].style.background != emulator[1, 3].style.background)
      }
    }
  }
}
