import Raster
import Segmentation
import Synchronization
import SystemPackage
import Testing

@testable import Session

/// Squares that tell how often they were drawn, and take their time if they are told to.
private final class CountedSquares: SegmentationMethod {
  let runs = Mutex(0)
  let description = Squares().description

  func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap {
    runs.withLock { $0 += 1 }
    return try Squares().segment(image, parameters, run)
  }
}

/// What is made before an image is opened, and what opening it takes of that.
struct PreparingTests {
  private let method = CountedSquares()
  private let work: Workplace
  private let spec = MethodSpec("squares")

  init() {
    var work = Workplace()
    work.registry = MethodRegistry([method])
    self.work = work
  }

  private var runs: Int { method.runs.withLock { $0 } }

  private func opened(_ labels: PreparedLabels, _ spec: MethodSpec? = nil) throws -> Session {
    let opener = work.opener()
    return Session(try opener.prepare(opener.decode(work.list[0]), spec ?? self.spec, ahead: { labels }))
  }

  private func foreseen(_ spec: MethodSpec? = nil, known: PreparedLabels? = nil) throws -> PreparedLabels {
    let opener = work.opener()
    return try opener.foresee(opener.decode(work.list[0]), spec ?? self.spec, known: known)
  }

  @Test func foreseeingLeavesNothing() throws {
    let before = work.files.names(in: "/")
    _ = try foreseen()
    #expect(work.files.names(in: "/") == before)
    #expect(!work.files.exists("/photos_segmented"))
    #expect(work.files.disk.withLock { $0.locked.isEmpty })
  }

  @Test func openingTakesWhatIsThere() throws {
    let labels = try foreseen()
    let session = try opened(labels)
    #expect(runs == 1)
    let taken = session.state.labels
    try session.close()
    #expect(try work.open().state.labels == taken)
  }

  @Test func openingByAnotherMethodDoesNot() throws {
    let labels = try foreseen()
    let session = try opened(labels, MethodSpec("squares", [.init("side", "3")]))
    #expect(runs == 2)
    #expect(session.method.settings.map(\.value) == ["3"])
  }

  /// The journal decides, whatever is wished.
  @Test func pinnedSegmentsAreForeseen() throws {
    let pinned = MethodSpec("squares", [.init("side", "3")])
    try work.label("fill 0 0", method: pinned)
    let labels = try foreseen()
    #expect(labels.method == pinned)
    #expect(runs == 1, "they come from the store")
    let session = try opened(labels)
    #expect(session.method == pinned && session.undoDepth == 1)
    #expect(try foreseen(known: labels) == labels)
  }

  /// Segments that were foreseen before the journal was written are not taken for those that it pins.
  @Test func aJournalThatCameBetweenDecides() throws {
    let labels = try foreseen()
    let pinned = MethodSpec("squares", [.init("side", "3")])
    try work.label("fill 0 0", method: pinned)
    #expect(try opened(labels).method == pinned)
  }

  @Test func segmentsAreLookedUpInTheCache() throws {
    let cache = LabelCache(door: work.files, output: work.output, version: "1")
    let opener = SessionOpener(
      door: work.files, codec: PlainCodec(), registry: work.registry, output: work.output, pixelLimit: 1000,
      cache: cache)
    let decoded = try opener.decode(work.list[0])
    let labels = try opener.foresee(decoded, spec)
    work.files["/photos_segmented/.tessera/other.tessera"] = []
    cache.offer(labels, of: decoded.digest, took: .seconds(1))
    cache.settle()
    let session = Session(try opener.prepare(decoded, spec))
    #expect(runs == 1)
    #expect(session.state.labels == labels.runs.plane && session.method == labels.method)
  }

  @Test func aLowerLimitOfPixelsHolds() throws {
    let opener = work.opener()
    #expect(throws: SessionError.image(file: "jet.png", .tooLarge(width: 8, height: 6, limit: 47))) {
      try opener.decode(work.list[0], pixelLimit: 47)
    }
    #expect(try opener.decode(work.list[0], pixelLimit: 48).image.size.area == 48)
  }
}

/// The end of the program while an image is still being opened.
struct ClosingTests {
  @Test func nothingStaysOfWhatWasNotLabeled() throws {
    let work = Workplace()
    let opener = work.opener()
    let prepared = try opener.prepare(opener.decode(work.list[0]), MethodSpec("squares"))
    #expect(work.files.exists("/photos_segmented"))
    opener.close()
    #expect(!work.files.exists("/photos_segmented"))
    #expect(work.files.disk.withLock { $0.locked.isEmpty })
    withExtendedLifetime(prepared) {}
  }

  @Test func noImageIsOpenedAnyMore() throws {
    let work = Workplace()
    let opener = work.opener()
    let decoded = try opener.decode(work.list[0])
    opener.close()
    #expect(throws: SessionError.segmentation(.cancelled)) { try opener.prepare(decoded, MethodSpec("squares")) }
    #expect(!work.files.exists("/photos_segmented"))
  }

  @Test func journalsStay() throws {
    let work = Workplace()
    let opener = work.opener()
    let session = Session(try opener.prepare(opener.decode(work.list[0]), MethodSpec("squares")))
    try session.run("fill 0 0")
    opener.close()
    #expect(work.files.text(work.journal)?.contains("fill 0 0") == true)
  }
}
