import Raster
import Segmentation
import SystemPackage
import Testing

@testable import Session

/// Sessions of random commands of all kinds while objects are on.
struct ObjectHistoryTests {
  private static let size = Size(width: 20, height: 14)

  private func workplace(_ rng: inout SplitMix64) -> Workplace {
    let work = Workplace()
    let pixels = (0..<Self.size.area).map { _ in UInt8.random(in: 0...3, using: &rng) * 60 }
    work.files["/photos/jet.png"] = Array("image \(Self.size.width) \(Self.size.height)\n".utf8) + pixels
    return work
  }

  @Test(arguments: UInt64(0)..<80) func undoResumeAndReplayAreExact(seed: UInt64) throws {
    var rng = SplitMix64(seed: seed)
    let work = workplace(&rng)
    let session = try work.open()
    let first = session.state
    try session.run("object new")
    for _ in 0..<60 {
      let (command, work) = Command.randomWithObjects(in: Self.size, using: &rng)
      _ = try? session.perform(command, work)
      #expect(session.state.countsOfObjectsAreRight, "after \(command)")
    }
    try session.run("redo 1000")
    let last = session.state
    try session.run("undo 1000")
    #expect(session.state.objectMap == nil && session.state.paint == first.paint)
    try session.run("redo 1000")
    #expect(session.state.objectMap == last.objectMap && session.state.paint == last.paint)
    #expect(session.state.objects == last.objects)
    try session.run("save")
    let saved = try work.opener().masks.save(session.maskSnapshot())
    // As after a kill: the journal was never closed.
    let again = try work.open(readOnly: true)
    #expect(again.state == session.state && again.history == session.history)
    var replayer = work.replayer()
    replayer.output = "/again"
    let report = replayer.run(work.journal)
    try #require(report.failure == nil, "\(String(describing: report.failure))")
    #expect(report.images[0].masks.map(\.digest) == saved.masks.map(\.digest))
    #expect(report.images[0].instances?.digest == saved.instances?.digest)
    #expect(report.images[0].instances?.objects == saved.instances?.objects)
  }

  /// What the seeds above come to: many objects, and some sessions whose objects are all gone again.
  @Test func theSeedsMakeObjects() throws {
    let counts = try (UInt64(0)..<20).map { seed -> Int in
      var rng = SplitMix64(seed: seed)
      let session = try workplace(&rng).open()
      try session.run("object new")
      for _ in 0..<60 {
        let (command, work) = Command.randomWithObjects(in: Self.size, using: &rng)
        _ = try? session.perform(command, work)
      }
      return session.state.usedObjects.count
    }
    #expect(counts.count { $0 > 1 } > 5, "\(counts)")
  }
}

extension Command {
  /// Any command that paints, changes classes or objects, or takes back.
  static func randomWithObjects(in size: Size, using rng: inout SplitMix64) -> (Command, Work) {
    func integer(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &rng) }
    func point() -> PixelPoint { PixelPoint(x: integer(0...size.width - 1), y: integer(0...size.height - 1)) }
    func number() -> ClassReference { .number(integer(1...2)) }
    switch integer(0...22) {
    case 0...4: return (.randomLabeling(in: size, using: &rng), .none)
    case 5, 6: return (.object(.new), .none)
    case 7: return (.object(integer(0...3) == 0 ? .leave : .select(integer(1...4))), .none)
    case 8, 9:
      let stroke = BrushStroke(Brush(.circle, diameter: integer(1...7)), [point(), point()])
      return (.freehand(.brush(stroke, erases: integer(0...3) == 0)), .none)
    case 10: return (.freehand(.polygon(Polygon([point(), point(), point()]))), .none)
    case 11: return (.freehand(.wand(point(), tolerance: integer(0...60))), .none)
    case 12: return (.freehand(.reshape(.grow(integer(1...3)), number())), .none)
    case 13:
      let reshapings: [Reshaping] = [.holes, .islands(9), .shrink(1), .smooth(1)]
      return (.freehand(.reshape(reshapings[integer(0...3)], number())), .none)
    case 14:
      return (.freehand(.combine(Combination.allCases[integer(0...2)], .number(1), .number(2))), .none)
    case 15: return (.lock(number(), isLocked: integer(0...2) == 0), .none)
    case 16: return (.fillSegments(number(), [point(), point()]), .none)
    case 17: return (integer(0...3) == 0 ? .mergeClasses(.number(1), .number(2)) : .selectClass(number()), .none)
    case 18, 19:
      let scores = [SamScore(0.5), SamScore(0.25)]
      let plane = LabelMap.random(in: size, upTo: 3, using: &rng)
      let prediction = SamPrediction(model: .builtIn, scores: scores)
      return (
        .sam(.predict(prediction)), .answer(PreparedAnswer(command: .sam(.predict(prediction)), plane: plane))
      )
    case 20: return (.relabel(number(), number()), .none)
    case 21: return (.sam(.paint(integer(0...1) == 0 ? nil : number())), .none)
    default:
      let found = [FoundTemplate(place: point(), score: 0, scale: 1, rotation: 0, name: "t")]
      let order = TemplateOrder(found: found, colors: [RGB(255, 0, 0), RGB(0, 9, 0)])
      let plane = LabelMap.random(in: size, upTo: 2, using: &rng)
      return (.template(order), .answer(PreparedAnswer(command: .template(order), plane: plane)))
    }
  }
}

extension LabelMap {
  /// Boxes of the values 1…`most` on 0.
  fileprivate static func random(in size: Size, upTo most: Int32, using rng: inout SplitMix64) -> LabelMap {
    var map = LabelMap(size: size, filledWith: 0)
    for _ in 0..<4 {
      let (x, y) = (Int.random(in: 0..<size.width, using: &rng), Int.random(in: 0..<size.height, using: &rng))
      let value = Int32.random(in: 1...most, using: &rng)
      for row in y..<min(size.height, y + 4) {
        for column in x..<min(size.width, x + 5) { map[PixelPoint(x: column, y: row)] = value }
      }
    }
    return map
  }
}
