import Raster
import Testing

@testable import Session

struct SegmentTests {
  @Test func cutGivesBothSidesFreshIdsInRasterOrder() throws {
    let session = session(labels("1112", "1112", "1112"))
    try session.run("cut 0 1 2 1")
    #expect(session.state.labels == labels("3332", "...2", "4442"))
    #expect(session.state.lastLabel == 4)
  }

  @Test func cutThatDividesNothingKeepsTheId() throws {
    let session = session(labels("111", "111"))
    try session.run("fill 0 0", "cut 0 0 1 0")
    #expect(session.state.labels == labels("..1", "111"))
    #expect(session.state.paint == paint("..1", "111"))
  }

  @Test func cutIsClippedToTheImage() throws {
    let session = session(labels("111", "111", "111"))
    try session.run("cut -100 1 100 1")
    #expect(session.state.labels == labels("222", "...", "333"))
    #expect(throws: SessionError.outside(PixelPoint(x: -9, y: -9), Size(width: 3, height: 3))) {
      try session.run("cut -9 -9 -1 -9")
    }
  }

  /// After a cut, a fill on one side never reaches the other, whatever the line.
  @Test(arguments: UInt64(0)..<100) func fillStopsAtTheCut(seed: UInt64) throws {
    var rng = SplitMix64(seed: seed)
    let size = Size(width: 20, height: 20)
    let session = session(LabelMap(size: size, filledWith: 1))
    let (left, right) = (Int.random(in: 1..<19, using: &rng), Int.random(in: 1..<19, using: &rng))
    try session.run("cut 0 \(left) 19 \(right)", "fill 0 0")
    let line = Set(pixelLine(from: PixelPoint(x: 0, y: left), to: PixelPoint(x: 19, y: right), in: size))
    for x in 0..<20 {
      let seam = (0..<20).filter { line.contains(PixelPoint(x: x, y: $0)) }.max() ?? 0
      for y in 0..<20 {
        let isPainted = session.state.paint[PixelPoint(x: x, y: y)] != 0
        #expect(isPainted == (y < seam && !line.contains(PixelPoint(x: x, y: y))))
      }
    }
  }

  /// Segments stay 4-connected regions with ids of their own, whatever is done to them.
  @Test(arguments: UInt64(0)..<40) func segmentsStayConnected(seed: UInt64) throws {
    var rng = SplitMix64(seed: seed)
    let session = session(randomScene(using: &rng))
    for _ in 0..<30 { _ = try? session.perform(.randomLabeling(in: session.state.size, using: &rng)) }
    let labels = session.state.labels
    let regions = connectedRegions(of: labels)
    #expect(Int(regions.count) == Set(labels.elements).subtracting([0]).count)
  }

  @Test func mergeKeepsTheFirstId() throws {
    let session = session(labels("123"))
    try session.run("merge 1 0 2 0")
    #expect(session.state.labels == labels("122"))
  }

  @Test func mergeNeedsNeighbours() {
    let session = session(labels("1.23"))
    #expect(throws: SessionError.notNeighbours(PixelPoint(x: 0, y: 0), PixelPoint(x: 2, y: 0))) {
      try session.run("merge 0 0 2 0")
    }
    #expect(throws: SessionError.noSegment(PixelPoint(x: 1, y: 0))) { try session.run("merge 0 0 1 0") }
  }

  @Test func pointsOutsideAreRefused() {
    let session = session(labels("12"))
    #expect(throws: SessionError.outside(PixelPoint(x: 2, y: 0), Size(width: 2, height: 1))) {
      try session.run("fill 2 0")
    }
    #expect(throws: SessionError.needsPoint("fill")) { try session.run("fill") }
    #expect(throws: SessionError.notALabelingCommand("help")) { try session.run("help") }
  }
}

struct ClassTests {
  @Test func anExistingColorIsRenamed() throws {
    let session = session(labels("1"))
    try session.run("class sky 0 0 255")
    #expect(session.state.classes.classes.map(\.name) == ["red", "sky"])
    #expect(session.state.classes.current == 2)
  }

  @Test func anExistingNameKeepsItsColor() {
    let session = session(labels("1"))
    #expect(throws: SessionError.classNameTaken("red", RGB(255, 0, 0))) { try session.run("class red 1 2 3") }
    #expect(throws: SessionError.blackClass) { try session.run("class night 0 0 0") }
    #expect(throws: SessionError.unknownClass("rde", nearest: "red", count: 2)) { try session.run("class rde") }
    #expect(throws: SessionError.unknownClass("3", nearest: nil, count: 2)) { try session.run("fill 0 0 3") }
  }

  @Test func aNewColorBecomesAClassNamedAfterIt() throws {
    let session = session(labels("1"), classes: ClassList())
    #expect(throws: SessionError.noClass) { try session.run("fill 0 0") }
    try session.run("color 1 2 3", "color 1 2 3", "fill 0 0")
    #expect(session.state.classes.classes == [PaintClass(name: "1,2,3", color: RGB(1, 2, 3))])
  }

  @Test func fillWithAClassDoesNotSelectIt() throws {
    let session = session(labels("12"))
    try session.run("fill 0 0 blue", "fill 1 0")
    #expect(session.state.paint == paint("21"))
  }

  @Test func classesAreNoUndoSteps() throws {
    let session = session(labels("12"))
    try session.run("fill 0 0", "class sky 0 9 0", "undo")
    #expect(session.state.classes.classes.count == 3)
    #expect(session.state.paintedPixels == 0)
  }
}
