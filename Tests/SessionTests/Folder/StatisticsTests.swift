import Raster
import Segmentation
import Synchronization
import SystemPackage
import Testing

@testable import Session

@Suite struct StatisticsTests {
  private func counter(_ work: Workplace) -> FolderCounter {
    FolderCounter(work.list, work.output, door: work.files, codec: PlainCodec(), pixelLimit: 1_000_000)
  }

  /// The journal with other times, in seconds, one per command.
  private func retime(_ work: Workplace, _ seconds: [Int]) throws {
    var rest = seconds[...]
    let lines = try #require(work.files.text(work.journal)).split(separator: "\n").map { line -> String in
      guard line.hasPrefix("@"), let time = rest.popFirst() else { return String(line) }
      return "@\(time).000" + line.drop { $0 != " " }
    }
    #expect(rest.isEmpty)
    work.files[work.journal] = Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  @Test func aJournalIsCounted() throws {
    let work = Workplace()
    try work.label("fill 0 0", "fill 2 0 blue", "undo", "redo", "fill 4 0", "undo 2")
    try retime(work, [5, 10, 100, 101, 161, 162])
    let image = counter(work).count(at: 0)
    #expect(image.source == .journal && image.failure == nil && image.status == .doing)
    #expect(image.size == Size(width: 8, height: 6) && image.segments == 12)
    #expect(image.classes == [ClassStatistics(name: "red", color: RGB(255, 0, 0), pixels: 4, segments: 1)])
    #expect(image.paintedPixels == 4 && image.paintedShare == 4.0 / 48)
    #expect(image.commands == 6 && image.steps == 3 && image.undone == 2 && image.undoRatio == 2.0 / 3)
    // 5 + 5 at first, a pause of 90 that is none of the work, 1, a minute, 1.
    #expect(image.milliseconds == 72_000)
  }

  /// The wand follows the image's colours.
  @Test func theImageIsOpenedWhereACommandLooksAtIt() throws {
    let work = Workplace()
    try work.label("wand 0 0 3")
    let image = counter(work).count(at: 0)
    #expect(image.failure == nil && image.commands == 1 && image.paintedPixels == 48)
    work.files["/photos/jet.png"] = Array("another".utf8)
    #expect(counter(work).count(at: 0).failure?.contains("put back what was labeled") == true)
  }

  /// Of all that a session may hold, the planes of methods among it, no image is needed.
  @Test func countsAreThoseOfTheSession() throws {
    let work = Workplace()
    let lines = [
      "fill 0 0", "class sky 0 9 9", "stroke fill 2 2", "stroke to 6 4", "stroke end", "cut 0 0 7 5",
      "fill 4 4 blue", "merge 4 0 6 0", "fill 4 0 red", "unfill 0 0", "fill 7 0 sky",
    ]
    let session = try work.open()
    for line in lines { _ = try session.perform(Command.parse(line)) }
    let spec = MethodSpec("squares", [.init("side", "3")])
    _ = try session.perform(.method(spec), .labels(work.opener().labels(of: session.image, spec)))
    let state = session.state
    try session.close()
    work.files["/photos/jet.png"] = Array("broken".utf8)
    let image = counter(work).count(at: 0)
    #expect(image.failure == nil && image.paintedPixels == state.paintedPixels && image.segments == state.segments)
    for (index, shown) in state.classes.classes.enumerated() where state.pixels(ofClass: index + 1) > 0 {
      let pairs = zip(state.labels.elements, state.paint.elements).filter { $0.0 != 0 && Int($0.1) == index + 1 }
      let found = image.classes.first { $0.color == shown.color }
      #expect(found?.pixels == state.pixels(ofClass: index + 1) && found?.segments == Set(pairs.map(\.0)).count)
    }
    #expect(image.classes.count == state.classes.classes.indices.count { state.pixels(ofClass: $0 + 1) > 0 })
  }

  @Test func masksOfOthersAreCounted() throws {
    let work = Workplace("jet.png", "b.png")
    let wide = (0..<48).map { UInt8($0 < 20 ? 255 : 0) }
    let narrow = (0..<48).map { UInt8((15..<30).contains($0) ? 255 : 0) }
    work.files["/photos_segmented/b_mask_(R:0,G:0,B:255).png"] = Array("mask 8 6\n".utf8) + wide
    work.files["/photos_segmented/b_mask_(R-9,G-0,B-0).png"] = Array("mask 8 6\n".utf8) + narrow
    let images = counter(work).run(jobs: 2)
    #expect(images.map(\.source) == [.masks, nil])
    // `(R-…` comes before `(R:…`, and the later wins, as when they are opened.
    #expect(images[0].classes.map(\.pixels) == [10, 20] && images[0].paintedPixels == 30)
    #expect(images[0].commands == 0 && images[0].undoRatio == nil && images[1].paintedShare == nil)
    let adopted = try work.open(0)
    #expect(adopted.state.paintedPixels == 30)
  }

  @Test func sumsAndStates() throws {
    let work = Workplace("jet.png", "k.png", "z.png")
    try work.label("fill 0 0", "fill 2 0 blue", "undo")
    let second = try work.open(1)
    try second.run("class sea 0 0 255", "fill 0 0 sea", "fill 2 0 sea")
    try second.close()
    try FolderLog(work.output, door: work.files).write(.done, of: work.list[1])
    let told = Mutex<[String]>([])
    let images = counter(work).run(jobs: 3, tell: { image in told.withLock { $0.append(image.file.name) } })
    #expect(told.withLock { $0 } == ["jet.png", "k.png", "z.png"])
    var total = FolderStatistics()
    for image in images { total.add(image) }
    #expect(total.states == [.doing: 1, .done: 1, .todo: 1])
    #expect(total.images == 3 && total.counted == 2 && total.failed == 0 && total.pixels == 96)
    #expect(total.paintedPixels == 12 && total.steps == 4 && total.undone == 1 && total.undoRatio == 0.25)
    #expect(total.classes.map(\.pixels) == [4, 8] && total.classes.map(\.images) == [1, 1])
    #expect(total.classes.map(\.segments) == [1, 2] && total.classes.map(\.name) == ["red", "sea"])
  }

  @Test(arguments: [
    "not a journal\n", "tessera-session 1\nfill 0 0\n", "tessera-session 1\nopen x method=m\nfill 1 1\n",
    "tessera-session 9\n",
  ])
  func aBrokenJournalIsOneSentence(text: String) throws {
    let work = Workplace("jet.png", "z.png")
    try work.label("fill 0 0")
    work.files["/photos_segmented/.tessera/z.tessera"] = Array(text.utf8)
    let images = counter(work).run(jobs: 1)
    let failure = try #require(images[1].failure)
    #expect(failure.hasPrefix("/photos_segmented/.tessera/z.tessera:") && !failure.contains("\n"))
    #expect(images[1].size == nil && images[0].failure == nil && images[0].paintedPixels == 4)
  }

  @Test func anythingMissingOrHostileIsASentence() throws {
    let work = Workplace()
    try work.label("fill 0 0", "fill 4 4")
    let whole = try #require(work.files[work.journal])
    for length in stride(from: 0, to: whole.count, by: 3) {
      work.files[work.journal] = Array(whole.prefix(length))
      let image = counter(work).count(at: 0)
      #expect(image.failure != nil || image.source == nil || image.paintedPixels <= 8)
    }
    let text = String(decoding: whole, as: UTF8.self)
    for size in ["width=999999999999 height=999999999999", "width=0 height=0", "width=-8 height=6", "width=9 height=6"]
    {
      work.files[work.journal] = Array(text.replacing("width=8 height=6", with: size).utf8)
      #expect(counter(work).count(at: 0).failure != nil, "\(size)")
    }
    work.files[work.journal] = whole
    for name in work.files.names(in: "/photos_segmented/.tessera") where name.hasSuffix(".labels") {
      work.files[FilePath(name)] = nil
    }
    #expect(counter(work).count(at: 0).failure?.contains("not beside it") == true)
  }
}
