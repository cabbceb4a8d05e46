import Raster
import SystemPackage
import Testing

@testable import Session

struct ClassChangeTests {
  private let redMask: FilePath = "/photos_segmented/jet_mask_(R:255,G:0,B:0).png"
  private let blueMask: FilePath = "/photos_segmented/jet_mask_(R:0,G:0,B:255).png"
  private let greenMask: FilePath = "/photos_segmented/jet_mask_(R:0,G:200,B:0).png"

  private func pixels() -> Session { session(labels("1234")) }

  private func masks(_ work: Workplace) -> [String] {
    work.files.names(in: "/photos_segmented").filter { $0.hasSuffix(".png") }
  }

  private func refusal(_ line: String, of session: Session) -> String {
    do {
      _ = try session.perform(.parse(line))
      return ""
    } catch { return "\(error)" }
  }

  @Test func mergingIsOneStepAndTheNumberIsNotGivenAgain() throws {
    let session = pixels()
    try session.run("class green 0 200 0", "fill 0 0 red", "fill 1 0 blue", "fill 2 0 red")
    try session.run("class red", "merge-classes red blue")
    #expect(session.state.paint == paint("222."))
    #expect(session.state.classes.usable == [2, 3] && session.state.classes.current == 2)
    #expect(session.undoDepth == 4)
    try session.run("class pink 255 100 100")
    #expect(session.state.classes.usable == [2, 3, 4], "a new class gets a new number")
    try session.run("undo")
    #expect(session.state.paint == paint("121."))
    #expect(session.state.classes.usable == [1, 2, 3, 4])
    try session.run("class red", "redo")
    #expect(session.state.paint == paint("222.") && session.state.classes.current == 2)
    #expect(session.state.classes.classes.map(\.name) == ["red", "blue", "green", "pink"])
  }

  @Test func aMergedClassIsRefusedWithItsHeir() throws {
    let session = pixels()
    try session.run("class green 0 200 0", "merge-classes red blue", "merge-classes blue green")
    let sentence = "class red was merged into green; choose that, or undo the merge"
    for line in ["fill 0 0 1", "class red", "class red 255 0 0", "color 255 0 0", "lock red", "recolor-class 1 1 1 1"] {
      #expect(refusal(line, of: session) == sentence, "\(line)")
    }
    #expect(refusal("class red 9 9 9", of: session).contains("red is 255 0 0 already"))
    #expect(refusal("recolor-class green 255 0 0", of: session).contains("is the colour of class red"))
  }

  @Test func lockedClassesAreNotMergedAwayButTakeOthersIn() throws {
    let session = pixels()
    try session.run("fill 0 0 red", "fill 1 0 blue", "lock red")
    #expect(refusal("merge-classes red blue", of: session) == "class red is locked; unlock it first")
    try session.run("merge-classes blue red")
    #expect(session.state.paint == paint("11.."))
    #expect(try session.perform(.parse("merge-classes red red")).message?.hasPrefix("a class and itself") == true)
  }

  @Test func resetBringsMergedClassesBackAndUndoTakesThemAgain() throws {
    let session = pixels()
    try session.run("merge-classes red blue", "reset")
    #expect(session.state.classes.usable == [1, 2])
    try session.run("undo")
    #expect(session.state.classes.usable == [2])
  }

  @Test func coloursChangeAndStayApart() throws {
    let session = pixels()
    try session.run("fill 0 0 red", "recolor-class red 0 200 0")
    #expect(session.state.classes[1] == PaintClass(name: "red", color: RGB(0, 200, 0)))
    #expect(session.state.paint == paint("1...") && session.undoDepth == 1)
    #expect(refusal("recolor-class red 0 0 0", of: session).contains("background"))
    #expect(
      refusal("recolor-class red 0 0 255", of: session) == "0 0 255 is the colour of class blue; choose another colour")
    try session.run("recolor-class blue ff0000")
    #expect(session.state.classes[2]?.color == RGB(255, 0, 0), "a colour that is given up is free")
  }

  @Test func masksFollowMergersAndColours() throws {
    let work = Workplace()
    let session = try work.open()
    let store = work.opener().masks
    try session.run("fill 0 0 red", "fill 4 4 blue")
    _ = try store.save(session.maskSnapshot())
    try session.run("merge-classes blue red")
    #expect(try store.save(session.maskSnapshot()).removed == [blueMask])
    try session.run("recolor-class red 0 200 0")
    #expect(try store.save(session.maskSnapshot()).removed == [redMask])
    #expect(masks(work) == [greenMask.string])
    try session.run("undo")
    _ = try store.save(session.maskSnapshot())
    #expect(masks(work) == [blueMask.string, greenMask.string])
  }

  @Test func journalsBringMergersAndColoursBack() throws {
    let work = Workplace()
    try work.label("fill 0 0 red", "fill 4 4 blue", "merge-classes red blue", "recolor-class blue 0 200 0")
    let session = try work.open()
    #expect(session.state.classes.usable == [2])
    #expect(session.state.classes.classes.map(\.color) == [RGB(255, 0, 0), RGB(0, 200, 0)], "none is defined again")
    #expect(session.state.pixels(ofClass: 2) == 8 && session.state.pixels(ofClass: 1) == 0)
    try session.run("undo")
    #expect(session.state.pixels(ofClass: 1) == 4 && session.state.classes.usable == [1, 2])
    try session.close()
  }

  @Test func aColourAloneBeginsAJournal() throws {
    let work = Workplace()
    try work.label("recolor-class red 0 200 0")
    let session = try work.open()
    #expect(session.state.classes.classes.map(\.color) == [RGB(0, 200, 0), RGB(0, 0, 255)])
    try session.run("fill 0 0 red")
    _ = try work.opener().masks.save(session.maskSnapshot())
    #expect(masks(work) == [greenMask.string])
    try session.close()
  }

  /// Whatever is done: replay of the journal gives the same state, all undone gives the first one.
  @Test(arguments: UInt64(0)..<40) func anyChangesReplayToTheSameState(seed: UInt64) throws {
    var rng = SplitMix64(seed: seed)
    func integer(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &rng) }
    let work = Workplace()
    let session = try work.open()
    try session.run("class green 0 200 0", "fill 6 0 3")
    for _ in 0..<30 {
      let (one, other) = (integer(1...5), integer(1...5))
      let lines = [
        "fill \(integer(0...7)) \(integer(0...5)) \(one)", "merge-classes \(one) \(other)", "undo", "redo", "reset",
        "recolor-class \(one) \(integer(0...3)) 9 9", "class new\(one) \(one) \(other) 0", "lock \(one)",
        "unlock \(one)",
      ]
      // What is refused changes nothing, which the replay shows.
      _ = try? session.perform(Command.parse(lines[integer(0...lines.count - 1)]))
    }
    let state = session.state
    for number in 1...state.classes.classes.count where state.classes.isMerged(number) {
      #expect(state.pixels(ofClass: number) == 0, "what is merged has no pixels")
    }
    #expect(Set(state.classes.classes.map(\.color)).count == state.classes.classes.count)
    try session.close()
    let again = try work.open()
    #expect(again.state == state)
    try again.run("undo 1000")
    #expect(again.state.classes.usable.count == state.classes.classes.count && again.state.paintedPixels == 0)
    try again.close()
  }

  @Test func newColoursAreFarFromThoseThatAreTaken() throws {
    var classes = ClassList([red, blue])
    for number in 3...200 {
      let color = classes.unusedColor
      #expect(classes.number(of: color) == nil && color != RGB(0, 0, 0))
      try classes.define("class \(number)", color)
    }
  }
}
