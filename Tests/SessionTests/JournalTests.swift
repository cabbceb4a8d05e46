import Raster
import Segmentation
import SystemPackage
import Testing

@testable import Session

struct JournalTests {
  let lines = [
    "fill 0 0", "class sky 0 9 9", "stroke fill 2 2", "stroke to 6 4", "stroke end", "cut 0 0 7 5", "undo",
    "fill 4 4 blue", "redo", "merge 4 0 6 0", "reset", "undo",
  ]

  @Test func lookingLeavesNoFiles() throws {
    let work = Workplace()
    let session = try work.open()
    try session.run("class blue", "save", "undo", "reset")
    try session.close()
    #expect(work.files.names(in: "/photos_segmented") == [])
    #expect(!work.files.exists("/photos_segmented"))
  }

  /// Whoever leaves last takes the folders away, also where the next image is opened before the last is left.
  @Test func lookingThroughAFolderLeavesNoFiles() throws {
    let work = Workplace("a.png", "b.png")
    let opener = work.opener()
    let first = Session(try opener.prepare(opener.decode(work.list[0]), MethodSpec("squares")))
    let second = Session(try opener.prepare(opener.decode(work.list[1]), MethodSpec("squares")))
    work.files["/photos_segmented/.tessera/b.lock"] = []
    try first.close()
    #expect(work.files.exists("/photos_segmented/.tessera"))
    work.files["/photos_segmented/.tessera/b.lock"] = nil
    try second.close()
    #expect(!work.files.exists("/photos_segmented"))
    #expect(throws: SessionError.closed) { try second.run("fill 0 0") }
  }

  @Test func aFolderThatWasThereStays() throws {
    let work = Workplace()
    try work.files.createFolder("/photos_segmented")
    try work.open().close()
    #expect(work.files.exists("/photos_segmented"))
    #expect(!work.files.exists("/photos_segmented/.tessera"))
  }

  @Test func theFirstEditBeginsTheJournal() throws {
    let work = Workplace()
    let session = try work.open()
    try session.run("class blue", "fill 0 0", "class red")
    let text = try #require(work.files.text(work.journal))
    let lines = text.split(separator: "\n").map { $0.hasPrefix("@") ? $0.drop { $0 != " " }.dropFirst() : $0 }
    let digest = Digest(of: Workplace.image(fill: 0))
    #expect(
      lines.filter { !$0.hasPrefix("labels") } == [
        "tessera-session 1", "open /photos/jet.png method=squares side=2",
        "image sha256=\(digest) width=8 height=6",
        "class red 255 0 0", "class blue 0 0 255", "fill 0 0", "class red",
      ])
  }

  @Test(arguments: [
    ("/a/photos/x.png", "/a/photos_segmented/.tessera", "../../photos/x.png"),
    ("/a/x.png", "/a", "x.png"), ("/a/x.png", "/b/c", "/a/x.png"), ("/a/b/../x.png", "/a/./c", "../x.png"),
  ]) func journalsNameImagesFromWhereTheyLie(image: String, folder: String, name: String) {
    #expect(relativePath(of: FilePath(image), to: FilePath(folder), MemoryFiles()) == FilePath(name))
  }

  @Test func resumingBringsEverythingBack() throws {
    let work = Workplace()
    let session = try work.open()
    for line in lines { _ = try session.perform(Command.parse(line)) }
    try session.close()
    let again = try work.open()
    #expect(again.notices == ["resumed 11 commands"])
    #expect(again.state == session.state)
    #expect(again.history == session.history)
    try again.run("undo 100")
    #expect(again.state.paintedPixels == 0)
  }

  @Test func theWriteComesBeforeTheEffect() throws {
    let work = Workplace()
    let session = try work.open()
    try session.run("fill 0 0")
    let before = session.state
    let text = work.files.text(work.journal)
    work.files.fail { call, path in call == "append" ? .diskFull(path) : nil }
    for line in ["fill 4 4", "undo", "class blue", "cut 0 0 7 5", "stroke fill 4 4", "reset", "save"] {
      #expect(throws: SessionError.file(.diskFull(work.journal))) { try session.run(line) }
      #expect(session.state == before)
      #expect(session.undoDepth == 1 && session.redoDepth == 0 && !session.hasOpenStroke)
    }
    work.files.fail { _, _ in nil }
    #expect(work.files.text(work.journal) == text)
    try session.run("fill 4 4")
    #expect(session.undoDepth == 2)
  }

  /// Torn at every byte of its last three lines, the journal opens with the commands that are whole.
  @Test func aTornTailIsDropped() throws {
    let work = Workplace()
    try work.label("fill 0 0", "fill 4 4", "class \"a b\" 1 2 3", "cut 0 0 7 5", "undo")
    let whole = try #require(work.files[work.journal])
    let ends = whole.indices.filter { whole[$0] == 10 }
    for length in ends[ends.count - 4] + 1..<whole.count {
      work.files[work.journal] = Array(whole[..<length])
      let session = try work.open()
      let isTorn = whole[length - 1] != 10
      let lines = ends.count { $0 < length } - 7
      #expect(session.notices[0] == "resumed \(lines) commands")
      #expect(session.notices.contains("the journal's last line was cut short and is dropped") == isTorn)
      try session.run("fill 6 4 red")
      try session.close()
      let again = try work.open()
      #expect(again.state == session.state)
      try again.close()
    }
  }

  /// Nothing was shown before the header and the first command were written, so nothing is lost.
  @Test func aTornHeaderBeginsAnew() throws {
    let work = Workplace()
    try work.label("fill 0 0")
    let whole = try #require(work.files[work.journal])
    for length in 0..<whole.count {
      work.files[work.journal] = Array(whole[..<length])
      let session = try work.open()
      #expect(session.state.paintedPixels == 0)
      try session.run("fill 0 0")
      try session.close()
      #expect(try work.open().state.paintedPixels == 4)
    }
  }

  @Test func damageBeforeTheEndIsAnErrorWithItsLine() throws {
    let work = Workplace()
    try work.label("fill 0 0", "fill 4 4")
    let text = try #require(work.files.text(work.journal))
    work.files[work.journal] = Array(text.replacing("fill 0 0", with: "fill 0 x").utf8)
    #expect(
      throws: SessionError.journal(
        file: work.journal.string, line: 8,
        reason: "fill: 'x' does not fit; expected fill [X Y] [CLASS] with a whole number from -1000000000 to 1000000000"
      )
    ) { try work.open() }
    work.files[work.journal] = Array(text.replacing("fill 0 0", with: "fill 0 99").utf8)
    #expect(
      throws: SessionError.journal(
        file: work.journal.string, line: 8, reason: "0 99 is outside the image; expected 0 0 to 7 5")
    ) { try work.open() }
    work.files[work.journal] = Array(text.replacing("tessera-session 1", with: "tessera-session 2").utf8)
    #expect(throws: SessionError.self) { try work.open() }
    #expect(work.files.disk.withLock { $0.locked.isEmpty })
  }

  @Test func anotherImageIsRefusedUnlessForced() throws {
    let work = Workplace()
    try work.label("fill 0 0")
    work.files["/photos/jet.png"] = Workplace.image(fill: 9)
    let error = #expect(throws: SessionError.self) { try work.open() }
    #expect(error?.description.hasPrefix("jet.png: the image file (SHA-256) differs") == true)
    #expect(try work.open(force: true).state.paintedPixels == 4)
    work.files["/photos/jet.png"] = Workplace.image(fill: 0, width: 9)
    let sizeError = #expect(throws: SessionError.self) { try work.open() }
    #expect(sizeError?.description.contains("(9 x 6 instead of 8 x 6)") == true)
    #expect(try work.open(force: true).state.paint.size == Size(width: 9, height: 6))
  }

  @Test func aStrokeThatTheJournalEndsInIsEnded() throws {
    let work = Workplace()
    try work.label("stroke fill 0 0", "stroke to 7 0")
    let session = try work.open()
    #expect(!session.hasOpenStroke)
    #expect(session.undoDepth == 1)
    #expect(session.state.paintedPixels == 16)
    try session.run("undo")
    #expect(session.state.paintedPixels == 0)
  }

  @Test func classesThatTheJournalLacksAreWrittenBeforeTheyAreUsed() throws {
    var work = Workplace()
    try work.label("fill 0 0")
    work.classes = ClassList([red, blue, PaintClass(name: "new", color: RGB(7, 7, 7))])
    try work.label("fill 4 4 new")
    work.classes = ClassList()
    let session = try work.open()
    #expect(session.state.classes.classes.map(\.name) == ["red", "blue", "new"])
    #expect(session.state.classes.current == 1)
    #expect(session.state.pixels(ofClass: 3) == 4)
  }

  @Test func anotherMethodIsPinnedAndUndone() throws {
    let work = Workplace()
    try work.label("fill 0 0", "method squares side=3", "fill 6 5")
    let session = try work.open()
    #expect(session.method == MethodSpec("squares", [.init("side", "3")]))
    #expect(session.state.paintedPixels == 4 + 6)
    try session.run("undo 2")
    #expect(session.method == MethodSpec("squares", [.init("side", "2")]))
    #expect(session.state.area(ofSegmentAt: PixelPoint(x: 0, y: 0)) == 4)
    #expect(throws: SessionError.needsLabels) { try session.run("method squares") }
  }

  @Test func timesGoOnWhereTheJournalEnds() throws {
    let work = Workplace()
    try work.label("fill 0 0")
    let text = try #require(work.files.text(work.journal))
    let stamp = try #require(text.split(separator: "\n").last?.split(separator: " ").first)
    work.files[work.journal] = Array(text.replacing(stamp, with: "@5000.250").utf8)
    try work.label("fill 4 4")
    let last = try #require(work.files.text(work.journal)?.split(separator: "\n").last)
    let seconds = try #require(Double(last.dropFirst().prefix { $0 != " " }))
    #expect(seconds >= 5000.25)
  }

  @Test func syncIsDueASecondAfterTheFirstLine() throws {
    let work = Workplace()
    let session = try work.open()
    #expect(try session.syncIfDue(now: 100) == nil)
    try session.run("fill 0 0")
    #expect(try session.syncIfDue(now: 5000) == 1000)
    try session.run("fill 4 4")
    #expect(try session.syncIfDue(now: 5999) == 1)
    #expect(work.files.disk.withLock { $0.syncs } == 0)
    #expect(try session.syncIfDue(now: 6000) == nil)
    #expect(work.files.disk.withLock { $0.syncs } == 1)
    try session.run("fill 6 4", "save")
    #expect(work.files.disk.withLock { $0.syncs } == 2)
  }
}

struct LabelStoreTests {
  private func labelFile(_ work: Workplace) throws -> FilePath {
    let name = try #require(work.files.names(in: "/photos_segmented/.tessera").first { $0.hasSuffix(".labels") })
    return FilePath(name)
  }

  @Test func storedSegmentsOutliveTheMethod() throws {
    var work = Workplace()
    try work.label("fill 0 0")
    work.registry = MethodRegistry([])
    #expect(try work.open().state.area(ofSegmentAt: PixelPoint(x: 0, y: 0)) == 4)
  }

  @Test func damagedSegmentsAreComputedAgainIfTheyAreTheSame() throws {
    var work = Workplace()
    try work.label("fill 0 0")
    let path = try labelFile(work)
    let whole = try #require(work.files[path])
    for damaged in [[], Array(whole.dropLast()), whole + [0], Array("garbage".utf8)] {
      work.files[path] = damaged
      let session = try work.open()
      #expect(session.state.paintedPixels == 4)
      #expect(session.notices.contains { $0.contains("computed again") })
    }
    work.registry = MethodRegistry([Squares(shift: 1)])
    let error = #expect(throws: SessionError.self) { try work.open() }
    #expect(error?.description.hasPrefix("jet.png: the label map of squares") == true)
    #expect(try work.open(force: true).notices.contains { $0.contains("not those the session was recorded with") })
  }

  @Test func missingSegmentsAreComputedAgain() throws {
    let work = Workplace()
    try work.label("fill 0 0")
    work.files[try labelFile(work)] = nil
    #expect(try work.open().state.paintedPixels == 4)
  }

  @Test func theHeldImageCanBeReadOnly() throws {
    let work = Workplace()
    let session = try work.open()
    try session.run("fill 0 0")
    let path: FilePath = "/photos_segmented/.tessera/jet.lock"
    #expect(throws: SessionError.file(.heldBy(path: path, pid: 1, host: "here"))) { try work.open() }
    let reader = try work.open(readOnly: true)
    #expect(reader.state.paintedPixels == 4)
    #expect(throws: SessionError.readOnly) { try reader.run("fill 4 4") }
    try session.close()
    try work.open().run("fill 4 4")
  }
}
