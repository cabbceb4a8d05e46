import Raster
import Segmentation
import SystemPackage
import TestSupport
import Testing

@testable import Session

/// Three copies of a pattern on a noisy ground.
private let scene: [UInt8] = {
  var random = SplitMix64(seed: 7)
  var pixels = (0..<30 * 16).map { _ in UInt8.random(in: 100...255, using: &random) }
  for (left, top) in [(2, 2), (12, 3), (21, 9)] {
    for at in 0..<16 { pixels[(top + at / 4) * 30 + left + at % 4] = UInt8(at * 5 + 3) }
  }
  return Array("image 30 16\n".utf8) + pixels
}()

private let pattern: TemplateSet? = {
  let bytes = (0..<16).flatMap { at in [UInt8](repeating: UInt8(at * 5 + 3), count: 3) }
  let image = Image(size: Size(width: 4, height: 4), bytes: bytes)
  // Two classes: the left half and one pixel of the right.
  let segment = (0..<16).flatMap { at -> [UInt8] in at % 4 < 2 ? [255, 0, 0] : at == 3 ? [9, 8, 7] : [0, 0, 0] }
  return try? TemplateSet(
    name: "the \"a=b\" one", template: image, attention: nil, segment: Image(size: image.size, bytes: segment),
    mask: nil)
}()

/// Answers `template` as the app does, but place by place.
private struct Finder: PromptAnswerer {
  let sets: [TemplateSet]

  func answer(
    _ command: Command, on image: Image, _ annotations: Annotations, _ run: MethodRun,
    preview: @escaping @Sendable (RunLengthPlane<Int32>) -> Void
  ) throws(SegmentationError) -> PreparedAnswer {
    guard case .template(let order) = command else { throw .cancelled }
    let found = try order.search.matches(
      of: sets, in: image, limit: order.search.threshold, by: ExactMatcher(), run)
    return PreparedAnswer(
      order.search, painting: order.search.taken(of: found).map { found[$0] }, size: image.size)
  }
}

@Suite struct TemplateCommandTests {
  private let work: Workplace = {
    let work = Workplace()
    work.files["/photos/jet.png"] = scene
    return work
  }()

  private func sets() throws -> [TemplateSet] { [try #require(pattern)] }

  private func perform(_ lines: String..., on session: Session) throws {
    for line in lines {
      let command = try Command.parse(line)
      let work: Work =
        command.wantsAnswer
        ? .answer(try Finder(sets: sets()).answer(command, on: session.image, session.state.annotations, MethodRun()))
        : .none
      _ = try session.perform(command, work)
    }
  }

  @Test func matchesArePaintedInOneStep() throws {
    let session = try work.open()
    let before = session.state.paint
    try perform("class 2", "template threshold=0.01", on: session)
    let state = session.state
    #expect(state.classes.classes.map(\.name) == ["red", "blue", "9,8,7"])
    #expect(state.classes.current == 2)
    #expect(state.pixels(ofClass: 1) == 24 && state.pixels(ofClass: 3) == 3)
    #expect(state.paint[PixelPoint(x: 3, y: 5)] == 1 && state.paint[PixelPoint(x: 15, y: 3)] == 3)
    #expect(session.undoDepth == 1)
    let painted = state.paint
    try perform("undo", on: session)
    #expect(session.state.paint == before)
    try perform("redo", on: session)
    #expect(session.state.paint == painted)
    // Once more there is nothing to do, and no step.
    try perform("template threshold=0.01", on: session)
    #expect(session.undoDepth == 1)
  }

  @Test func theJournalNeedsNoTemplates() throws {
    let session = try work.open()
    try perform("template threshold=0.01", "fill 0 0 blue", "save", on: session)
    let paint = session.state.paint
    let saved = try work.opener().masks.save(session.maskSnapshot())
    try session.close()
    let journal = String(decoding: try #require(work.files[work.journal]), as: UTF8.self)
    let line = try #require(journal.split(separator: "\n").first { $0.contains(" template ") })
    for part in [
      "threshold=0.01 matches=all scales=1.0", "color=255,0,0", "color=9,8,7",
      "\"found=21,9,0.0,1.0,0.0,the \\\"a=b\\\" one\"", "sha256=",
    ] {
      #expect(line.contains(part), "\(line)")
    }
    let again = try work.open()
    #expect(again.state.paint == paint)
    #expect(again.state.classes.classes.count == 3)
    try again.close()
    var replayer = work.replayer()
    replayer.output = "/again"
    let report = replayer.run(work.journal)
    try #require(report.failure == nil)
    #expect(report.images[0].masks.map(\.digest) == saved.masks.map(\.digest))
    // Without the stored plane the templates are looked for again, and must be found as they were.
    for name in work.files.names(in: "/photos_segmented/.tessera") where name.hasSuffix(".labels") {
      work.files[FilePath(name)] = nil
    }
    replayer.answerer = Finder(sets: try sets())
    #expect(replayer.run(work.journal).images.first?.masks.map(\.digest) == saved.masks.map(\.digest))
    replayer.answerer = Finder(sets: [])
    #expect(replayer.run(work.journal).failure != nil)
  }

  @Test func aScriptPaintsTheBest() throws {
    work.files["/desk/a.txt"] = Array(
      "tessera-session 1\nopen ../photos/jet.png\ntemplate \"name=the \\\"a=b\\\" one\" matches=best\n".utf8)
    var replayer = work.replayer()
    replayer.output = "/again"
    replayer.answerer = Finder(sets: try sets())
    let report = replayer.run("/desk/a.txt")
    try #require(report.failure == nil)
    #expect(report.images[0].masks.map(\.pixels) == [8, 1])
  }

  @Test(arguments: [
    ("template a b", "template: 'b' does not fit"),
    ("template threshold=2", "template: 'threshold=2' does not fit; expected threshold= with a number from 0 to 1"),
    ("template threshold=nan", "template: 'threshold=nan' does not fit"),
    ("template matches=some", "template: 'matches=some' does not fit; expected matches=all or matches=best"),
    ("template scales=1,,2", "template: 'scales=1,,2' does not fit"),
    ("template scales=0.01", "template: 'scales=0.01' does not fit"),
    ("template rotations=361", "template: 'rotations=361' does not fit"),
    ("template color=1,2", "template: 'color=1,2' does not fit; expected color=R,G,B"),
    ("template found=1,2,3", "template: 'found=1,2,3' does not fit"),
    ("template size=3", "template: 'size=3' does not fit; expected template [NAME]"),
  ]) func mistakesAreNamed(line: String, sentence: String) {
    do {
      Issue.record("\(line) reads as \(try Command.parse(line))")
    } catch { #expect("\(error)".hasPrefix(sentence), "\(error)") }
  }

  @Test func answersMustFit() throws {
    let session = try work.open()
    let command = Command.template(TemplateOrder())
    #expect(throws: SessionError.needsAnswer("template")) { try session.perform(command) }
    let small = PreparedAnswer(command: command, plane: LabelMap(size: Size(width: 2, height: 2), filledWith: 0))
    #expect(throws: SessionError.needsAnswer("template")) { try session.perform(command, .answer(small)) }
    let wild = PreparedAnswer(command: command, plane: LabelMap(size: session.image.size, filledWith: 1))
    #expect(throws: SessionError.needsAnswer("template")) { try session.perform(command, .answer(wild)) }
  }
}
