import Raster
import Segmentation
import SystemPackage
import Testing

@testable import Session

struct ReplayTests {
  private func script(_ work: Workplace, _ lines: String..., path: FilePath = "/desk/a.txt") -> FilePath {
    work.files[path] = Array((["tessera-session 1"] + lines).joined(separator: "\n").utf8)
    return path
  }

  @Test func aScriptWritesTheMasksOfItsLastSave() throws {
    let work = Workplace()
    let report = work.replayer().run(
      script(
        work, "# an example", "class jet 204 0 0", "open ../photos/jet.png method=squares side=3", "fill 0 0", "save",
        "fill 7 5", "undo", "cursor 1 1"))
    try #require(report.failure == nil)
    #expect(report.images.map(\.commands) == [4])
    #expect(report.images.map(\.undone) == [1])
    #expect(
      report.images[0].masks.map { $0.path.lexicallyNormalized() } == ["/photos_segmented/jet_mask_(R:204,G:0,B:0).png"]
    )
    #expect(report.images[0].masks.map(\.pixels) == [9])
  }

  @Test(arguments: [("tolerance=1000", 48), ("tolerance=0", 48), ("everywhere=true class=1", 48)])
  func scriptsMayFillWhatLooksAlike(how: String, pixels: Int) throws {
    let work = Workplace()
    let report = work.replayer().run(
      script(work, "open /photos/jet.png method=squares side=3", "color 1 2 3", "smart-fill 0 0 \(how)"))
    try #require(report.failure == nil)
    #expect(report.images[0].masks.map(\.pixels) == [pixels])
  }

  @Test func withoutSaveTheEndCounts() throws {
    let work = Workplace()
    let report = work.replayer().run(script(work, "open /photos/jet.png", "color 1 2 3", "fill 0 0", "fill 2 0"))
    #expect(report.images[0].masks.map(\.pixels) == [8])
  }

  @Test func aJournalGivesTheMasksOfItsSession() throws {
    let work = Workplace()
    let session = try work.open(method: MethodSpec("squares", [.init("side", "3")]))
    try session.run("fill 0 0", "cut 0 0 7 5", "stroke fill 6 0 ", "stroke to 6 5", "save")
    let saved = try work.opener().masks.save(session.maskSnapshot())
    try session.close()
    var replayer = work.replayer()
    replayer.output = "/again"
    let report = replayer.run(work.journal)
    try #require(report.failure == nil)
    #expect(report.images[0].masks.map(\.digest) == saved.masks.map(\.digest))
    #expect(report.images[0].masks.map(\.path.lastComponent) == saved.masks.map(\.path.lastComponent))
    #expect(report.images[0].commands == 5)
  }

  @Test func pinsAreChecked() throws {
    var work = Workplace()
    try work.label("fill 0 0", "method squares side=3", "fill 6 5", "save")
    for name in work.files.names(in: "/photos_segmented/.tessera") where name.hasSuffix(".labels") {
      work.files[FilePath(name)] = nil
    }
    var replayer = work.replayer()
    #expect(replayer.run(work.journal).failure == nil)
    work.registry = MethodRegistry([Squares(shift: 1)])
    replayer = work.replayer()
    let failure = try #require(replayer.run(work.journal).failure)
    #expect(failure.description.contains(".tessera/jet.tessera:2: jet.png: the label map of squares differs"))
    #expect(failure.description.contains("--force"))
    replayer.force = true
    #expect(replayer.run(work.journal).failure == nil)
    work.files["/photos/jet.png"] = Workplace.image(fill: 77)
    replayer = work.replayer()
    #expect(replayer.run(work.journal).failure?.description.contains("the image file (SHA-256) differs") == true)
  }

  @Test func aMistakeStopsAtItsLineAndWritesNoMaskOfThatImage() throws {
    let work = Workplace("a.png", "b.png", "c.png")
    let report = work.replayer().run(
      script(work, "open ../photos/a.png", "color 1 1 1", "fill 0 0", "next", "fill 0 0", "", "fill 0 zero", "next"))
    #expect(report.images == [])
    let parsed = try #require(report.failure)
    #expect(parsed.description.hasPrefix("/desk/a.txt:8: fill: 'zero' does not fit; expected fill [X Y] [CLASS]"))
    let outside = work.replayer().run(
      script(work, "open ../photos/a.png", "color 1 1 1", "fill 0 0", "next", "fill 0 0", "fill 9 9"))
    #expect(outside.images.map(\.file.name) == ["a.png"])
    #expect(outside.failure?.description == "/desk/a.txt:7: 9 9 is outside the image; expected 0 0 to 7 5")
    #expect(work.files.names(in: "/photos_segmented") == ["/photos_segmented/a_mask_(R:1,G:1,B:1).png"])
  }

  @Test func scriptsGoThroughTheFolder() throws {
    let work = Workplace("a.png", "b.png", "c.png")
    let report = work.replayer().run(
      script(
        work, "open ../photos/a.png", "color 1 1 1", "fill 0 0", "previous", "fill 0 0", "fill 2 0", "goto b.png",
        "fill 0 0", "undo", "goto 1", "fill 4 0", "undo", "undo", "fill 0 0"))
    try #require(report.failure == nil)
    #expect(report.images.map(\.file.name) == ["a.png", "c.png", "b.png"])
    #expect(report.images.map(\.commands) == [6, 2, 2])
    #expect(report.images.map { $0.masks.map(\.pixels) } == [[4], [8], []])
    #expect(
      work.replayer().run(script(work, "open ../photos/a.png", "goto d.png")).failure?.description
        == "/desk/a.txt:3: no image 'd.png'; expected a file name or a number from 1 to 3")
    #expect(
      work.replayer().run(script(work, "fill 0 0")).failure?.description
        == "/desk/a.txt:2: no image is open; expected `open PATH` first")
  }

  @Test func imagesMayLieElsewhere() throws {
    let work = Workplace()
    try work.label("fill 0 0", "save")
    work.files["/moved/jet.png"] = work.files["/photos/jet.png"]
    work.files["/photos/jet.png"] = nil
    var replayer = work.replayer()
    #expect(replayer.run(work.journal).failure != nil)
    replayer.images = "/moved"
    let report = replayer.run(work.journal)
    try #require(report.failure == nil)
    #expect(report.images[0].masks.map(\.path) == ["/moved_segmented/jet_mask_(R:255,G:0,B:0).png"])
  }

  @Test func equalStemsAreTheFoldersOwn() throws {
    let work = Workplace("a.jpg", "a.png")
    let report = work.replayer().run(script(work, "open ../photos/a.png", "color 1 1 1", "fill 0 0"))
    #expect(report.images[0].masks.map(\.path.lastComponent) == ["a.png_mask_(R:1,G:1,B:1).png"])
  }

  @Test func whatIsNoScriptIsSaid() {
    let work = Workplace()
    work.files["/desk/b.txt"] = Array("fill 1 2\n".utf8)
    #expect(
      work.replayer().run("/desk/b.txt").failure?.description
        == "/desk/b.txt:1: 'fill 1 2' is no session script; expected `tessera-session 1` in the first line")
    #expect(work.replayer().run("/desk/none").failure == .file(.notFound("/desk/none")))
    work.files["/desk/b.txt"] = []
    #expect(work.replayer().run("/desk/b.txt").failure?.description.contains("empty") == true)
  }

  @Test func cancellingKeepsWhatWasFinished() throws {
    let work = Workplace("a.png", "b.png")
    let path = script(work, "open ../photos/a.png", "color 1 1 1", "fill 0 0", "next", "fill 0 0")
    let files = work.files
    let run = MethodRun(isCancelled: { files.exists("/photos_segmented") })
    let report = work.replayer().run(path, run)
    #expect(report.images.map(\.file.name) == ["a.png"])
    #expect(report.failure?.description.contains("cancelled") == true)
  }
}
