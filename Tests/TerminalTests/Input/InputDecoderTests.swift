import Display
import Raster
import Testing

@testable import Terminal

private func decode(_ text: String, pointerCell: Size? = nil) -> [Decoded] {
  var decoder = InputDecoder(pointerCell: pointerCell)
  return decoder.decode(Array(text.utf8), at: 0)
}

private func press(_ key: Key, _ modifiers: Modifiers = []) -> Decoded { .input(.key(KeyPress(key, modifiers))) }

private func character(_ character: Character, _ modifiers: Modifiers = []) -> Decoded {
  press(.character(character), modifiers)
}

private func mouse(
  _ action: MouseEvent.Action, _ column: Int, _ row: Int, _ pixel: PixelPoint? = nil, _ modifiers: Modifiers = []
) -> Decoded {
  let position = PointerPosition(cell: CellPoint(column: column, row: row), pixel: pixel)
  return .input(.mouse(MouseEvent(action, at: position, modifiers: modifiers)))
}

private let known: [(bytes: String, meaning: [Decoded])] = [
  ("aZ é日", [character("a"), character("Z"), character(" "), character("é"), character("日")]),
  ("\u{1}\u{1A}", [character("a", .control), character("z", .control)]),
  ("\r\t\u{1B}[Z", [press(.enter), press(.tab), press(.tab, .shift)]),
  ("\u{8}\u{7F}\0", [press(.backspace), press(.backspace), character(" ", .control)]),
  ("\u{1B}[A\u{1B}OB\u{1B}[1;5C", [press(.up), press(.down), press(.right, .control)]),
  ("\u{1B}[H\u{1B}[4~\u{1B}[5~\u{1B}[6;2~", [press(.home), press(.end), press(.pageUp), press(.pageDown, .shift)]),
  ("\u{1B}[2~\u{1B}[3;3~", [press(.insert), press(.delete, .alt)]),
  ("\u{1B}OP\u{1B}[15~\u{1B}[24~\u{1B}[1;2R", [1, 5, 12].map { press(.function($0)) } + [press(.function(3), .shift)]),
  ("\u{1B}[[A", [press(.function(1))]),
  ("\u{1B}x\u{1B}\r\u{1B}\u{1}", [character("x", .alt), press(.enter, .alt), character("a", [.alt, .control])]),
  ("\u{1B}[97;5u\u{1B}[97;2u\u{1B}[13;2u", [character("a", .control), character("A"), press(.enter, .shift)]),
  ("\u{1B}[97;1:3u\u{1B}[27;5;105~", [character("i", .control)]),
  ("\u{1B}[I\u{1B}[O", [.input(.focus(true)), .input(.focus(false))]),
  (
    "\u{1B}[200~rm -rf\n\u{7}x\u{1B}[31m\u{1B}[201~q",
    [.input(.paste("rm -rf x[31m")), character("q")]
  ),
  ("\u{1B}[200~a\u{1B}[20\u{1B}[201~", [.input(.paste("a[20"))]),
  ("\u{1B}[<0;13;4M\u{1B}[<0;13;4m", [mouse(.press(.left), 12, 3), mouse(.release(.left), 12, 3)]),
  ("\u{1B}[<34;1;1M\u{1B}[<35;2;1M", [mouse(.drag(.right), 0, 0), mouse(.move, 1, 0)]),
  ("\u{1B}[<64;1;1M\u{1B}[<81;1;1M", [mouse(.wheelUp, 0, 0), mouse(.wheelDown, 0, 0, nil, .control)]),
  ("\u{1B}[M !!q", [character("q")]),
  ("\u{1B}[?63;1;2;4;6c", [.reply(.attributes([63, 1, 2, 4, 6]))]),
  ("\u{1B}P>|XTerm(379)\u{1B}\\", [.reply(.version("XTerm(379)"))]),
  ("\u{1B}[?1;0;1024S", [.reply(.graphics(item: 1, status: 0, values: [1024]))]),
  ("\u{1B}[?2;0;1920;1200S", [.reply(.graphics(item: 2, status: 0, values: [1920, 1200]))]),
  ("\u{1B}[6;20;10t", [.reply(.cellPixels(Size(width: 10, height: 20)))]),
  ("\u{1B}[4;800;1000t", [.reply(.textAreaPixels(Size(width: 1000, height: 800)))]),
  ("\u{1B}[8;40;100t", [.reply(.textAreaCells(CellSize(columns: 100, rows: 40)))]),
  ("\u{1B}[?1016;2$y", [.reply(.mode(1016, value: 2))]),
  ("\u{1B}[40;1R", [.reply(.cursor(CellPoint(column: 0, row: 39)))]),
  ("\u{1B}P1$r0;48:2::1:2:3m\u{1B}\\", [.reply(.setting("0;48:2::1:2:3m"))]),
  ("\u{1B}P0$r\u{1B}\\", [.reply(.setting(""))]),
  ("\u{1B}_Gi=31;OK\u{1B}\\", [.reply(.kittyGraphics("i=31;OK"))]),
  ("\u{1B}[?1u", [.reply(.kittyKeyboard(1))]),
  ("\u{1B}]11;rgb:0000/0000/0000\u{1B}\\", [.reply(.unknown)]),
  ("\u{1B}[>41;379;0c", [.reply(.unknown)]),
]

@Test(arguments: known.indices)
func sequencesMeanWhatTheyShould(index: Int) {
  #expect(decode(known[index].bytes) == known[index].meaning)
}

/// However the bytes of two neighbours are cut in three, the events are the same.
@Test(arguments: known.indices)
func everySplitGivesTheSameEvents(index: Int) {
  let bytes = Array((known[index].bytes + known[(index + 1) % known.count].bytes).utf8)
  var whole = InputDecoder()
  let expected = whole.decode(bytes, at: 0)
  for first in 0...bytes.count {
    for second in first...bytes.count {
      var decoder = InputDecoder()
      var got = decoder.decode(bytes[..<first], at: 0)
      got += decoder.decode(bytes[first..<second], at: 0)
      got += decoder.decode(bytes[second...], at: 0)
      #expect(got == expected, "cut at \(first) and \(second)")
    }
  }
}

@Test func pixelReportsBecomeCellsAlsoInTheBorder() {
  let cell = Size(width: 10, height: 20)
  #expect(decode("\u{1B}[<0;124;78M", pointerCell: cell) == [mouse(.press(.left), 12, 3, PixelPoint(x: 123, y: 77))])
  #expect(decode("\u{1B}[<35;-1;0M", pointerCell: cell) == [mouse(.move, -1, -1, PixelPoint(x: -2, y: -1))])
}

@Test func aLoneEscapeIsAKeyAfter25Milliseconds() {
  var decoder = InputDecoder()
  #expect(decoder.decode([0x1B], at: 100) == [])
  #expect(decoder.pendingSince == 100)
  #expect(decoder.deadline == 125)
  #expect(decoder.flush(now: 124) == [])
  #expect(decoder.flush(now: 125) == [press(.escape)])
  #expect(decoder.deadline == nil)
  #expect(decoder.decode(Array("[A".utf8), at: 200) == [character("["), character("A")])
}

@Test func twoEscapesAreTwoKeys() {
  var decoder = InputDecoder()
  #expect(decoder.decode([0x1B, 0x1B], at: 0) == [press(.escape)])
  #expect(decoder.flush(now: 25) == [press(.escape)])
}

@Test func altWithABracketIsToldByTime() {
  var decoder = InputDecoder()
  #expect(decoder.decode(Array("\u{1B}[".utf8), at: 0) == [])
  #expect(decoder.flush(now: 25) == [])
  #expect(decoder.flush(now: 100) == [character("[", .alt)])
}

/// A reply that is cut by a slow link is no key, and neither is one that never ends.
@Test(arguments: ["\u{1B}[?63;1", "\u{1B}P>|XTe", "\u{1B}[4", "\u{1B}]11;rgb", "\u{1B}_Gi=3", "\u{1B}[<0;1"])
func unfinishedRepliesNeverBecomeKeys(start: String) {
  var decoder = InputDecoder()
  #expect(decoder.decode(Array(start.utf8), at: 0) == [])
  #expect(decoder.flush(now: 500) == [])
  #expect(decoder.flush(now: 1000) == [])
  #expect(decoder.decode(Array("q".utf8), at: 2000) == [character("q")])
}

@Test func pasteIsBoundedAndEndsWithoutItsMark() {
  var decoder = InputDecoder()
  let flood = [UInt8](repeating: UInt8(ascii: "x"), count: InputDecoder.pasteLimit + 5000)
  #expect(decoder.decode(Array("\u{1B}[200~".utf8) + flood, at: 0) == [])
  let end = decoder.flush(now: 5000)
  #expect(end == [.input(.paste(String(repeating: "x", count: InputDecoder.pasteLimit)))])
}

@Test func invalidBytesAreSkipped() {
  var decoder = InputDecoder()
  let bytes: [UInt8] = [0xFF, 0xC0, 0x80, 0xE2, 0x82, 0x61, 0xED, 0xA0, 0x80, 0xC2, 0x9B, 0xF4, 0x90, 0x80, 0x80, 0x62]
  #expect(decoder.decode(bytes, at: 0) == [character("a"), character("b")])
}

/// Garbage made of bytes that matter: no trap, no control character in any key or paste, bounded memory.
@Test(arguments: UInt64(0)..<8)
func garbageIsHarmless(seed: UInt64) {
  var random = SplitMix64(seed: seed)
  let alphabet =
    Array("\u{1B}\u{1B}\u{1B}[[[]P_O<?;:$~0123456789-MmcRtuyqSABZ\u{7}\u{18}\\200~".utf8) + [0x80, 0xC3, 0xFF, 0]
  var decoder = InputDecoder(pointerCell: Size(width: 7, height: 13))
  var now = 0
  for _ in 0..<12_500 {
    let bytes = (0..<8).map { _ in
      Bool.random(using: &random)
        ? alphabet.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random)
    }
    now += Int.random(in: 0..<60, using: &random)
    let decoded = decoder.decode(bytes, at: now) + decoder.flush(now: now + 30)
    for case .input(let event) in decoded { #expect(!holdsControlCharacter(event)) }
  }
}

private func holdsControlCharacter(_ event: InputEvent) -> Bool {
  let text: String
  switch event {
  case .paste(let pasted): text = pasted
  case .key(let press):
    guard case .character(let character) = press.key else { return false }
    text = String(character)
  default: return false
  }
  return text.unicodeScalars.contains { $0.properties.generalCategory == .control }
}
