import Raster
import SystemPackage
import Testing

@testable import Session

@Suite struct FolderLogTests {
  private let path: FilePath = "/photos_segmented/.tessera/folder.log"

  private func states(_ work: Workplace) -> FolderReading { work.output.readStates(of: work.list, door: work.files) }

  @Test func whatIsWrittenIsRead() throws {
    let work = Workplace("a.png", "b.png", "c d.png", "12.png")
    let files = work.list
    let log = FolderLog(work.output, door: work.files)
    #expect(states(work) == FolderReading(states: FolderStates(count: 4), notices: []))
    try log.write(.done, of: files[0])
    try log.write(.skipped, of: files[1])
    try log.write(note: "say \"#1\"\u{1B}[31m\n\\", on: files[3])
    try log.write(.rejected, of: files[3])
    try log.write(.todo, of: files[1])
    let read = states(work)
    #expect(read.notices == [])
    #expect(files.map(\.name) == ["12.png", "a.png", "b.png", "c d.png"])
    #expect((0..<4).map(read.states.status) == [.done, .todo, .todo, .rejected])
    #expect(read.states.note(at: 3) == "say \"#1\"\u{1B}[31m\n\\")
    #expect(read.states.count(of: .todo) == 2 && read.states.count(of: .done) == 1)
    let text = try #require(work.files.text(path))
    #expect(text.hasPrefix("tessera-folder 1\n@") && text.split(separator: "\n").count == 6)
    #expect(text.contains(" \"12\" mark done\n") && text.contains(" \"c d\" note "))
    #expect(!text.contains("\u{1B}"), "hostile text is escaped on the disk, too")
    #expect(work.files.disk.withLock { $0.syncs } == 5)
  }

  @Test func aJournalMeansDoing() throws {
    let work = Workplace("jet.png", "z.png")
    try work.label("fill 0 0")
    let read = states(work).states
    #expect((0..<2).map(read.status) == [.doing, .todo])
    #expect(!read.isMarked(at: 0))
    try FolderLog(work.output, door: work.files).write(.done, of: work.list[0])
    #expect(states(work).states.status(at: 0) == .done)
  }

  /// A power cut may leave any part of the last line; the next one begins a line of its own.
  @Test func anyTornEndIsSurvived() throws {
    let work = Workplace("a.png")
    let whole = Array("tessera-folder 1\n@1.000 a mark done\n@2.000 a mark skipped\n".utf8)
    for length in 0...whole.count {
      work.files[path] = Array(whole.prefix(length))
      try FolderLog(work.output, door: work.files).write(note: "after", on: work.list[0])
      let read = states(work)
      #expect(read.states.note(at: 0) == "after", "\(length) bytes")
      let lines = whole.prefix(length).count { $0 == 10 }
      let isWhole = { (end: Int) in length >= end - 1 }
      let wanted: ImageStatus = isWhole(whole.count) ? .skipped : lines >= 2 || isWhole(36) ? .done : .todo
      #expect(read.states.status(at: 0) == wanted, "\(length) bytes")
      #expect(work.files.text(path)?.hasPrefix("tessera-folder 1\n") == true)
    }
  }

  @Test(arguments: ["tessera-folder 2\n", "\u{1B}]0;owned\u{7}\n", "GIF89a", "tessera-folder 1 x\n@1 a mark done\n"])
  func whatIsNotOursIsLeftAlone(text: String) throws {
    let work = Workplace("a.png")
    work.files[path] = Array(text.utf8)
    let log = FolderLog(work.output, door: work.files)
    #expect(throws: FileError.self) { try log.write(.done, of: work.list[0]) }
    let read = states(work)
    #expect(read.states == FolderStates(count: 1))
    #expect(read.notices.count == 1 && !read.notices[0].contains("\u{1B}"))
    #expect(work.files.text(path) == text)
  }

  @Test func linesThatSayNothingAreCounted() {
    let work = Workplace("a.png", "b.png")
    let lines = [
      "tessera-folder 1", "@1 a mark done", "@2 a fill 1 2", "mark done", "@3 \"a mark done", "@4 b mark sideways",
      "@5", "@6 a note", "@7 b note \"x\\q\"", "@8 gone mark done", "@9 b mark skipped", "",
    ]
    work.files[path] = Array(lines.joined(separator: "\n").utf8) + [0xFF, 0x00, 0x0A]
    let read = states(work)
    #expect((0..<2).map(read.states.status) == [.done, .skipped])
    #expect(read.notices == ["/photos_segmented/.tessera/folder.log: 8 lines could not be read"])
  }

  @Test func anyBytesAreRead() {
    var random = SplitMix64(seed: 3)
    let letters = Array("@1 a mark done note\"\\x#\n\u{1b}".utf8) + [0, 0xFF, 0xC3]
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in letters.randomElement(using: &random) ?? 0 }
      let records = FolderRecords(Array("tessera-folder 1\n".utf8) + bytes)
      #expect(records.isOurs && records.lines.count + records.unreadable <= bytes.count)
    }
  }

  @Test(arguments: [FileError.diskFull("/x"), .noPermission("/x")])
  func aWriteThatFailsSaysSo(error: FileError) {
    let work = Workplace("a.png")
    for call in ["append", "openLog", "createFolder"] {
      work.files.fail { asked, _ in asked == call ? error : nil }
      #expect(throws: error) { try FolderLog(work.output, door: work.files).write(.done, of: work.list[0]) }
    }
    work.files.fail { _, _ in nil }
    #expect(states(work).states.status(at: 0) == .todo)
  }

  @Test func theNextUnfinishedGoesAroundTheEnds() {
    var states = FolderStates(count: 5)
    for (place, status) in [ImageStatus.done, .todo, .skipped, .doing, .rejected].enumerated() {
      states.set(status, at: place, isMark: true)
    }
    #expect((0..<5).map { states.unfinished(from: $0, step: 1) } == [1, 3, 3, 1, 1])
    #expect((0..<5).map { states.unfinished(from: $0, step: -1) } == [3, 3, 1, 1, 3])
    states.set(.done, at: 1, isMark: true)
    #expect(states.unfinished(from: 3, step: 1) == nil && states.unfinishedCount == 1)
    states.append()
    #expect(states.count == 6 && states.unfinished(from: 3, step: 1) == 5)
  }

  @Test func pausesAreNoWork() {
    var work = WorkTime()
    for time in [0, 1000, 61_000, 200_000, 200_500, 200_400] { work.note(time) }
    #expect(work.milliseconds == 61_500)
  }
}

@Suite struct FolderViewTests {
  private let path: FilePath = "/photos_segmented/.tessera/view.log"
  private let view = FolderView(
    stem: "a \"b\"", zoom: (2.5, .init(x: 7, y: 9)), cursor: .init(x: 3, y: 4))

  @Test func itIsKeptWhereSomethingElseIs() throws {
    let work = Workplace("jet.png")
    work.output.write(view, door: work.files)
    #expect(work.files[path] == nil, "who only looks leaves no files")
    try work.label("fill 0 0")
    work.output.write(view, door: work.files)
    #expect(work.output.readView(door: work.files) == view)
    work.output.write(FolderView(stem: "12"), door: work.files)
    #expect(work.output.readView(door: work.files) == FolderView(stem: "12"))
  }

  @Test func afterAStateItIsKept() throws {
    let work = Workplace("jet.png")
    try FolderLog(work.output, door: work.files).write(.done, of: work.list[0])
    work.output.write(view, door: work.files)
    #expect(work.output.readView(door: work.files) == view)
  }

  @Test func whateverStandsThereIsReadOrLeft() {
    let work = Workplace("jet.png")
    let whole = view.written
    for length in 0..<whole.count {
      work.files[path] = Array(whole.prefix(length))
      if let read = work.output.readView(door: work.files) { #expect(!read.stem.isEmpty) }
    }
    let hostile = "tessera-view 1\ngoto x\nzoom nan 1 1\nzoom 99 1 1\ncursor 99999999999999999999 1\nquit\n\u{1B}[2J\n"
    work.files[path] = Array(hostile.utf8)
    #expect(work.output.readView(door: work.files) == FolderView(stem: "x"))
    work.files[path] = Array(String(repeating: "tessera-view 1\ngoto x\n", count: 5000).utf8)
    #expect(work.output.readView(door: work.files) == nil)
  }
}
