import Raster
import TestSupport
import Testing

/// The emulator that all other tests look through must itself be right.
@Suite struct EmulatorTests {
  private func emulator(
    _ output: String = "", columns: Int = 12, rows: Int = 5, profile: TerminalProfile = .xterm
  ) -> TerminalEmulator {
    let emulator = TerminalEmulator(
      size: CellSize(columns: columns, rows: rows), cellPixels: Size(width: 4, height: 6), profile: profile)
    emulator.feed(Array(output.utf8))
    return emulator
  }

  /// One register, `width` columns wide, `bands` bands of six rows.
  private func solid(_ color: String, width: Int, bands: Int, p2: Int = 0) -> String {
    let rows = Array(repeating: "#0!\(width)~", count: bands).joined(separator: "-")
    return "\u{1B}P0;\(p2);0q\"1;1;\(width);\(bands * 6)#0;2;\(color)\(rows)\u{1B}\\"
  }

  private let red = RGB(255, 0, 0)
  private let green = RGB(0, 255, 0)

  // MARK: Text

  @Test func writesWrapsAndScrolls() {
    let screen = emulator("one\r\ntwo\u{1B}[5;1Hlast\r\nnext")
    #expect(screen.screenText == "two\n\n\nlast\nnext")
    #expect(emulator("abcdefghijklmn").screenText.hasPrefix("abcdefghijkl\nmn"))
    #expect(screen.cursor == CellPoint(column: 4, row: 4))
  }

  @Test func takesInputCutAnywhere() {
    let text = "\u{1B}[2;3Hä漢\u{1B}[1;31mred\u{1B}P0q\"1;1;4;6#0;2;100;0;0!4~\u{1B}\\\u{1B}]0;title\u{7}"
    let whole = emulator(text)
    let pieces = emulator()
    for byte in text.utf8 { pieces.feed([byte]) }
    #expect(pieces.screenText == whole.screenText)
    #expect(pieces.title == "title")
    #expect(pieces.imageColor(at: PixelPoint(x: 32, y: 6)) == red)
    #expect(!pieces.isInSequence)
  }

  @Test func knowsWideAndCombiningCharacters() {
    let screen = emulator("漢e\u{301}x")
    #expect(screen[0, 0].text == "漢")
    #expect(screen[1, 0].text == "")
    #expect(screen[2, 0].text == "e\u{301}")
    #expect(screen.cursor.column == 4)
  }

  @Test func erasesInsertsAndDeletes() {
    #expect(emulator("abcdef\u{1B}[1;3H\u{1B}[2X").rowText(0) == "ab  ef")
    #expect(emulator("abcdef\u{1B}[1;3H\u{1B}[K").rowText(0) == "ab")
    #expect(emulator("abcdef\u{1B}[1;3H\u{1B}[1K").rowText(0) == "   def")
    #expect(emulator("abcdef\u{1B}[1;3H\u{1B}[2P").rowText(0) == "abef")
    #expect(emulator("abcdef\u{1B}[1;3H\u{1B}[2@").rowText(0) == "ab  cdef")
    #expect(emulator("a\u{1B}[4b").rowText(0) == "aaaaa")
    #expect(emulator("1\r\n2\r\n3\u{1B}[2H\u{1B}[L").screenText.hasPrefix("1\n\n2\n3"))
    #expect(emulator("1\r\n2\r\n3\u{1B}[2H\u{1B}[M").screenText.hasPrefix("1\n3"))
    #expect(emulator("abc\u{1B}[2J").screenText.allSatisfy { $0 == "\n" })
  }

  @Test func marginsHoldRowsInPlace() {
    let screen = emulator("1\r\n2\r\n3\r\n4\r\n5\u{1B}[2;4r\u{1B}[2S\u{1B}[r")
    #expect(screen.screenText == "1\n4\n\n\n5")
    #expect(screen.modes.margins == nil)
  }

  @Test func keepsStylesOfEveryForm() {
    let screen = emulator("\u{1B}[1;38;2;1;2;3;48:5:196mA\u{1B}[0;38:2::9:8:7;7mB\u{1B}[22;27;91mC\u{1B}[mD")
    #expect(screen[0, 0].style.foreground == .rgb(RGB(1, 2, 3)))
    #expect(screen[0, 0].style.background.resolved == red)
    #expect(screen[0, 0].style.bold)
    #expect(screen[1, 0].style.foreground == .rgb(RGB(9, 8, 7)))
    #expect(screen[1, 0].style.reverse)
    #expect(screen[2, 0].style.foreground == .indexed(9))
    #expect(screen[3, 0].style == CellStyle())
  }

  @Test func alternateScreenGivesTheMainOneBack() {
    let screen = emulator("shell\u{1B}[?1049h\u{1B}[?25l\u{1B}[2;2Happ\u{1B}[?25h\u{1B}[?1049l$")
    #expect(screen.rowText(0) == "shell$")
    #expect(screen.modes == TerminalModes())
  }

  @Test func modesTellWhatWasLeftOn() {
    let screen = emulator("\u{1B}[?1003;1006h\u{1B}=\u{1B}[4h\u{1B}[?7l")
    #expect(screen.modes.isOn(1003) && screen.modes.isOn(1006) && !screen.modes.isOn(7))
    #expect(screen.modes.keypadApplication && screen.modes.insertMode)
    #expect(screen.modes != TerminalModes())
    screen.feed(Array("\u{1B}[?1003;1006l\u{1B}>\u{1B}[4l\u{1B}[?7h".utf8))
    #expect(screen.modes == TerminalModes())
  }

  @Test func savedModesComeBack() {
    let screen = emulator("\u{1B}[?1036;25s\u{1B}[?1036h\u{1B}[?25l\u{1B}[?1036;25r")
    #expect(screen.modes == TerminalModes())
    screen.feed(Array("\u{1B}[?1036h\u{1B}[?1036s\u{1B}[?1036l\u{1B}[?1036r".utf8))
    #expect(screen.modes.isOn(1036))
  }

  // MARK: Images

  @Test func drawsAnImageAtTheCursor() {
    let screen = emulator("\u{1B}[2;3H" + solid("100;0;0", width: 8, bands: 2))
    #expect(screen.imageBounds == PixelRect(x: 8, y: 6, width: 8, height: 12))
    #expect(screen.imageColor(at: PixelPoint(x: 8, y: 6)) == red)
    #expect(screen.imageColor(at: PixelPoint(x: 7, y: 6)) == nil)
    #expect(screen.images.map(\.cells) == [CellRect(column: 2, row: 1, columns: 2, rows: 2)])
    #expect(screen.cursor == CellPoint(column: 2, row: 2))
    #expect(screen.scrollsByImages == 0)
  }

  /// Colours, repeats, overprinting and bands, compared with pixels written down by hand.
  @Test func decodesColorsAndBands() {
    let data = "\u{1B}P0;0;0q\"1;1;3;7#0;2;100;0;0#1;2;0;100;0#0!3~$#1?@-#1!3@\u{1B}\\"
    let screen = emulator(data)
    let expected: [UInt32?] = [0xFF0000, 0x00FF00, 0xFF0000]
    #expect(screen.imagePixels(in: PixelRect(x: 0, y: 0, width: 3, height: 1)) == expected)
    #expect(screen.imagePixels(in: PixelRect(x: 0, y: 6, width: 3, height: 1)) == [0x00FF00, 0x00FF00, 0x00FF00])
    #expect(screen.images.first?.layout.hasDensePalette == true)
    #expect(screen.images.first?.layout.setsEveryPixel == true)
  }

  @Test func tellsHowAnImageWasWritten() {
    let sparse = emulator("\u{1B}P0;1;0q\"1;1;4;6#0;2;0;0;0#3;2;0;100;0#3@@\u{1B}\\").images.first?.layout
    #expect(sparse?.hasDensePalette == false)
    #expect(sparse?.setsEveryPixel == false)
    #expect(sparse?.isTransparent == true)
    let tooTall = emulator("\u{1B}P0;0;0q\"1;1;2;5#0;2;0;0;0#0~~\u{1B}\\").images.first?.layout
    #expect(tooTall?.overflows == true)
  }

  @Test func transparentPixelsKeepWhatWasThere() {
    let stripes = "\u{1B}[H\u{1B}P0;1;0q\"1;1;4;6#0;2;0;100;0#0@@@@\u{1B}\\"
    let composited = emulator(solid("100;0;0", width: 8, bands: 1) + stripes)
    #expect(composited.imageColor(at: PixelPoint(x: 0, y: 0)) == green)
    #expect(composited.imageColor(at: PixelPoint(x: 0, y: 1)) == red)
    let replaced = emulator(solid("100;0;0", width: 8, bands: 1) + stripes, profile: .mlterm)
    #expect(replaced.imageColor(at: PixelPoint(x: 0, y: 1)) == nil)
  }

  @Test func textTakesThePixelsOfItsCells() {
    let screen = emulator(solid("100;0;0", width: 12, bands: 1) + "\u{1B}[1;2Hx")
    #expect(screen.imagePixels(in: PixelRect(x: 4, y: 0, width: 4, height: 6)).allSatisfy { $0 == nil })
    #expect(screen.imageColor(at: PixelPoint(x: 3, y: 5)) == red)
    #expect(screen.imageColor(at: PixelPoint(x: 8, y: 0)) == red)
    screen.expose()
    #expect(screen.imageColor(at: PixelPoint(x: 5, y: 2)) == nil)
    screen.feed(Array("\u{1B}[2;1H\u{1B}[1J".utf8))
    #expect(screen.imageBounds == nil)
  }

  @Test func imagesScrollWithTheirRegion() {
    let screen = emulator("\u{1B}[3;1H" + solid("100;0;0", width: 4, bands: 1) + "\u{1B}[2;4r\u{1B}[S\u{1B}[r")
    #expect(screen.imageBounds == PixelRect(x: 0, y: 6, width: 4, height: 6))
    screen.feed(Array("\u{1B}[2;4r\u{1B}[3S\u{1B}[r".utf8))
    #expect(screen.imageBounds == nil)
    #expect(screen.keptImages == 0)
  }

  @Test func anImageOnTheLastRowScrolls() {
    let screen = emulator("top\u{1B}[5;1H" + solid("100;0;0", width: 4, bands: 1))
    #expect(screen.scrollsByImages == 1)
    #expect(!screen.screenText.contains("top"))
  }

  /// xterm keeps 16 images; the 17th takes the slot of the topmost, which the next expose shows.
  @Test func sixteenSlotsAreKept() {
    let base = "\u{1B}[H" + solid("100;0;0", width: 40, bands: 3)
    let patch = "\u{1B}[2;2H" + solid("0;100;0", width: 4, bands: 1)
    let screen = emulator(base + String(repeating: patch, count: 15))
    screen.expose()
    #expect(screen.imageColor(at: PixelPoint(x: 0, y: 0)) == red)
    screen.feed(Array(patch.utf8))
    #expect(screen.imageColor(at: PixelPoint(x: 0, y: 0)) == red)
    screen.expose()
    #expect(screen.imageColor(at: PixelPoint(x: 0, y: 0)) == nil)
    #expect(screen.imageColor(at: PixelPoint(x: 4, y: 6)) == green)
  }

  @Test func tooLargeImagesAreNotShown() {
    var profile = TerminalProfile.xterm
    profile.maximumImage = Size(width: 4, height: 6)
    let screen = emulator(solid("100;0;0", width: 8, bands: 1), profile: profile)
    #expect(screen.imageBounds == nil)
    #expect(screen.images.map(\.isShown) == [false])
    #expect(emulator(solid("100;0;0", width: 8, bands: 1), profile: .tmux).images.isEmpty)
  }

  // MARK: Queries

  @Test func answersAsItsProfileSays() {
    let batch =
      "\u{1B}[>q\u{1B}[?1;1;0S\u{1B}[?2;4;0S\u{1B}[16t\u{1B}[14t\u{1B}[18t\u{1B}[?1016$p\u{1B}[?2026$p"
      + "\u{1B}[48;2;1;2;3m\u{1B}P$qm\u{1B}\\\u{1B}[m\u{1B}_Gi=1;\u{1B}\\\u{1B}[6n\u{1B}[c"
    let xterm = String(decoding: emulator(batch).takeReplies(), as: UTF8.self)
    #expect(xterm.hasPrefix("\u{1B}P>|XTerm(379)\u{1B}\\\u{1B}[?1;0;1024S\u{1B}[?2;0;1920;1200S\u{1B}[6;6;4t"))
    #expect(xterm.contains("\u{1B}[4;30;48t\u{1B}[8;5;12t\u{1B}[?1016;2$y\u{1B}[?2026;0$y"))
    #expect(xterm.contains("\u{1B}P1$r0;48:2::1:2:3m\u{1B}\\"))
    #expect(xterm.hasSuffix("\u{1B}[1;1R\u{1B}[?63;1;2;4;6;9;15;16;22;28c"))
    #expect(String(decoding: emulator(batch, profile: .foot).takeReplies(), as: UTF8.self).contains("?2026;2$y"))
    let tmux = String(decoding: emulator(batch, profile: .tmux).takeReplies(), as: UTF8.self)
    #expect(tmux == "\u{1B}P>|tmux 3.3a\u{1B}\\\u{1B}[1;1R\u{1B}[?1;2c")
    #expect(emulator(batch, profile: .silent).takeReplies().isEmpty)
  }

  @Test func tellsUnknownSequences() {
    #expect(emulator("\u{1B}[31;5z\u{1B}#").unknownSequences == ["^[[31;5z"])
    #expect(emulator("\u{1B}[1;31m\u{1B}[2;3Hx").unknownSequences.isEmpty)
  }
}
