import Raster
import Segmentation
import Synchronization
import SystemPackage
import Testing

@testable import Session

/// Three labeled images, of which the first and the last were saved, and one that was not labeled.
private struct Scene {
  let work = Workplace("a.png", "b.png", "c.png", "d.png")
  let names = ["a", "b", "c", "d"]

  init() throws {
    try label(0, "fill 0 0 red", "fill 4 4 blue")
    try label(1, "fill 0 0 red", "fill 2 0 red")
    try label(2, "fill 6 0 blue", "fill 4 4 red", "undo", "redo")
    try save(0)
    try save(2)
  }

  func label(_ place: Int, _ lines: String...) throws {
    let session = try work.open(place)
    for line in lines { _ = try session.perform(Command.parse(line)) }
    try session.close()
  }

  func save(_ place: Int) throws {
    let session = try work.open(place)
    _ = try session.perform(.save)
    _ = try work.opener().masks.save(session.maskSnapshot())
    try session.close()
  }

  var relabeler: FolderRelabeler {
    FolderRelabeler(work.list, opener: work.opener(), method: MethodSpec("squares"))
  }

  func plan(_ from: String = "red", _ to: String = "blue") throws(RelabelError) -> RelabelPlan {
    try relabeler.plan(from: from, to: to, jobs: 2)
  }

  @discardableResult
  func relabel(_ from: String = "red", _ to: String = "blue") throws -> RelabelReport {
    try relabeler.run(try plan(from, to))
  }

  func pixels(_ place: Int) throws -> [Int] {
    let session = try work.open(place)
    defer { try? session.close() }
    return [1, 2].map { session.state.pixels(ofClass: $0) }
  }

  func journal(_ name: String) -> String {
    work.files.text(FilePath("/photos_segmented/.tessera/\(name).tessera")) ?? ""
  }

  /// The journal's commands without their times.
  func commands(_ name: String) -> [String] {
    journal(name).split(separator: "\n").compactMap { line in
      line.hasPrefix("@") ? line.split(separator: " ", maxSplits: 1).last.map(String.init) : nil
    }
  }

  func count(_ line: String, _ name: String) -> Int { commands(name).count { $0 == line } }

  var masks: [String: [UInt8]] {
    let paths = work.files.names(in: "/photos_segmented").filter { $0.hasSuffix(".png") }
    return Dictionary(uniqueKeysWithValues: paths.map { ($0, work.files[FilePath($0)] ?? []) })
  }

  var everything: [String: [UInt8]] {
    let paths = work.files.names(in: "/")
    return Dictionary(uniqueKeysWithValues: paths.map { ($0, work.files[FilePath($0)] ?? []) })
  }
}

struct FolderRelabelTests {
  // MARK: The command

  @Test func relabelMovesPaintAndKeepsTheClass() throws {
    let session = session(labels("1234"))
    try session.run("fill 0 0 red", "fill 1 0 blue", "fill 2 0 red", "class red", "relabel red blue")
    #expect(session.state.paint == paint("222.") && session.undoDepth == 4)
    #expect(session.state.classes.usable == [1, 2] && session.state.classes.current == 1)
    try session.run("undo")
    #expect(session.state.paint == paint("121."))
    try session.run("redo", "fill 3 0 red")
    #expect(session.state.paint == paint("2221"))
  }

  @Test func whatCannotBeRelabeledSaysWhy() throws {
    let session = session(labels("1234"))
    func message(_ line: String) -> String {
      do { return try session.perform(.parse(line)).message ?? "" } catch { return "\(error)" }
    }
    #expect(message("relabel red blue") == "nothing is painted with red")
    #expect(message("relabel red red") == "a class and itself; choose two classes")
    #expect(message("relabel red bluee") == "no class 'bluee'; did you mean 'blue'?")
    try session.run("fill 0 0 red", "lock red")
    #expect(message("relabel red blue") == "class red is locked; unlock it first")
    try session.run("unlock red", "lock blue")
    #expect(message("relabel red blue") == "1 px of red are blue now", "what is locked takes others in")
    #expect(message("relabel blue red") == "class blue is locked; unlock it first")
  }

  // MARK: Folders

  @Test func countingTouchesNothing() throws {
    let scene = try Scene()
    let before = scene.everything
    let plan = try scene.plan()
    #expect(plan.images.map(\.file.stem) == ["a", "b", "c"] && plan.images.map(\.pixels) == [4, 8, 4])
    #expect(plan.summary == "16 pixels in 3 images" && plan.skipped.isEmpty)
    #expect(scene.everything == before)
    #expect(try scene.plan("blue", "red").images.map(\.pixels) == [4, 4])
  }

  @Test func everyImageGetsTheCommandAndSavedMasksAreWrittenAgain() throws {
    let scene = try Scene()
    let report = try scene.relabel()
    #expect(report.images.map(\.outcome) == [.relabeled(4), .relabeled(8), .relabeled(4)])
    #expect(report.summary == "16 pixels in 3 images" && report.left == 0)
    #expect(scene.commands("a").suffix(3) == ["save", "relabel red blue", "save"])
    #expect(scene.commands("b").last == "relabel red blue", "its masks were not saved, and are not now")
    #expect(scene.commands("d").isEmpty)
    #expect(try (0..<3).map { try scene.pixels($0) } == [[0, 8], [0, 8], [0, 8]])
    #expect(scene.masks.keys.sorted() == ["a", "c"].map { "/photos_segmented/\($0)_mask_(R:0,G:0,B:255).png" })
    let before = scene.everything
    #expect(try scene.relabel().images.isEmpty)
    #expect(scene.everything == before, "nothing is left to be done")
  }

  /// The journals are scripts that come to the masks that were written.
  @Test func replayOfTheJournalsGivesTheSameMasks() throws {
    let scene = try Scene()
    try scene.relabel()
    let masks = scene.masks
    for path in masks.keys { scene.work.files[FilePath(path)] = nil }
    for name in ["a", "c"] {
      let report = scene.work.replayer().run(FilePath("/photos_segmented/.tessera/\(name).tessera"))
      #expect(report.failure == nil)
    }
    #expect(scene.masks == masks)
  }

  @Test func undoInAnImageTakesItBackThere() throws {
    let scene = try Scene()
    let before = try scene.pixels(1)
    try scene.relabel()
    try scene.label(1, "undo")
    #expect(try scene.pixels(1) == before)
    let report = try scene.relabeler.takeBack()
    #expect(report.images.map(\.file.stem) == ["a", "c"], "there is nothing left to be taken back in b")
  }

  @Test func takingBackBringsMasksAndPaintBack() throws {
    let scene = try Scene()
    let (masks, pixels) = (scene.masks, try (0..<3).map { try scene.pixels($0) })
    try scene.relabel()
    let report = try scene.relabeler.takeBack()
    #expect(report.images.map(\.outcome) == [.takenBack(4), .takenBack(8), .takenBack(4)])
    #expect(report.from == "red" && report.to == "blue")
    #expect(scene.masks == masks)
    #expect(try (0..<3).map { try scene.pixels($0) } == pixels)
    #expect(throws: RelabelError.nothingToTakeBack) { try scene.relabeler.takeBack() }
    try scene.relabel()
    #expect(try scene.relabeler.takeBack().pixels == 16, "as often as one likes")
  }

  @Test func whatWasLabeledSinceIsNamedAndStays() throws {
    let scene = try Scene()
    try scene.relabel()
    try scene.label(0, "class red", "fill 6 0 red")
    try scene.label(2, "class red", "save")
    let report = try scene.relabeler.takeBack()
    #expect(report.images.map(\.outcome) == [.changedSince, .takenBack(8), .takenBack(4)])
    #expect(report.left == 1 && report.done == 2)
    #expect(try scene.pixels(0) == [4, 8])
  }

  @Test func theLastOfSeveralIsTakenBackFirst() throws {
    let scene = try Scene()
    try scene.relabel("red", "1,2,3")
    try scene.relabel("blue", "red")
    #expect(try scene.relabeler.takeBack().from == "blue")
    let report = try scene.relabeler.takeBack()
    #expect(report.from == "red" && report.pixels == 16 && report.left == 0)
    #expect(try scene.pixels(1) == [8, 0])
  }

  @Test func aClassThatAnImageLacksIsDefinedThere() throws {
    let scene = try Scene()
    try scene.label(3, "class pink 255 100 100", "fill 0 0 pink")
    let report = try scene.relabel("red", "pink")
    #expect(report.left == 0)
    #expect(scene.journal("a").contains("class pink 255 100 100\nclass red\n@"))
    #expect(scene.masks.keys.contains("/photos_segmented/a_mask_(R:255,G:100,B:100).png"))
    #expect(try scene.plan("pink", "1,2,3").pixels == 20, "a colour is a name")
  }

  @Test func masksAloneBeginAJournal() throws {
    let scene = try Scene()
    var mask = Mask(size: Size(width: 8, height: 6), filledWith: 0)
    mask[PixelPoint(x: 3, y: 3)] = 255
    let old: FilePath = "/photos_segmented/d_mask_(R-255,G-0,B-0).png"
    scene.work.files[old] = try PlainCodec().encode(mask)
    #expect(try scene.plan().images.map(\.pixels) == [4, 8, 4, 1])
    #expect(try scene.relabel().images.last?.outcome == .relabeled(1))
    #expect(scene.work.files[old] == nil, "the mask is named as masks were named")
    #expect(scene.work.files["/photos_segmented/d_mask_(R-0,G-0,B-255).png"] == (try PlainCodec().encode(mask)))
    #expect(scene.commands("d") == ["relabel red blue", "save"])
    #expect(try scene.relabeler.takeBack().left == 0)
    #expect(scene.work.files[old] == (try PlainCodec().encode(mask)))
  }

  // MARK: Hostile input

  @Test func unknownAndEqualClassesAreRefused() throws {
    let scene = try Scene()
    let before = scene.everything
    #expect(throws: RelabelError.unknownClass("blu", nearest: "blue")) { try scene.plan("red", "blu") }
    #expect(throws: RelabelError.unknownClass("\u{1B}[2J", nearest: nil)) { try scene.plan("\u{1B}[2J", "red") }
    #expect("\(RelabelError.unknownClass("\u{1B}[2J", nearest: nil))".contains("\\x1b[2J"))
    #expect(throws: RelabelError.sameClass("red")) { try scene.plan("red", "red") }
    #expect(throws: RelabelError.sameClass("255,0,0")) { try scene.plan("255,0,0", "red") }
    #expect(scene.everything == before)
  }

  @Test func whatIsHeldBrokenOrLockedIsSkippedAndTheRestDone() throws {
    let scene = try Scene()
    try scene.label(1, "lock red")
    scene.work.files["/photos_segmented/.tessera/c.tessera"] = Array("broken\n".utf8)
    let held = try scene.work.open(0)
    let report = try scene.relabel()
    #expect(report.images.map(\.file.stem) == ["c", "a", "b"] && report.left == 3 && report.done == 0)
    guard case .skipped(let broken) = report.images[0].outcome, case .skipped(let open) = report.images[1].outcome,
      case .skipped(let locked) = report.images[2].outcome
    else {
      Issue.record("\(report.images)")
      return
    }
    #expect(broken.contains("c.tessera:1") && open.contains("has this image open") && locked.contains("red is locked"))
    try held.close()
    try scene.label(1, "unlock red")
    let again = try scene.relabel()
    #expect(again.images.map(\.isLeft) == [true, false, false])
    #expect(try scene.relabeler.takeBack().pixels == 12)
  }

  @Test func aFolderThatTakesNoFilesIsOneSentence() throws {
    let scene = try Scene()
    let plan = try scene.plan()
    scene.work.files.fail { call, path in call == "read" || call == "list" ? nil : .noPermission(path) }
    do {
      _ = try scene.relabeler.run(plan)
      Issue.record("no complaint")
    } catch { #expect("\(error)".contains("permission denied")) }
  }

  @Test func twoAtOnceAreRefused() throws {
    let scene = try Scene()
    let plan = try scene.plan()
    let log = try RelabelLog(scene.work.output, door: scene.work.files)
    #expect(throws: RelabelError.inProgress(pid: 1, host: "here")) { try scene.relabeler.run(plan) }
    log.close()
    #expect(try scene.relabeler.run(plan).done == 3)
  }

  // MARK: Cancelling and crashes

  @Test func cancellingStopsBetweenImagesAndTheSameGoesOn() throws {
    let scene = try Scene()
    var told = 0
    let report = try scene.relabeler.run(try scene.plan(), isCancelled: { told == 1 }, tell: { _ in told += 1 })
    #expect(report.isCancelled && report.done == 1)
    #expect(try scene.relabel().images.map(\.file.stem) == ["b", "c"])
    #expect(try scene.relabeler.takeBack().pixels == 16, "both are one relabeling")
  }

  /// Dies before any one write: relabeling again, or taking back again, comes to the same end as without the death.
  @Test(arguments: [false, true]) func nothingIsDoneTwiceAfterACrash(isTakingBack: Bool) throws {
    let whole = try Scene()
    try whole.relabel()
    if isTakingBack { _ = try whole.relabeler.takeBack() }
    for death in 0..<60 {
      let scene = try Scene()
      if isTakingBack { try scene.relabel() }
      let writes = Mutex(0)
      scene.work.files.fail { call, path in
        guard ["append", "replace", "openLog", "remove", "createFolder", "sync"].contains(call) else { return nil }
        return writes.withLock { count in
          count += 1
          return count > death ? .diskFull(path) : nil
        }
      }
      let relabeler = scene.relabeler
      _ = isTakingBack ? try? relabeler.takeBack() : try? relabeler.run(scene.plan())
      scene.work.files.fail { _, _ in nil }
      if isTakingBack { _ = try? scene.relabeler.takeBack() } else { try scene.relabel() }
      for name in scene.names {
        for line in ["relabel red blue", "undo"] {
          let (count, expected) = (scene.count(line, name), whole.count(line, name))
          #expect(count == expected, "\(line) in \(name), dead at \(death)")
        }
      }
      #expect(scene.masks == whole.masks, "\(death)")
      #expect(try (0..<3).map { try scene.pixels($0) } == (0..<3).map { try whole.pixels($0) }, "\(death)")
      if !isTakingBack { #expect(try scene.relabeler.takeBack().left == 0, "\(death)") }
    }
  }

  @Test func linesThatWereCutShortSayNothing() throws {
    let scene = try Scene()
    try scene.relabel()
    let path: FilePath = "/photos_segmented/.tessera/relabel.log"
    let bytes = try #require(scene.work.files[path])
    for length in 0...bytes.count {
      scene.work.files[path] = Array(bytes.prefix(length))
      _ = try RelabelLog.runs(of: scene.work.output, door: scene.work.files)
    }
    scene.work.files[path] = Array(bytes.dropLast(5))
    #expect(try scene.relabeler.takeBack().pixels == 16)
    scene.work.files[path] = Array("somebody else's\n".utf8)
    #expect(throws: RelabelError.self) { try scene.relabeler.takeBack() }
    #expect(scene.work.files.text(path) == "somebody else's\n")
  }
}
