import Raster
import Testing

@testable import Session

struct HistoryTests {
  /// Whatever is done: undo to the start gives the first planes back, redo to the end the last.
  @Test(arguments: UInt64(0)..<60) func undoAndRedoAreExact(seed: UInt64) throws {
    var rng = SplitMix64(seed: seed)
    let session = session(randomScene(using: &rng))
    let first = session.state
    for _ in 0..<40 {
      _ = try? session.perform(.randomLabeling(in: session.state.size, using: &rng))
      #expect(session.state.countsAreRight)
    }
    _ = try session.perform(.redo(1000))
    let last = session.state
    _ = try session.perform(.undo(1000))
    #expect(session.undoDepth == 0)
    #expect(session.state.labels == first.labels)
    #expect(session.state.paint == first.paint)
    _ = try session.perform(.redo(1000))
    #expect(session.state.labels == last.labels)
    #expect(session.state.paint == last.paint)
    #expect(session.state.countsAreRight)
  }

  @Test func undoOfNothingSaysSo() throws {
    let session = session(labels("12"))
    #expect(try session.perform(.undo(1)).message == "Nothing to undo")
    #expect(try session.perform(.redo(1)).message == "Nothing to redo")
    #expect(try session.perform(.reset).message == "Nothing to reset")
  }

  @Test func aCommandThatChangesNothingKeepsRedo() throws {
    let session = session(labels("12"))
    try session.run("fill 0 0", "fill 1 0", "undo", "fill 0 0", "unfill 1 0")
    #expect(session.redoDepth == 1)
    try session.run("class 2", "redo")
    #expect(session.state.paint == paint("11"))
  }

  @Test func resetIsOneStep() throws {
    let session = session(labels("11", "11", "22"))
    try session.run("fill 0 0", "cut 0 0 1 1", "merge 0 1 0 2")
    let edited = session.state
    try session.run("reset")
    #expect(session.state.labels == labels("11", "11", "22"))
    #expect(session.state.paintedPixels == 0)
    try session.run("undo")
    #expect(session.state.labels == edited.labels)
    #expect(session.state.paint == edited.paint)
  }

  @Test func memoryIsThatOfTheRuns() throws {
    let session = session(LabelMap(size: Size(width: 300, height: 200), filledWith: 1))
    try session.run("fill 0 0")
    #expect(session.history.bytes == 200 * 12)
    try session.run("undo")
    #expect(session.history.bytes == 200 * 12)
    try session.run("cut 5 5 5 5")
    #expect(session.history.bytes == 16)
  }
}

/// Few segments of all shapes, some edges.
func randomScene(using rng: inout SplitMix64) -> LabelMap {
  let size = Size(width: .random(in: 1...24, using: &rng), height: .random(in: 1...12, using: &rng))
  var map = LabelMap(size: size, filledWith: 0)
  for at in map.elements.indices {
    let above = at < size.width ? 0 : map.elements[at - size.width]
    map.elements[at] = Int.random(in: 0..<4, using: &rng) == 0 ? Int32.random(in: 0..<4, using: &rng) : above
  }
  return map
}

extension Command {
  static func randomLabeling(in size: Size, using rng: inout SplitMix64) -> Command {
    func point(_ margin: Int = 0) -> PixelPoint {
      PixelPoint(
        x: .random(in: -margin..<size.width + margin, using: &rng),
        y: .random(in: -margin..<size.height + margin, using: &rng))
    }
    switch Int.random(in: 0..<16, using: &rng) {
    case 0...4: return .fill(point())
    case 5: return .unfill(point())
    case 6, 7: return .cut(point(5), point(5))
    case 8: return .merge(point(), point())
    case 9: return .strokeBegin(Bool.random(using: &rng) ? .fill : .unfill, point())
    case 10, 11: return .strokeTo(point())
    case 12: return .selectClass(.number(.random(in: 1...2, using: &rng)))
    case 13: return .undo(.random(in: 1...3, using: &rng))
    case 14: return .redo(.random(in: 1...3, using: &rng))
    default: return Int.random(in: 0..<6, using: &rng) == 0 ? .reset : .fill(point(), .number(2))
    }
  }
}

extension SessionState {
  /// What is counted on the way is what counting anew gives.
  var countsAreRight: Bool {
    let areas = Dictionary(labels.elements.map { ($0, 1) }, uniquingKeysWith: +)
    let points = labels.elements.indices.map { PixelPoint(x: $0 % size.width, y: $0 / size.width) }
    return segments == areas.keys.count { $0 != 0 }
      && points.allSatisfy { labels[$0] == 0 || area(ofSegmentAt: $0) == areas[labels[$0]] }
      && (0...3).allSatisfy { number in
        number == 0 || pixels(ofClass: number) == paint.elements.count { $0 == UInt16(number) }
      } && paintedPixels == paint.elements.count { $0 != 0 }
  }
}
