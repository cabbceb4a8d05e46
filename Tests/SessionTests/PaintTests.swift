import Raster
import Testing

@testable import Session

struct PaintTests {
  @Test func fillPaintsTheSegmentWhateverOldPaintIsInIt() throws {
    let session = session(labels("1122", "1122"))
    try session.run("fill 0 0", "cut 0 1 1 1", "class blue", "fill 0 0")
    #expect(session.state.paint == paint("22..", "...."))
  }

  @Test func fillOnPaintRepaintsTheRegionOfEqualPaint() throws {
    let session = session(labels("1223"))
    try session.run("fill 0 0", "fill 1 0", "class 2", "fill 2 0")
    #expect(session.state.paint == paint("222."))
  }

  @Test func fillPaintsTheSeamOfACut() throws {
    let session = session(labels("111", "111", "111"))
    try session.run("cut 0 1 2 1", "fill 1 1")
    #expect(session.state.paint == paint("...", "111", "..."))
  }

  @Test func fillThatChangesNothingIsNoStep() throws {
    let session = session(labels("12"))
    try session.run("fill 0 0", "fill 0 0", "unfill 1 0")
    #expect(session.undoDepth == 1)
  }

  @Test func strokeIsOneStepAndSkipsEdges() throws {
    let session = session(labels("1.23"))
    try session.run("stroke fill 0 0", "stroke to 3 0", "stroke end")
    #expect(session.state.paint == paint("1.11"))
    #expect(session.undoDepth == 1)
    try session.run("undo")
    #expect(session.state.paint == paint("...."))
  }

  @Test func anotherCommandEndsAStroke() throws {
    let session = session(labels("123"))
    try session.run("stroke fill 0 0", "stroke to 1 0", "undo")
    #expect(session.state.paint == paint("..."))
    #expect(throws: SessionError.noStroke) { try session.run("stroke to 2 0") }
  }

  @Test func unfillStrokeUnpaintsSegments() throws {
    let session = session(labels("123"))
    try session.run("fill 0 0", "fill 1 0", "fill 2 0", "stroke unfill 0 0", "stroke to 1 0")
    #expect(session.state.paint == paint("..1"))
  }
}
