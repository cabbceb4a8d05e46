import Raster
import Segmentation
import Testing

@testable import Session

/// The hierarchy over squares in a folder in memory.
struct GranularityTests {
  private func workplace() -> Workplace {
    var work = Workplace()
    work.registry = MethodRegistry([Squares()]).withHierarchy()
    let pixels: [UInt8] = (0..<48).map { (at: Int) -> UInt8 in UInt8(at % 8 / 2) * 40 + UInt8(at / 16) * 9 }
    work.files["/photos/jet.png"] = Array("image 8 6\n".utf8) + pixels
    return work
  }

  @Test func aJournalResumesAndReplays() throws {
    let work = workplace()
    let session = try work.open()
    try session.run("fill 0 0")
    try session.coarsen(1, work.registry)
    try session.run("fill 7 5")
    try session.coarsen(2, work.registry)
    try session.run("undo", "fill 4 0")
    let (labels, paint, method) = (session.state.labels, session.state.paint, session.method)
    try session.close()
    let again = try work.open()
    #expect(again.state.labels == labels)
    #expect(again.state.paint == paint)
    #expect(again.method == method)
    try again.close()
    let text = String(decoding: work.files[work.journal] ?? [], as: UTF8.self)
    #expect(text.contains(" granularity 1 sha256="))
    #expect(work.replayer().run(work.journal).failure == nil)
  }

  @Test func aScriptNeedsNoPin() throws {
    let work = workplace()
    let script = "tessera-session 1\nopen /photos/jet.png\ncolor 1 2 3\ngranularity 40\nfill 0 0\n"
    work.files["/desk/a.txt"] = Array(script.utf8)
    #expect(work.replayer().run("/desk/a.txt").images.first?.masks.map(\.pixels) == [48])
    work.files["/desk/b.txt"] = Array((script + "granularity -41\n").utf8)
    let outside = try #require(work.replayer().run("/desk/b.txt").failure)
    #expect("\(outside)".contains("from -40 to 40"))
    work.files["/desk/c.txt"] = Array("tessera-session 1\nopen /photos/jet.png\ngranularity -1\n".utf8)
    let finer = try #require(work.replayer().run("/desk/c.txt").failure)
    #expect("\(finer)".hasPrefix("/desk/c.txt:3: squares has no finer segments"))
  }

  /// Nobody has to go back levels that there are not.
  @Test func oneStepBackFromTheCoarsestIsFiner() throws {
    let work = workplace()
    let session = try work.open()
    try session.coarsen(40, work.registry)
    try session.coarsen(-1, work.registry)
    #expect(Set(session.state.labels.elements).count > 1)
    let script = "tessera-session 1\nopen /photos/jet.png\ncolor 1 2 3\ngranularity 40\ngranularity -1\nfill 0 0\n"
    work.files["/desk/a.txt"] = Array(script.utf8)
    try session.run("fill 0 0")
    #expect(
      work.replayer().run("/desk/a.txt").images.first?.masks.map(\.pixels) == [session.state.pixels(ofClass: 1)])
  }

  @Test func aPinThatDiffersStopsTheReplay() throws {
    var work = workplace()
    let session = try work.open()
    try session.coarsen(2, work.registry)
    try session.close()
    for name in work.files.names(in: "/photos_segmented/.tessera") where name.hasSuffix(".labels") {
      work.files[.init(name)] = nil
    }
    #expect(work.replayer().run(work.journal).failure == nil)
    work.registry = MethodRegistry([Squares(shift: 1)]).withHierarchy()
    #expect(work.replayer().run(work.journal).failure != nil)
  }

  @Test func paintStaysAndUndoBringsTheSegmentsBack() throws {
    let work = workplace()
    let session = try work.open()
    let before = session.state.labels
    try session.run("fill 2 2")
    let paint = session.state.paint
    try session.coarsen(3, work.registry)
    #expect(session.state.paint == paint)
    #expect(session.state.labels != before)
    #expect(session.state.area(ofSegmentAt: PixelPoint(x: 0, y: 0)).map { $0 > 4 } == true)
    try session.run("undo")
    #expect(session.state.labels == before)
    #expect(session.method.name == "squares")
  }

  @Test func linesThatWereCutStay() throws {
    let work = workplace()
    let session = try work.open()
    try session.run("cut 3 0 3 5")
    try session.coarsen(40, work.registry)
    let labels = session.state.labels
    #expect((0..<6).allSatisfy { labels[PixelPoint(x: 3, y: $0)] == 0 })
    #expect(Set(labels.elements) == [0, 1, 2])
    try session.run("fill 0 0")
    #expect(session.state.pixels(ofClass: 1) == 18)
    #expect(connectedRegions(of: labels).count == 2)
  }

  @Test func noStepWhereNothingIsCoarser() throws {
    let work = workplace()
    let session = try work.open()
    try session.coarsen(40, work.registry)
    let method = session.method
    #expect(try session.coarsen(1, work.registry).message == "There are no coarser segments")
    #expect(session.undoDepth == 1)
    #expect(session.method == method)
  }

  @Test func segmentsMustBeComputedFirst() throws {
    let session = try workplace().open()
    #expect(throws: SessionError.needsLabels) { try session.perform(.granularity(1)) }
  }
}

extension Session {
  @discardableResult
  fileprivate func coarsen(_ steps: Int, _ registry: MethodRegistry) throws -> Outcome {
    let shared = try registry.uncut(registry.spec(method, coarserBy: max(0, steps)))
    let hierarchy = try registry.hierarchy(of: image, shared, MethodRun())
    let taken = try registry.steps(steps, from: method, in: hierarchy)
    let cut = try registry.spec(method, coarserBy: taken)
    return try perform(.granularity(taken), .labels(PreparedLabels(cutting: hierarchy, cut, registry)))
  }
}
