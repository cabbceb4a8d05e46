import Raster
import Testing

@testable import Session

struct ReshapeTests {
  /// A session painted as drawn; every pixel is a segment.
  private func painted(_ rows: String...) throws -> Session {
    let width = rows[0].count
    let size = Size(width: width, height: rows.count)
    let session = session(LabelMap(size: size, elements: (0..<Int32(size.area)).map { $0 + 1 }))
    for (y, row) in rows.enumerated() {
      for (x, letter) in row.enumerated() where letter != "." { try session.run("fill \(x) \(y) \(letter)") }
    }
    return session
  }

  @Test func holesArePaintedAndOpenBaysAreNot() throws {
    let session = try painted("1111.", "1.21.", "1111.", "1.1..")
    try session.run("holes")
    #expect(session.state.paint == paint("1111.", "1111.", "1111.", "1.1.."))
    try session.run("undo", "lock blue", "holes red")
    #expect(session.state.paint == paint("1111.", "1121.", "1111.", "1.1.."))
  }

  @Test func islandsGo() throws {
    let session = try painted("11..1", "1..11", "..2..")
    try session.run("islands 4")
    #expect(session.state.paint == paint(".....", ".....", "..2.."))
    try session.run("undo", "islands 3")
    #expect(session.state.paint == paint("11..1", "1..11", "..2.."), "regions of three are not below three")
  }

  @Test func growingPaintsOverWhatIsNotLocked() throws {
    let session = try painted(".....", "..1..", "..2..", ".....")
    try session.run("grow 1")
    #expect(session.state.paint == paint("..1..", ".111.", "..1..", "....."))
    try session.run("undo", "lock 2", "grow 1 red")
    #expect(session.state.paint == paint("..1..", ".111.", "..2..", "....."))
  }

  @Test func shrinkingStopsWhereTheImageEnds() throws {
    let session = try painted("111..", "111..", "111..")
    try session.run("shrink 1")
    #expect(session.state.paint == paint("11...", "11...", "11..."))
  }

  @Test func smoothingTakesSpikesAndFillsNotches() throws {
    let session = try painted("...1...", "...1...", "1111111", "1111111", "111.111", "1111111", "1111111")
    try session.run("smooth 1")
    #expect(session.state.paint[PixelPoint(x: 3, y: 0)] == 0, "the spike is blunt")
    #expect(session.state.paint[PixelPoint(x: 3, y: 4)] == 1, "the notch is filled")
  }

  @Test func classesAreCombined() throws {
    let session = try painted("22222..", "2.1.2.1", "2.1.2..", "22222..")
    try session.run("combine union red blue")
    #expect(session.state.paint == paint("11111..", "1.1.1.1", "1.1.1..", "11111.."))
    try session.run("undo", "combine minus red blue")
    #expect(session.state.paint == paint("22222..", "2...2.1", "2...2..", "22222.."))
    try session.run("undo", "combine intersect red blue")
    #expect(session.state.paint == paint("22222..", "2.1.2..", "2.1.2..", "22222.."))
    let message = try session.perform(.parse("combine intersect 1 2")).message
    #expect(message == "nothing changes")
  }

  @Test func combiningWithAClassThatHasNoPixels() throws {
    let session = try painted("1.1")
    #expect(try session.perform(.parse("combine union red blue")).message == "nothing is painted with blue")
    #expect(try session.perform(.parse("combine minus red red")).message?.hasPrefix("a class and itself") == true)
    try session.run("combine intersect red blue")
    #expect(session.state.paint == paint("..."))
    #expect(try session.perform(.parse("holes")).message == "nothing is painted with red")
  }

  /// Cut out or not, wherever the class lies: as on the mask of the whole image.
  @Test(arguments: UInt64(0)..<80) func aClassChangesAsItsWholeMaskDoes(seed: UInt64) throws {
    var rng = SplitMix64(seed: seed)
    func integer(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &rng) }
    let size = Size(width: integer(1...24), height: integer(1...16))
    let session = session(LabelMap(size: size, filledWith: 1))
    for _ in 0..<integer(1...6) {
      try session.run("class \(integer(1...2))")
      let point = "\(integer(0...size.width - 1)) \(integer(0...size.height - 1))"
      try session.run("brush \(["circle", "square"][integer(0...1)]) \(integer(1...7)) \(point)")
    }
    let radius = integer(1...5)
    let old = session.state.paint
    let mask = Mask(size: size, elements: old.elements.map { $0 == 1 ? 255 : 0 })
    guard mask.elements.contains(255) else { return }
    let cases: [(String, Mask)] = [
      ("holes 1", mask.filled), ("islands \(radius * 4) 1", mask.withoutIslands(below: radius * 4)),
      ("grow \(radius) 1", mask.dilated(by: radius)), ("shrink \(radius) 1", mask.eroded(by: radius)),
      ("smooth \(radius) 1", mask.opened(by: radius).closed(by: radius)),
    ]
    for (line, new) in cases {
      let depth = session.undoDepth
      try session.run(line)
      let expected = old.elements.indices.map { at in
        new.elements[at] != 0 ? 1 : old.elements[at] == 1 ? 0 : old.elements[at]
      }
      #expect(session.state.paint.elements == expected, "\(line)")
      #expect(session.undoDepth == depth + (expected == old.elements ? 0 : 1))
      if session.undoDepth > depth { try session.run("undo") }
      #expect(session.state.paint == old)
    }
  }

  @Test func planningChangesNothing() throws {
    let session = try painted("1.1")
    let depth = session.undoDepth
    let (paint, changes) = (session.state.paint, session.changes)
    let planned = try session.plannedPaint(of: .parse("grow 1")).get()
    #expect(planned == [RunChange(start: 1, length: 1, old: 0, new: 1)])
    #expect(session.state.paint == paint && session.changes == changes && session.undoDepth == depth)
    let refused = session.plannedPaint(of: try .parse("holes blue"))
    #expect(refused == .failure(.init(reason: "nothing is painted with blue")))
  }
}
