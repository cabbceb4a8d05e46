import Raster
import Segmentation
import SystemPackage
import Testing

@testable import Session

/// Answers as the app does.
private struct Divider: PromptAnswerer {
  func answer(
    _ command: Command, on image: Image, _ annotations: Annotations, _ run: MethodRun,
    preview: @escaping @Sendable (RunLengthPlane<Int32>) -> Void
  ) throws(SegmentationError) -> PreparedAnswer {
    guard case .grabCut(.run(let iterations, _)) = command else { throw .cancelled }
    return PreparedAnswer(
      command: command, runs: try GrabCut(iterations: iterations).answer(annotations.grabCut, on: image, run))
  }
}

/// A bright square on a dark ground.
private let scene: [UInt8] =
  Array("image 24 16\n".utf8)
  + (0..<24 * 16).map { at in
    let noise = UInt8(at * 7 % 13)
    return (8..<16).contains(at % 24) && (4..<12).contains(at / 24) ? 200 + noise : 20 + noise
  }

private func workplace() -> Workplace {
  let work = Workplace()
  work.files["/photos/jet.png"] = scene
  return work
}

extension Workplace {
  fileprivate func openAnswered(_ answerer: (any PromptAnswerer)? = Divider()) throws -> Session {
    var opener = opener()
    opener.answerer = answerer
    return Session(try opener.prepare(opener.decode(list[0]), MethodSpec("squares")))
  }

  fileprivate func answeredReplayer(_ answerer: (any PromptAnswerer)? = Divider()) -> Replayer {
    var replayer = replayer()
    replayer.answerer = answerer
    replayer.output = "/again"
    return replayer
  }
}

extension Session {
  /// Performs lines, each with what a worker gives for it.
  fileprivate func mark(_ lines: [String]) throws {
    for line in lines {
      let command = try Command.parse(line)
      guard command.wantsAnswer else {
        _ = try perform(command)
        continue
      }
      _ = try perform(command, .answer(Divider().answer(command, on: image, state.annotations, MethodRun())))
    }
  }

  fileprivate func mark(_ lines: String...) throws { try mark(lines) }
}

struct GrabCutTests {
  @Test func aRectangleBecomesSegments() throws {
    let session = try workplace().openAnswered()
    try session.mark("grabcut-rect 5 2 19 14", "grabcut-run", "grabcut-finish")
    let labels = session.state.labels
    for y in 0..<16 {
      for x in 0..<24 {
        let isInside = (8..<16).contains(x) && (4..<12).contains(y)
        #expect(labels[PixelPoint(x: x, y: y)] == (isInside ? 2 : 1))
      }
    }
    #expect(session.state.annotations == Annotations())
    try session.mark("fill 10 6", "undo 2")
    #expect(session.state.annotations.grabCut.answer != nil)
    #expect(session.state.annotations.grabCut.rectangles == [PixelRect(x: 5, y: 2, width: 15, height: 13)])
  }

  @Test func everyMarkIsAStep() throws {
    let session = try workplace().openAnswered()
    let lines = [
      "grabcut-stroke background 2 0 0 20 0", "grabcut-rect 19 14 5 2", "grabcut-run iterations=2",
      "grabcut-stroke probable-foreground 0 9 9", "grabcut-clear",
    ]
    var states = [session.state.annotations]
    for line in lines {
      try session.mark(line)
      states.append(session.state.annotations)
    }
    #expect(session.undoDepth == lines.count)
    for state in states.reversed() {
      #expect(session.state.annotations == state)
      try session.mark("undo")
    }
    try session.mark("redo 3", "reset")
    #expect(session.state.annotations == Annotations())
  }

  @Test(arguments: UInt64(0)..<40) func undoRedoJournalAndReplayAgree(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let work = workplace()
    let session = try work.openAnswered()
    var lines = ["class jet 204 0 0", "grabcut-rect 4 3 18 13"]
    for _ in 0..<25 { lines.append(randomLine(&random)) }
    for line in lines {
      // What there is nothing to learn from, or nothing to finish, is refused; nothing has changed then.
      let before = session.state
      do { try session.mark(line) } catch { #expect(session.state == before) }
    }
    let (labels, paint, annotations) = (session.state.labels, session.state.paint, session.state.annotations)
    let depth = session.undoDepth
    if depth > 0 { try session.mark("undo \(depth)", "redo \(depth)") }
    #expect(session.state.labels == labels)
    #expect(session.state.paint == paint)
    #expect(session.state.annotations == annotations)
    try session.mark("save")
    let saved = try work.opener().masks.save(session.maskSnapshot())
    try session.close()
    // What is pinned needs nobody who answers.
    let again = try work.openAnswered(nil)
    #expect(again.state.labels == labels)
    #expect(again.state.annotations == annotations)
    try again.close()
    for answerer in [nil, Divider()] {
      if answerer != nil {
        for name in work.files.names(in: "/photos_segmented/.tessera") where name.hasSuffix(".labels") {
          work.files[FilePath(name)] = nil
        }
      }
      let report = work.answeredReplayer(answerer).run(work.journal)
      try #require(report.failure == nil)
      #expect(report.images[0].masks.map(\.digest) == saved.masks.map(\.digest))
    }
  }

  private func randomLine(_ random: inout SplitMix64) -> String {
    func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }
    func point() -> String { "\(number(-2...25)) \(number(-2...17))" }
    let kind = GrabCutKind.allCases[number(0...3)].rawValue
    return [
      "grabcut-stroke \(kind) \(number(0...3)) \(point()) \(point())", "grabcut-rect \(point()) \(point())",
      "grabcut-run", "grabcut-run iterations=2", "grabcut-finish", "grabcut-clear", "undo \(number(1...3))", "redo",
      "fill \(number(0...23)) \(number(0...15))", "unfill \(number(0...23)) \(number(0...15))",
      "cut \(number(0...23)) 0 \(number(0...23)) 15",
    ][number(0...10)]
  }

  @Test func aScriptNeedsNoPins() throws {
    let work = workplace()
    work.files["/desk/a.txt"] = Array(
      """
      tessera-session 1
      open ../photos/jet.png
      class jet 204 0 0
      grabcut-rect 5 2 19 14
      grabcut-run
      grabcut-finish
      fill 10 6
      """.utf8)
    let report = work.answeredReplayer().run("/desk/a.txt")
    try #require(report.failure == nil)
    #expect(report.images[0].masks.map(\.pixels) == [64])
    #expect(work.answeredReplayer(nil).run("/desk/a.txt").failure != nil)
  }

  @Test(arguments: [
    ("grabcut-finish", "grabcut-finish: there is no answer yet; mark something, then `grabcut-run`"),
    ("grabcut-stroke foreground 2 -40 3 -60 9", "-40 3 is outside the image; expected 0 0 to 23 15"),
    ("grabcut-rect 30 2 90 4", "30 2 is outside the image; expected 0 0 to 23 15"),
  ]) func whatCannotBeIsSaid(line: String, sentence: String) throws {
    let session = try workplace().openAnswered()
    do {
      try session.mark(line)
      Issue.record("\(line) was performed")
    } catch {
      #expect("\(error)" == sentence)
    }
    #expect(session.undoDepth == 0)
  }

  @Test func answersMustBeComputedAndFit() throws {
    let session = try workplace().openAnswered()
    let run = Command.grabCut(.run())
    #expect(throws: SessionError.needsAnswer("grabcut-run")) { try session.perform(run) }
    let small = PreparedAnswer(command: run, plane: LabelMap(size: Size(width: 2, height: 2), filledWith: 0))
    #expect(throws: SessionError.needsAnswer("grabcut-run")) { try session.perform(run, .answer(small)) }
    let wild = PreparedAnswer(command: run, plane: LabelMap(size: session.image.size, filledWith: 4))
    #expect(throws: SessionError.needsAnswer("grabcut-run")) { try session.perform(run, .answer(wild)) }
  }

  @Test(arguments: [
    ("grabcut-run exact=true iterations=3", Command.grabCut(.run(iterations: 3, exact: true))),
    ("grabcut-run", .grabCut(.run())),
    ("grabcut-rect 1 2 3 4", .grabCut(.rectangle(PixelPoint(x: 1, y: 2), PixelPoint(x: 3, y: 4)))),
  ]) func linesMean(line: String, command: Command) throws {
    #expect(try Command.parse(line) == command)
  }

  @Test(arguments: [
    "grabcut-run iterations=0", "grabcut-run exact", "grabcut-run =", "grabcut-stroke foreground 3",
    "grabcut-stroke foreground 3 1", "grabcut-stroke foreground -1 1 1", "grabcut-stroke sure 1 1 1",
    "grabcut-rect 1 2 3",
  ]) func mistakesAreRefused(line: String) {
    #expect(throws: CommandError.self) { try Command.parse(line) }
  }
}
