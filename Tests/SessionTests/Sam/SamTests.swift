import Raster
import Segmentation
import SystemPackage
import TestSupport
import Testing

@testable import Session

/// Points and boxes on an image of 8 x 6 pixels: two bright squares of 3 x 3 on a dark ground, at (0, 0) and (5, 3).
struct SamTests {
  private let left = PixelRect(x: 0, y: 0, width: 3, height: 3)
  private let right = PixelRect(x: 5, y: 3, width: 3, height: 3)

  private func workplace() -> Workplace {
    let work = Workplace()
    let pixels = (0..<48).map { at -> UInt8 in
      let point = PixelPoint(x: at % 8, y: at / 8)
      return left.contains(point) || right.contains(point) ? 200 : 10
    }
    work.files["/photos/jet.png"] = Array("image 8 6\n".utf8) + pixels
    return work
  }

  private func mask(of rects: PixelRect...) -> Mask {
    var mask = Mask(size: Size(width: 8, height: 6), filledWith: 0)
    for at in 0..<48 {
      let point = PixelPoint(x: at % 8, y: at / 8)
      if rects.contains(where: { $0.contains(point) }) { mask[point] = 255 }
    }
    return mask
  }

  private func chosen(_ session: Session) -> Mask? {
    session.state.annotations.sam.answer.map { $0.mask($0.chosen) }
  }

  @Test func aPointIsAnsweredAndPainted() throws {
    let session = try workplace().open()
    try session.ask("sam-point foreground 1 1")
    #expect(chosen(session) == mask(of: left))
    #expect(session.state.annotations.sam.answer?.scores.map(\.description) == ["0.875", "0.500"])
    try session.run("sam-candidate 2")
    #expect(chosen(session) == mask(of: left, right))
    try session.run("sam-paint blue")
    #expect(session.state.pixels(ofClass: 2) == 18)
    #expect(session.state.annotations.sam == SamMarks())
    try session.run("undo")
    #expect(session.state.pixels(ofClass: 2) == 0)
    #expect(chosen(session) == mask(of: left, right))
    #expect(session.undoDepth == 3)
  }

  @Test func boxesAreAnsweredByThemselvesAndJoined() throws {
    let session = try workplace().open()
    try session.run("sam-box 6 4 9 9", "sam-box 0 0 2 2", "sam-point foreground 1 1", "sam-point background 6 5")
    let marks = session.state.annotations.sam
    #expect(marks.boxes == [PixelRect(x: 6, y: 4, width: 2, height: 2), left])
    #expect(
      marks.prompts(to: .builtIn) == [
        PointPrompt(points: [.init(PixelPoint(x: 6, y: 5), isForeground: false)], box: marks.boxes[0]),
        PointPrompt(points: [.init(PixelPoint(x: 1, y: 1))], box: left),
      ])
    try session.ask("sam-point foreground 4 0")
    #expect(session.state.annotations.sam.prompts(to: .builtIn).map { $0.box == nil } == [false, false, true])
    // The box at the right holds nothing but what its background point takes out.
    let ground = PixelRect(x: 3, y: 0, width: 5, height: 3)
    #expect(chosen(session) == mask(of: left, ground, PixelRect(x: 0, y: 3, width: 5, height: 3)))
  }

  /// The smallest box has a point to itself, and points that only exclude are no question of their own.
  @Test func aPointHasOneOwner() throws {
    let session = try workplace().open()
    try session.run(
      "sam-box 0 0 7 5", "sam-box 0 0 3 3", "sam-box 0 0 3 3", "sam-point foreground 1 1", "sam-point background 7 0")
    #expect(session.state.annotations.sam.prompts(to: .builtIn).map(\.points.count) == [1, 1, 0])
    try session.run("sam-clear", "sam-point background 1 1")
    #expect(session.state.annotations.sam.prompts(to: .builtIn).isEmpty)
  }

  @Test func theNextAnswerRefinesTheChosenMask() throws {
    let session = try workplace().open()
    try session.ask("sam-point foreground 1 1")
    #expect(session.state.annotations.sam.prompts(to: .builtIn).map(\.previous) == [nil])
    try session.run("sam-candidate 2", "sam-point foreground 6 4")
    #expect(session.state.annotations.sam.prompts(to: .builtIn).map(\.previous) == [mask(of: left, right)])
    let digest = Digest(of: [1])
    let other = SamModel.files(name: "a", encoder: digest, decoder: digest)
    #expect(session.state.annotations.sam.prompts(to: other).map(\.previous) == [nil])
    try session.run("sam-box 0 0 1 1")
    #expect(session.state.annotations.sam.prompts(to: .builtIn).map(\.previous) == [nil, nil])
  }

  @Test func finishingGivesARegionToEachPart() throws {
    let session = try workplace().open()
    try session.ask("sam-point foreground 1 1")
    try session.run("sam-candidate 2", "fill 4 4", "sam-finish")
    #expect(session.state.segments == 3)
    #expect(session.state.area(ofSegmentAt: PixelPoint(x: 0, y: 0)) == 9)
    #expect(session.state.area(ofSegmentAt: PixelPoint(x: 7, y: 5)) == 9)
    #expect(session.state.area(ofSegmentAt: PixelPoint(x: 4, y: 4)) == 30)
    #expect(session.state.pixels(ofClass: 1) == 4, "paint stays")
    try session.run("undo")
    #expect(session.state.segments == 12)
  }

  @Test func undoGoesBackToBeforeTheMark() throws {
    let session = try workplace().open()
    try session.ask("sam-point foreground 1 1")
    try session.ask("sam-point foreground 6 4")
    #expect(session.history.undoStride == 2)
    try session.run("undo 2")
    #expect(chosen(session) == mask(of: left))
    #expect(session.history.redoStride == 2)
    try session.run("redo 2")
    #expect(session.state.annotations.sam.isAnswered)
    try session.run("sam-candidate 2")
    #expect(session.history.undoStride == 1)
    try session.run("sam-point foreground 0 0")
    #expect(session.history.undoStride == 1)
    #expect(!session.state.annotations.sam.isAnswered)
  }

  @Test func nothingHappensWithoutAnAnswer() throws {
    let session = try workplace().open()
    #expect(throws: SessionError.noAnswer("sam-paint", from: "sam-predict")) { try session.run("sam-paint") }
    #expect(throws: SessionError.noAnswer("sam-finish", from: "sam-predict")) { try session.run("sam-finish") }
    #expect(throws: SessionError.noAnswer("sam-candidate", from: "sam-predict")) { try session.run("sam-candidate 1") }
    #expect(throws: SessionError.needsAnswer("sam-predict")) { try session.run("sam-predict") }
    #expect(throws: SessionError.self) { try session.run("sam-box 8 0 9 9") }
    #expect(throws: SessionError.self) { try session.run("sam-point foreground 8 0") }
    try session.ask("sam-point foreground 1 1")
    #expect(throws: SessionError.noCandidate(3, count: 2)) { try session.run("sam-candidate 3") }
    try session.run("sam-point background 1 1")
    try session.ask("sam-point background 6 4")
    #expect(try session.perform(.sam(.paint(nil))).message?.contains("empty") == true)
  }

  /// An answer for another image, or with more masks than scores, is refused.
  @Test func answersAreChecked() throws {
    let session = try workplace().open()
    let prediction = SamPrediction(model: .builtIn, scores: [SamScore(1)])
    let small = LabelMap(size: Size(width: 2, height: 2), filledWith: 1)
    let wild = LabelMap(size: Size(width: 8, height: 6), filledWith: 2)
    for plane in [small, wild] {
      let answer = PreparedAnswer(command: .sam(.predict(prediction)), plane: plane)
      #expect(throws: SessionError.needsAnswer("sam-predict")) {
        try session.perform(.sam(.predict(prediction)), .answer(answer))
      }
    }
    #expect(session.undoDepth == 0)
  }

  // MARK: Journals

  private func labeled(_ work: Workplace) throws {
    let session = try work.open()
    try session.ask("sam-point foreground 1 1")
    try session.run("sam-candidate 2", "sam-paint red")
    try session.ask("sam-box 0 3 7 5")
    try session.ask("sam-point background 6 4")
    try session.run("sam-finish", "fill 0 5 blue", "sam-point foreground 2 2", "save")
    try session.close()
  }

  @Test func aJournalNeedsNoModel() throws {
    let work = workplace()
    try labeled(work)
    let session = try work.open()
    #expect(session.state.pixels(ofClass: 1) == 18)
    #expect(session.state.pixels(ofClass: 2) == 15)
    #expect(session.state.annotations.sam.points.count == 1)
    let saved = try work.opener().masks.save(session.maskSnapshot())
    try session.close()
    var replayer = work.replayer()
    replayer.output = "/again"
    let report = replayer.run(work.journal)
    try #require(report.failure == nil)
    #expect(report.images[0].masks.map(\.digest) == saved.masks.map(\.digest))
  }

  @Test func aJournalPinsTheAnswers() throws {
    let work = workplace()
    try labeled(work)
    let text = String(decoding: work.files[work.journal] ?? [], as: UTF8.self)
    #expect(text.contains(" sam-predict model=built-in scores=0.875,0.500 sha256="))
    for name in work.files.names(in: "/photos_segmented/.tessera") where name.hasSuffix(".labels") {
      work.files[FilePath(name)] = nil
    }
    var replayer = work.replayer()
    #expect(replayer.run(work.journal).failure != nil)
    replayer.answerer = ColorPredictor()
    #expect(replayer.run(work.journal).failure == nil)
    // Another picture gives another answer.
    work.files["/photos/jet.png"] = Workplace.image(fill: 3)
    #expect(replayer.run(work.journal).failure != nil)
  }

  @Test func aScriptNeedsNoPin() throws {
    let work = workplace()
    let script =
      "tessera-session 1\nopen /photos/jet.png\ncolor 1 2 3\nsam-point foreground 6 4\nsam-predict\nsam-paint\n"
    work.files["/desk/a.txt"] = Array(script.utf8)
    #expect(work.replayer().run("/desk/a.txt").failure != nil)
    var replayer = work.replayer()
    replayer.answerer = ColorPredictor()
    #expect(replayer.run("/desk/a.txt").images.first?.masks.map(\.pixels) == [9])
  }

  /// Undo and redo of any commands give every state again, and the journal the last one.
  @Test(arguments: UInt64(0)..<60) func anyCommandsUndoAndResume(seed: UInt64) throws {
    let work = workplace()
    let session = try work.open()
    var rng = SplitMix64(seed: seed)
    var states = [session.state]
    for _ in 0..<30 {
      let depth = session.undoDepth
      session.tryAnything(using: &rng)
      if session.undoDepth > depth { states.append(session.state) }
    }
    for state in states.dropLast().reversed() {
      try session.run("undo")
      #expect(session.state.annotations == state.annotations)
      #expect(session.state.labels == state.labels && session.state.paint == state.paint)
    }
    try session.run("redo \(states.count)")
    let last = session.state
    try session.close()
    let again = try work.open()
    #expect(again.state.annotations == last.annotations)
    #expect(again.state.labels == last.labels && again.state.paint == last.paint)
    try again.close()
  }

  @Test(arguments: [
    "sam-point left 1 1", "sam-point foreground 1", "sam-candidate 0", "sam-candidate 9", "sam-predict model=other",
    "sam-predict encoder=1 decoder=2 model=a", "sam-predict scores=2", "sam-predict scores=0.5,", "sam-predict size=3",
    "sam-predict scores=1 scores=1", "sam-predict scores=0,0,0,0,0,0,0,0,0",
  ]) func mistakesAreNamed(line: String) {
    #expect(throws: CommandError.self) { try Command.parse(line) }
  }
}

extension Session {
  /// Performs a command, and the prediction that follows it in the editor.
  fileprivate func ask(_ line: String) throws {
    try run(line)
    try predict()
  }

  fileprivate func predict() throws {
    let answer = try ColorPredictor().answer(
      .sam(.predict(SamPrediction())), on: image, state.annotations, MethodRun()
    ) { _ in }
    _ = try perform(.sam(.predict(SamPrediction())), .answer(answer))
  }

  fileprivate func tryAnything(using rng: inout SplitMix64) {
    func integer(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &rng) }
    func point() -> String { "\(integer(0...7)) \(integer(0...5))" }
    let lines = [
      "sam-point foreground \(point())", "sam-point background \(point())", "sam-box \(point()) \(point())",
      "sam-candidate \(integer(1...2))", "sam-paint \(integer(1...2))", "sam-finish", "sam-clear",
      "fill \(point()) red",
    ]
    do { if integer(0...2) == 0 { try predict() } else { try run(lines[integer(0...lines.count - 1)]) } } catch {}
  }
}
