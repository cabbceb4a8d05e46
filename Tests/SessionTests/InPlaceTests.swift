import Raster
import Segmentation
import Testing

@testable import Session

/// Planes of 48 megapixels must never be copied: commands change them where they lie.
struct InPlaceTests {
  private func places(_ session: Session) -> [UnsafeRawPointer?] {
    [
      session.state.labels.elements.withUnsafeBytes { $0.baseAddress },
      session.state.paint.elements.withUnsafeBytes { $0.baseAddress },
    ]
  }

  @Test func commandsChangePlanesInPlace() throws {
    let session = session(labels("1122", "1122", "3344"))
    let before = places(session)
    try session.run(
      "fill 0 0", "fill 2 0 blue", "unfill 0 0", "cut 0 0 3 2", "merge 2 0 3 0", "stroke fill 0 1", "stroke to 3 2",
      "stroke end", "undo 3", "redo", "reset", "undo", "save")
    #expect(places(session) == before)
    let drawn = PreparedLabels(method: MethodSpec("drawn again"), labels: labels("1111", "1111", "1111"), count: 1)
    _ = try session.perform(.method(drawn.method), .labels(drawn))
    _ = session.maskSnapshot()
    try session.run("fill 0 0", "undo 2")
    #expect(places(session) == before)
  }

  @Test func commandsChangeTheObjectMapInPlace() throws {
    let session = session(labels("1122", "1122", "3344"))
    func place() -> UnsafeRawPointer? { session.state.objectMap?.elements.withUnsafeBytes { $0.baseAddress } }
    try session.run("object new", "fill 0 0")
    let before = place()
    try session.run("object new", "fill 2 0", "unfill 0 0", "undo 2", "redo", "fill 0 2", "cut 0 0 3 2", "grow 1")
    _ = session.maskSnapshot()
    try session.run("undo")
    #expect(before != nil && place() == before)
  }

  @Test func handingOverKeepsNoSecondReference() throws {
    let work = Workplace()
    let opener = work.opener()
    let prepared = try opener.prepare(opener.decode(work.list[0]), MethodSpec("squares"))
    let session = Session(prepared)
    let before = places(session)
    try session.run("fill 0 0", "cut 0 0 7 5")
    #expect(places(session) == before)
    _ = prepared.notices
  }
}
