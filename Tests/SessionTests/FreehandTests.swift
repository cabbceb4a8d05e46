import Raster
import Testing

@testable import Session

struct FreehandTests {
  @Test func brushPaintsWhateverTheSegmentsAre() throws {
    let session = session(labels("11.2", "1122", "3333"))
    try session.run("brush square 2 2 1", "class blue", "brush circle 1 0 2 3 2")
    #expect(session.state.paint == paint(".11.", ".11.", "2222"))
    #expect(session.undoDepth == 2)
    try session.run("undo")
    #expect(session.state.paint == paint(".11.", ".11.", "...."))
  }

  @Test func aStrokeIsOneStep() throws {
    let session = session(labels("1111", "1111"))
    try session.run("brush circle 1 0 0 3 0 3 1 0 1")
    #expect(session.state.paint == paint("1111", "1111"))
    try session.run("undo")
    #expect(session.state.paint == paint("....", "...."))
    try session.run("redo", "erase square 2 1 1")
    #expect(session.state.paint == paint("..11", "..11"))
  }

  @Test func strokesThatChangeNothingAreNoStep() throws {
    let session = session(labels("11"))
    try session.run("brush circle 1 0 0", "brush circle 1 0 0", "erase circle 1 1 0")
    #expect(session.undoDepth == 1)
    #expect(throws: SessionError.outside(PixelPoint(x: 9, y: 9), Size(width: 2, height: 1))) {
      try session.run("brush circle 3 9 9")
    }
    let without = Session.unclassed(labels("11"))
    #expect(throws: SessionError.noClass) { try without.run("brush circle 1 0 0") }
    try without.run("erase circle 1 0 0")
    #expect(without.undoDepth == 0)
  }

  @Test func theWandFollowsColoursWhateverTheSegmentsAre() throws {
    let work = Workplace()
    work.files["/photos/jet.png"] = Array("image 4 2\n".utf8) + [10, 14, 30, 10, 10, 50, 50, 12]
    try work.label("wand 0 0 3", "class blue", "wand 0 0 4", "undo", "wand 3 0 2")
    let session = try work.open()
    #expect(session.state.paint == paint("1..2", "1..2"))
    #expect(throws: SessionError.self) { try session.run("wand 9 9 4") }
    try session.run("wand 0 0 255")
    #expect(session.state.paint == paint("2222", "2222"))
    try session.close()
    let replayed = work.replayer().run(work.journal)
    try #require(replayed.failure == nil)
    #expect(replayed.images[0].masks.map(\.pixels) == [8])
  }

  @Test func aPolygonIsOneStepAndReplays() throws {
    let work = Workplace()
    work.files["/photos/jet.png"] = Array("image 5 3\n".utf8) + (1...15).map { UInt8($0) }
    try work.label("polygon 0 0 4 0 4 2 -1000000000 2", "lock", "class blue", "polygon 3 -1 3 9 4 9 4 -1")
    let session = try work.open()
    #expect(session.state.paint == paint("11111", "11111", "11111"))
    try session.run("unlock red", "polygon 3 -1 3 9 4 9 4 -1")
    #expect(session.state.paint == paint("11122", "11122", "11122"))
    #expect(throws: SessionError.outside(PixelPoint(x: 9, y: 9), Size(width: 5, height: 3))) {
      try session.run("polygon 9 9 12 9 9 12")
    }
    try session.close()
    let replayed = work.replayer().run(work.journal)
    try #require(replayed.failure == nil)
    #expect(replayed.images[0].masks.map(\.pixels) == [9, 6])
  }

  // MARK: Locks

  @Test(arguments: [
    "fill 0 0", "unfill 0 0", "brush circle 1 0 0 3 0", "erase circle 1 0 0 3 0", "stroke fill 0 0", "cut 0 0 3 0",
  ])
  func nothingPaintsOverALockedClass(line: String) throws {
    let session = session(labels("1213"))
    try session.run("fill 0 0", "fill 2 0", "class blue", "lock red", line)
    #expect(session.state.paint.elements[0] == 1 && session.state.paint.elements[2] == 1)
    #expect(session.state.pixels(ofClass: 1) == 2)
    try session.run("unlock 1", "erase circle 1 0 0")
    #expect(session.state.paint.elements[0] == 0)
  }

  @Test func whatIsNotLockedIsPaintedAllTheSame() throws {
    let session = session(labels("1213"))
    try session.run("fill 0 0", "fill 2 0", "lock", "class blue", "brush circle 1 0 0 3 0")
    #expect(session.state.paint == paint("1212"))
    #expect(session.state.classes.locked == [1])
    #expect(try session.perform(.parse("fill 0 0")).message == "nothing changes: what is painted there is locked")
    try session.run("reset")
    #expect(session.state.paint == paint("...."), "reset brings back what was loaded, locked or not")
    try session.run("undo", "undo", "undo", "undo")
    #expect(session.state.paint == paint("...."), "undo takes back what was done, locked or not")
  }

  @Test func locksAreNoUndoStepAndGoIntoTheJournal() throws {
    let work = Workplace()
    try work.label("lock red", "fill 0 0", "lock blue", "unlock red")
    let text = try #require(work.files.text(work.journal))
    #expect(text.contains("\nlock red\n"), "locked before the journal began")
    let session = try work.open()
    #expect(session.state.classes.locked == [2])
    #expect(session.undoDepth == 1)
    try session.close()
  }

  @Test func locksReplay() throws {
    let work = Workplace()
    try work.label(
      "fill 0 0", "lock red", "class blue", "brush square 6 2 2", "fill 0 0", "unlock red", "erase circle 2 1 1")
    let session = try work.open()
    let masks = session.maskSnapshot()
    try session.close()
    let replayed = work.replayer().run(work.journal)
    try #require(replayed.failure == nil && replayed.images.count == 1)
    for mask in replayed.images[0].masks {
      let number = try #require(masks.classes.number(of: mask.color))
      #expect(masks.paint.plane.elements.count { $0 == UInt16(number) } == mask.pixels)
    }
  }

  /// Whatever is done by hand, locked or not: locked paint stays, and undo takes all back.
  @Test(arguments: UInt64(0)..<60) func anyFreehandWorkSparesLocksAndIsUndone(seed: UInt64) throws {
    var rng = SplitMix64(seed: seed)
    func integer(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &rng) }
    let session = session(labels("1122334455", "1122334455", "6677889911", "6677889911"))
    for _ in 0..<25 {
      let (x, y, number) = (integer(-2...11), integer(-2...5), integer(1...2))
      let lines = [
        "brush circle \(integer(1...6)) \(x) \(y) \(integer(-2...11)) \(integer(-2...5))",
        "polygon \(x) \(y) \(integer(-2...11)) \(integer(-2...5)) \(integer(-2...11)) \(integer(-2...5))",
        "erase square \(integer(1...4)) \(x) \(y)", "fill \(max(0, min(9, x))) \(max(0, min(3, y)))",
        "class \(number)", "lock \(number)", "unlock \(number)", "cut \(x) \(y) 3 3",
      ]
      let line = lines[integer(0...lines.count - 1)]
      let (before, classes) = (session.state.paint, session.state.classes)
      do { try session.run(line) } catch is SessionError {}
      for (old, new) in zip(before.elements, session.state.paint.elements) where classes.isLocked(Int(old)) {
        #expect(old == new, "\(line)")
      }
    }
    let end = session.state.paint
    let depth = session.undoDepth
    if depth > 0 { try session.run("undo \(depth)") }
    #expect(session.state.paint.elements.allSatisfy { $0 == 0 })
    if depth > 0 { try session.run("redo \(depth)") }
    #expect(session.state.paint == end)
  }
}

extension Session {
  /// A session without classes.
  fileprivate static func unclassed(_ map: LabelMap) -> Session { session(map, classes: ClassList()) }
}
