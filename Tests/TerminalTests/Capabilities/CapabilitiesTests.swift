import Display
import Raster
import Testing

@testable import Terminal

/// A terminal's answers to the probe, as recorded or documented.
private struct Recording: Sendable {
  var bytes: String
  var variables: [String: String] = ["TERM": "xterm-256color"]
  var pixels: Size?

  func capabilities(_ override: ScreenSpec.Graphics? = nil) -> Capabilities {
    var decoder = InputDecoder()
    var probe = Probe()
    for case .reply(let reply) in decoder.decode(Array(bytes.utf8), at: 0) { probe.receive(reply) }
    let environment = TerminalEnvironment(
      variables: variables, cells: CellSize(columns: 100, rows: 40), windowPixels: pixels)
    return Capabilities(replies: probe.replies, environment: environment, override: override)
  }
}

private let escape = "\u{1B}"
private let end = "\u{1B}\\"

private func modes(_ pointer: Int, _ synchronized: Int, _ registers: Int = 0) -> String {
  "\(escape)[?1016;\(pointer)$y\(escape)[?2026;\(synchronized)$y\(escape)[?8452;0$y\(escape)[?1070;\(registers)$y"
}

private let xterm = Recording(
  bytes: "\(escape)P>|XTerm(379)\(end)\(escape)[?1;0;1024S\(escape)[?1;0;1024S\(escape)[?2;0;1000;800S"
    + "\(escape)[?2;0;1000;1000S\(escape)[6;20;10t\(escape)[4;800;1000t\(escape)[8;40;100t\(modes(2, 0, 1))"
    + "\(escape)P1$r0;48:2::1:2:3m\(end)\(escape)[?63;1;2;4;6;9;15;16;22;28c")
private let xtermPlain = Recording(
  bytes: "\(escape)P>|XTerm(379)\(end)\(escape)[?1;3;0S\(escape)[?1;3;0S\(escape)[?2;3;0S\(escape)[?2;3;0S"
    + "\(modes(2, 0))\(escape)P1$r0;48:2::1:2:3m\(end)\(escape)[?64;1;2;6;9;15;16;17;18;21;22;28c",
  pixels: Size(width: 1004, height: 804))
private let foot = Recording(
  bytes: "\(escape)P>|foot(1.13.1)\(end)\(escape)[?1;0;1024S\(escape)[?1;0;65536S\(escape)[?2;0;900;720S"
    + "\(escape)[?2;0;10000;10000S\(escape)[6;18;9t\(escape)[4;720;900t\(escape)[8;40;100t\(modes(2, 2, 1))"
    + "\(escape)P1$r0;48:2::1:2:3m\(end)\(escape)[?62;4;22c", variables: ["TERM": "foot"])
private let mlterm = Recording(
  bytes: "\(escape)[?1;0;1024S\(escape)[?1;3;0S\(escape)[?1;3;0S\(escape)[6;19;10t\(escape)[4;760;1000t"
    + "\(escape)[8;40;100t\(modes(0, 0))\(escape)[?63;1;2;3;4;7;29c", variables: ["TERM": "mlterm-256color"])
private let wezTerm = Recording(
  bytes: "\(escape)P>|WezTerm 20240203-110809-5046fc22\(end)\(escape)[?1;0;65536S\(escape)[?2;0;1600;1280S"
    + "\(escape)[6;32;16t\(escape)[4;1280;1600t\(escape)[8;40;100t\(modes(2, 2))\(escape)[?65;4;6;18;22c")
private let windowsTerminal = Recording(
  bytes: "\(escape)P>|Windows Terminal 1.22.10352.0\(end)\(escape)[?1;0;256S\(escape)[?2;0;1000;800S"
    + "\(escape)[6;20;10t\(escape)[8;40;100t\(modes(0, 0))\(escape)[?61;4;6;7;14;21;22;23;24;28;32;42c")
private let tmux33 = Recording(
  bytes: "\(escape)P>|tmux 3.3a\(end)\(escape)[?1;2c", variables: ["TERM": "tmux-256color", "TMUX": "/tmp/t,1,0"],
  pixels: Size(width: 1000, height: 800))
private let tmux35 = Recording(
  bytes: "\(escape)P>|tmux 3.5a\(end)\(escape)[?1;0;1024S\(escape)[?2;0;1000;800S\(escape)[6;20;10t"
    + "\(escape)[8;40;100t\(escape)[?1;2;4c", variables: ["TERM": "tmux-256color"])
private let tmux37 = Recording(
  bytes: "\(escape)P>|tmux 3.7c\(end)\(escape)[?1;0;1024S\(escape)[?2;0;1000;800S\(escape)[6;20;10t"
    + "\(escape)[8;40;100t\(modes(0, 2))\(escape)P0$r\(end)\(escape)[?1;2;4c", variables: ["TERM": "tmux-256color"])
private let kitty = Recording(
  bytes: "\(escape)P>|kitty(0.35.2)\(end)\(escape)[6;20;10t\(escape)[4;800;1000t\(escape)[8;40;100t\(modes(2, 2))"
    + "\(escape)P1$r48:2:1:2:3m\(end)\(escape)[?62;c", variables: ["TERM": "xterm-kitty"])
private let alacritty = Recording(
  bytes: "\(modes(0, 2))\(escape)[?6c", variables: ["TERM": "alacritty", "COLORTERM": "truecolor"])
private let putty = Recording(bytes: "\(escape)[?6c")
private let screen = Recording(
  bytes: "\(escape)[?1;2c", variables: ["TERM": "screen.xterm-256color", "STY": "123.pts-0"])
private let silent = Recording(bytes: "")

@Test func xtermWithSixel() {
  let found = xterm.capabilities()
  #expect(found.graphics == .sixel)
  #expect(found.cellPixels == Size(width: 10, height: 20))
  #expect(found.cellSource == .cellReport)
  #expect(found.maximumPicture == Size(width: 1000, height: 1000))
  #expect(found.slots == 15)
  #expect(found.registers == 256)
  #expect(found.hasPixelPointer && found.hasTruecolor && found.hasPrivateRegisters && found.composites)
  #expect(!found.hasSynchronizedOutput && !found.isLastRowSafe && !found.isTmux)
}

@Test func xtermWithoutSixelIsTold() {
  let found = xtermPlain.capabilities()
  #expect(found.graphics == .blocks)
  #expect(found.spec(cells: CellSize(columns: 100, rows: 40)).cellPixels == Size(width: 1, height: 2))
  #expect(!found.hasPixelPointer && found.isLastRowSafe)
  #expect(found.cellPixels == Size(width: 10, height: 20), "the border of 4 pixels must not count")
  #expect(found.maximumPicture == nil)
  let rows = found.report(cells: CellSize(columns: 100, rows: 40))
  #expect(rows.first { $0.item == "sixel" }?.advice?.contains("xterm -ti vt340") == true)
}

@Test func terminalsWithoutSlots() {
  #expect(foot.capabilities().graphics == .sixel)
  #expect(foot.capabilities().slots == nil)
  #expect(foot.capabilities().hasSynchronizedOutput)
  #expect(foot.capabilities().cellPixels == Size(width: 9, height: 18))
  #expect(mlterm.capabilities().graphics == .sixel)
  #expect(!mlterm.capabilities().composites && !mlterm.capabilities().hasPixelPointer)
  #expect(mlterm.capabilities().name.program == .mlterm)
  #expect(mlterm.capabilities().maximumPicture == nil, "answers with the wrong item are ignored")
  #expect(wezTerm.capabilities().graphics == .sixel)
  #expect(!wezTerm.capabilities().composites)
  #expect(wezTerm.capabilities().cellPixels == Size(width: 16, height: 32))
  #expect(windowsTerminal.capabilities().graphics == .sixel)
  #expect(windowsTerminal.capabilities().composites)
}

@Test func tmuxByVersion() {
  let old = tmux33.capabilities()
  #expect(old.isTmux && old.graphics == .blocks && old.slots == 8)
  #expect(tmux35.capabilities().graphics == .sixel)
  #expect(tmux35.capabilities().slots == 8)
  #expect(tmux35.capabilities().rowMultiple == 3, "20 pixels: three rows are ten bands")
  #expect(tmux37.capabilities().slots == 18)
  #expect(tmux37.capabilities().rowMultiple == 1)
  #expect(tmux37.capabilities().hasSynchronizedOutput && !tmux37.capabilities().hasTruecolor)
}

@Test func terminalsWithoutSixel() {
  for recording in [kitty, alacritty, putty, screen] { #expect(recording.capabilities().graphics == .blocks) }
  #expect(kitty.capabilities().hasTruecolor)
  #expect(alacritty.capabilities().hasTruecolor, "COLORTERM is a hint where nothing is echoed")
  #expect(!putty.capabilities().hasTruecolor)
  #expect(screen.capabilities().isScreen)
  #expect(putty.capabilities().answers)
}

@Test func aSilentTerminalIsUsableButNotAsked() {
  let found = silent.capabilities()
  #expect(found.graphics == .blocks && !found.answers && !found.hasPixelPointer)
  #expect(found.cellSource == .assumed && found.cellPixels == Size(width: 10, height: 20))
}

@Test func theUserHasTheLastWord() {
  #expect(silent.capabilities(.sixel).graphics == .sixel)
  #expect(xterm.capabilities(.blocks).graphics == .blocks)
  #expect(xterm.capabilities(ScreenSpec.Graphics.none).graphics == .none)
  #expect(!xterm.capabilities(.blocks).hasPixelPointer)
}

@Test func attributesAreNumbersNotText() {
  #expect(!Recording(bytes: "\(escape)[?64;42;14;40c").capabilities().hasSixel)
  #expect(Recording(bytes: "\(escape)[?62;22;4c").capabilities().hasSixel)
}

@Test(arguments: [
  ("\u{1B}[6;1;1t\u{1B}[4;800;1000t\u{1B}[8;40;100t", 10, 20), ("\u{1B}[6;900;10t", 8, 16), ("\u{1B}[4;3;3t", 8, 16),
])
func implausibleCellsAreNotBelieved(bytes: String, width: Int, height: Int) {
  let recording = Recording(bytes: bytes + "\u{1B}[?62;4c", pixels: Size(width: 803, height: 640))
  #expect(recording.capabilities().cellPixels == Size(width: width, height: height))
}

@Test func theFenceEndsTheProbe() {
  var probe = Probe()
  probe.receive(.version("foot(1.13.1)"))
  #expect(!probe.isComplete)
  probe.receive(.attributes([62, 4]))
  #expect(probe.isComplete)
  #expect(Probe.questions.suffix(3) == Array("\u{1B}[c".utf8))
}

@Test(arguments: [
  ("tmux 3.3a", TerminalName.Program.tmux, 3, 3), ("XTerm(379)", .xterm, 379, 0), ("foot(1.13.1)", .foot, 1, 13),
  ("WezTerm 20240203-1", .wezTerm, 20_240_203, 1), ("", .unknown, 0, 0), ("99999999999999999999", .unknown, 0, 0),
])
func namesAreReadFromVersions(text: String, program: TerminalName.Program, major: Int, minor: Int) {
  let name = TerminalName(version: text)
  #expect(name.program == program && name.major == major && name.minor == minor)
}
