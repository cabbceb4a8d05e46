import Raster
import Segmentation
import Synchronization
import SystemPackage
import Testing

@testable import Session

/// Squares that can fail, be watched and be interrupted.
private struct Watched: SegmentationMethod {
  /// What is thrown for images whose pixels have this value.
  var failing: UInt8?
  /// Called before each image with its first pixel.
  var begin: @Sendable (Image, MethodRun) -> Void = { _, _ in }
  let description = Squares().description

  func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap {
    begin(image, run)
    try run.checkCancelled()
    if image.bytes.first == failing { throw .engine(method: "squares", message: "too square") }
    return try Squares().segment(image, parameters, run)
  }
}

private let folder: FilePath = "/photos_segmented"

/// A batch over the images of a workplace.
private struct Batch {
  var work: Workplace
  var method = MethodSpec("squares")
  var options = BatchSegmenter.Options()
  var program = "1"
  var output = folder

  init(_ work: Workplace) { self.work = work }

  func run(
    isCancelled: @escaping @Sendable () -> Bool = { false },
    tell: @escaping @Sendable (SegmentedImage) -> Void = { _ in },
    watch: @escaping @Sendable (WorkProgress) -> Void = { _ in }
  ) throws -> BatchReport {
    let segmenter = try BatchSegmenter(
      door: work.files, codec: PlainCodec(), registry: work.registry, output: OutputFolder(root: output),
      method: method, options: options, program: program)
    return segmenter.run(work.list, isCancelled: isCancelled, tell: tell, watch: watch)
  }

  /// The files that a run writes.
  func written() throws -> [String] {
    let paths = Mutex<[String]>([])
    work.files.fail { call, path in
      if call == "replace" { paths.withLock { $0.append(path.lastComponent?.string ?? "") } }
      return nil
    }
    defer { work.files.fail { _, _ in nil } }
    let report = try run()
    #expect(report.failures == [])
    return paths.withLock { $0 }
  }

  func bytes(_ name: String) -> [UInt8]? { work.files[folder.appending(name)] }
  func labels(_ name: String) throws -> LabelMap { try PlainCodec().decodeLabels(#require(bytes(name))) }
  var names: [String] { work.files.names(in: folder).map { String($0.dropFirst(folder.string.count + 1)) } }
}

struct BatchTests {
  @Test func everyImageGetsItsLabelMap() throws {
    var batch = Batch(Workplace("a.png", "b.png"))
    batch.options.preview = true
    let report = try batch.run()
    #expect(report.images.map(\.file.name) == ["a.png", "b.png"])
    #expect(report.images.map(\.outcome) == [.written, .written])
    #expect(report.images.map(\.segments) == [12, 12])
    #expect(report.images.map(\.size) == [Size(width: 8, height: 6), Size(width: 8, height: 6)])
    #expect(report.images.map(\.output) == [folder.appending("a_segments.png"), folder.appending("b_segments.png")])
    #expect(!report.isCancelled && report.total == 2)
    #expect(
      batch.names == [
        ".tessera/a.segments", ".tessera/b.segments", "a_preview.png", "a_segments.png", "b_preview.png",
        "b_segments.png",
      ])
    let labels = try batch.labels("b_segments.png")
    #expect(labels[PixelPoint(x: 0, y: 0)] == 1 && labels[PixelPoint(x: 7, y: 5)] == 12)
    let image = try PlainCodec().decode(Workplace.image(fill: 1), pixelLimit: 100)
    #expect(try batch.bytes("b_preview.png") == PlainCodec().encode(picture: segmentPicture(of: labels, image)))
  }

  /// Regions 1…n by default; the method's own numbers, with their gaps, when they are asked for.
  @Test func rawKeepsTheIds() throws {
    var batch = Batch(Workplace())
    batch.options.isRaw = true
    #expect(try batch.run().images.map(\.segments) == [12])
    #expect(try Set(batch.labels("jet_segments.png").elements) == [1, 2, 3, 4, 7, 8, 9, 10, 13, 14, 15, 16])
    batch.options.isRaw = false
    #expect(try batch.run().images.map(\.outcome) == [.written])
    #expect(try Set(batch.labels("jet_segments.png").elements) == Set(1...12))
  }

  @Test func whatIsUpToDateIsLeftAlone() throws {
    var batch = Batch(Workplace("a.png", "b.png"))
    batch.options.preview = true
    let first = try batch.run()
    #expect(try batch.written() == [])
    let again = try batch.run()
    #expect(again.images.map(\.outcome) == [.upToDate, .upToDate])
    #expect(again.images.map(\.segments) == first.images.map(\.segments))
    #expect(again.images.map(\.size) == first.images.map(\.size))
    #expect(again.images.map(\.output) == first.images.map(\.output))
    batch.options.preview = false
    #expect(try batch.written() == [], "nobody asks for the previews, they may stay")
    #expect(batch.names.contains("a_preview.png"))
  }

  /// Each change on its own: exactly the image that it concerns is done again.
  @Test(arguments: 0..<9) func aChangeIsNoticed(change: Int) throws {
    var batch = Batch(Workplace("a.png", "b.png"))
    _ = try batch.run()
    let path = folder.appending("a_segments.png")
    let record = folder.appending(".tessera/a.segments")
    let one = ["a_segments.png", "a.segments"]
    var expected = one + ["b_segments.png", "b.segments"]
    switch change {
    case 0: (batch.work.files["/photos/a.png"], expected) = (Workplace.image(fill: 9), one)
    case 1: batch.method = MethodSpec("squares", [.init("side", "3")])
    case 2: batch.options.isRaw = true
    case 3:
      batch.options.preview = true
      expected = ["a_segments.png", "a_preview.png", "a.segments", "b_segments.png", "b_preview.png", "b.segments"]
    case 4: (batch.work.files[path], expected) = (nil, one)
    case 5: (batch.work.files[path], expected) = (batch.work.files[path]?.dropLast(), one)
    case 6: (batch.work.files[record], expected) = (batch.work.files[record]?.dropLast(3), one)
    case 7: batch.program = "2"
    default: batch.options.force = true
    }
    #expect(try batch.written() == expected)
    batch.options.force = false
    #expect(try batch.written() == [], "and then it is up to date")
  }

  @Test func aLostPreviewIsMadeAgain() throws {
    var batch = Batch(Workplace())
    batch.options.preview = true
    _ = try batch.run()
    let preview = batch.bytes("jet_preview.png")
    batch.work.files[folder.appending("jet_preview.png")] = nil
    #expect(try batch.written().contains("jet_preview.png"))
    #expect(batch.bytes("jet_preview.png") == preview)
  }

  /// What an earlier run left and what shows other segments goes; files of others stay.
  @Test func staleFilesGo() throws {
    var batch = Batch(Workplace())
    batch.work.files["/photos/jet.png"] = Workplace.image(fill: 1, width: 20, height: 20)
    batch.method = MethodSpec("squares", [.init("side", "1")])
    batch.options.preview = true
    #expect(try batch.run().images.map(\.segments) == [400])
    #expect(batch.names == [".tessera/jet.segments", "jet_preview.png", "jet_segments.tif"])
    batch.method = MethodSpec("squares")
    batch.options.preview = false
    _ = try batch.run()
    #expect(batch.names == [".tessera/jet.segments", "jet_segments.png"])
    batch.work.files[folder.appending("jet_preview.png")] = [1, 2]
    batch.options.isRaw = true
    _ = try batch.run()
    #expect(batch.bytes("jet_preview.png") == [1, 2])
  }

  // MARK: Failures

  @Test func oneThatFailsStopsNoOther() throws {
    var batch = Batch(Workplace("a.png", "b.png", "c.png", "d.png", "e.png"))
    batch.work.registry = MethodRegistry([Watched(failing: 3)])
    batch.work.files["/photos/a.png"] = []
    batch.work.files["/photos/b.png"] = Array(Workplace.image(fill: 1).dropLast())
    batch.work.files.fail { call, path in
      call == "read" && path.lastComponent == "c.png" ? .noPermission(path) : nil
    }
    batch.options.jobs = 3
    let told = Mutex<[String]>([])
    let report = try batch.run(tell: { image in told.withLock { $0.append(image.file.name) } })
    #expect(told.withLock { $0 } == ["a.png", "b.png", "c.png", "d.png", "e.png"])
    #expect(
      report.failures.map(\.description) == [
        "a.png: not an image that Tessera reads (JPEG, PNG, BMP, TIFF, WebP, PPM, PGM)",
        "b.png: the image data is cut short or damaged; copy the file again",
        "/photos/c.png: permission denied; make it readable", "d.png: squares: too square",
      ])
    #expect(report.images.map(\.outcome).last == .written)
    #expect(batch.names == [".tessera/e.segments", "e_segments.png"])
  }

  @Test func nothingIsLeftWhereAllFail() throws {
    let batch = Batch(Workplace())
    batch.work.files["/photos/jet.png"] = []
    #expect(try batch.run().failures.count == 1)
    #expect(!batch.work.files.isFolder(folder))
  }

  /// A disk without room takes no further image either: the batch ends, and a later run goes on.
  @Test func aFullDiskEndsTheBatch() throws {
    let batch = Batch(Workplace("a.png", "b.png", "c.png", "d.png"))
    batch.work.files.fail { call, path in
      call == "replace" && path.lastComponent == "b_segments.png" ? .diskFull(path) : nil
    }
    let report = try batch.run()
    #expect(
      report.images.map(\.outcome) == [.written, .failed(.output(.diskFull(folder.appending("b_segments.png"))))])
    #expect(report.total == 4 && !report.isCancelled)
    #expect(
      try batch.written() == [
        "b_segments.png", "b.segments", "c_segments.png", "c.segments", "d_segments.png", "d.segments",
      ])
  }

  @Test func anOutputFolderThatCannotBeMade() throws {
    let batch = Batch(Workplace("a.png", "b.png"))
    batch.work.files.fail { call, path in call == "createFolder" ? .noPermission(path) : nil }
    let report = try batch.run()
    #expect(report.failures.count == 1)
    #expect(report.failures.first?.description.contains("permission denied; choose another folder") == true)
  }

  @Test func noImageIsWrittenOver() throws {
    var batch = Batch(Workplace("a.png", "a_segments.png"))
    batch.output = "/photos/sub/.."
    let before = batch.work.files["/photos/a_segments.png"]
    let report = try batch.run()
    #expect(report.failures.count == 1)
    #expect(report.failures.first?.description.hasPrefix("a.png: its output ") == true)
    #expect(batch.work.files["/photos/a_segments.png"] == before)
    #expect(batch.work.files["/photos/a_segments_segments.png"] != nil)
  }

  @Test func unknownParametersAreRefusedAtOnce() {
    var batch = Batch(Workplace())
    batch.method = MethodSpec("squares", [.init("side", "0")])
    #expect(throws: SegmentationError.value(method: "squares", parameter: "side", value: "0", allowed: "1…100")) {
      try batch.run()
    }
  }

  // MARK: Several at once

  @Test func filesDoNotDependOnTheNumberOfJobs() throws {
    var disks: [[String: [UInt8]]] = []
    for jobs in [1, 2, 7] {
      var batch = Batch(Workplace("a.png", "b.png", "c.jpg", "c.png", "d.png", "e.png"))
      batch.options.jobs = jobs
      batch.options.preview = true
      let report = try batch.run()
      #expect(report.failures == [] && report.images.count == 6)
      disks.append(Dictionary(uniqueKeysWithValues: batch.names.map { ($0, batch.bytes($0) ?? []) }))
    }
    #expect(disks[0] == disks[1] && disks[0] == disks[2])
    #expect(disks[0].keys.contains("c.png_segments.png"), "equal stems keep the extension of the later")
  }

  @Test func cancellingKeepsWhatIsFinished() throws {
    var batch = Batch(Workplace("a.png", "b.png", "c.png", "d.png"))
    let flag = StopFlag()
    batch.work.registry = MethodRegistry([Watched(begin: { image, _ in if image.bytes[0] == 2 { flag.raise() } })])
    let report = try batch.run(isCancelled: { flag.isRaised })
    #expect(report.isCancelled && report.total == 4 && report.failures == [])
    #expect(report.images.map(\.file.name) == ["a.png", "b.png"])
    #expect(batch.names == [".tessera/a.segments", ".tessera/b.segments", "a_segments.png", "b_segments.png"])
    batch.work.registry = MethodRegistry([Squares()])
    #expect(try batch.run().images.map(\.outcome) == [.upToDate, .upToDate, .written, .written])
  }

  /// Pixels in flight stay below the limit, and an image above it goes alone.
  @Test func pixelsInFlightAreBounded() throws {
    var batch = Batch(Workplace("a.png", "b.png", "c.png", "d.png", "e.png", "f.png", "g.png", "h.png"))
    batch.work.files["/photos/d.png"] = Workplace.image(fill: 3, width: 20, height: 20)
    batch.options.jobs = 8
    batch.options.pixelsAtOnce = 100
    let gauge = Gauge()
    batch.work.registry = MethodRegistry([Watched(begin: { image, _ in gauge.hold(image.size.area) })])
    #expect(try batch.run().images.count == 8)
    #expect(gauge.sums.allSatisfy { $0 <= 100 || $0 == 400 }, "\(gauge.sums)")
    #expect(gauge.sums.count == 8)
  }

  @Test func progressComesToItsEnd() throws {
    var batch = Batch(Workplace("a.png", "b.png", "c.png"))
    _ = try batch.run()
    batch.work.files["/photos/b.png"] = Workplace.image(fill: 9)
    batch.work.registry = MethodRegistry([Watched(begin: { _, run in run.progress(0.5) })])
    let seen = Mutex<[WorkProgress]>([])
    _ = try batch.run(watch: { progress in seen.withLock { $0.append(progress) } })
    let all = seen.withLock { $0 }
    #expect(all.map(\.finished) == [1, 1, 1, 2, 3])
    #expect(all.map(\.spared) == [1, 1, 1, 1, 2])
    #expect(all.map(\.underWay) == [0, 0.5, 1, 0, 0])
    #expect(all.allSatisfy { $0.total == 3 })
  }

  // MARK: Records

  @Test func recordsComeBack() throws {
    let recipe = SegmentRecord.Recipe(
      program: "0.1.0", image: Digest(of: [1]),
      method: MethodSpec("squares", [.init("side", "2"), .init("mode", "a=b")]),
      isRaw: true)
    for preview in [nil, Digest(of: [3])] {
      let record = SegmentRecord(
        recipe, size: Size(width: 3, height: 4), segments: 7, fileExtension: "tif", labels: Digest(of: [2]),
        preview: preview)
      #expect(SegmentRecord(record.written) == record)
      for length in 0..<record.written.count { #expect(SegmentRecord(Array(record.written.prefix(length))) != record) }
      for at in record.written.indices {
        var damaged = record.written
        damaged[at] ^= 0x80
        #expect(SegmentRecord(damaged) != record)
      }
    }
  }
}

/// The sums of pixels that are held at once.
private final class Gauge: Sendable {
  private let state = Mutex<(now: Int, sums: [Int])>((0, []))

  var sums: [Int] { state.withLock { $0.sums } }

  /// Holds pixels for long enough that other threads come by.
  func hold(_ pixels: Int) {
    state.withLock { state in
      state.now += pixels
      state.sums.append(state.now)
    }
    for _ in 0..<2_000 { _ = Digest(of: [1, 2, 3]) }
    state.withLock { $0.now -= pixels }
  }
}
