import Dispatch
import Foundation
import Raster
import Segmentation
import Session
import Synchronization
import TestSupport
import Testing

@testable import tessera

/// Images made ready in the background, and how an opening takes them over.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PreparedImagesTests {
  let scene: PreparingScene
  private var files: [ImageFile] { scene.files }

  init() throws { scene = try PreparingScene() }

  private func waitUntilReady(_ store: PreparedImages, _ places: [Int]) throws {
    for place in places {
      try wait(for: "image \(place)") { store.isAtHand(files[place], scene.spec) }
    }
  }

  private func labels(_ store: PreparedImages, _ place: Int, _ run: MethodRun = MethodRun()) throws -> PreparedLabels? {
    store.labels(of: files[place], try store.image(files[place], run), scene.spec, run)
  }

  @Test func theWishesAreMadeNearestFirst() throws {
    let store = scene.store()
    store.wish([files[3], files[1], files[4]], scene.spec)
    try waitUntilReady(store, [3, 1, 4])
    #expect(scene.codec.decoded.withLock { $0 } == [3, 1, 4])
    #expect(scene.method.entered == [3, 1, 4])
    #expect(try store.image(files[1], MethodRun()).decoded.image == PreparingScene.image(1))
    #expect(try labels(store, 1) == scene.opener.labels(of: PreparingScene.image(1), scene.spec))
    #expect(scene.codec.decoded.withLock(\.count) == 3, "nothing is decoded twice")
    #expect(scene.written.isEmpty)
  }

  @Test func theBoundHolds() throws {
    let one = try scene.prepared(files[0], bytes: PreparingScene.byteCount + 40 * 30 * 8).byteCount
    let store = scene.store(byteLimit: one * 2)
    store.wish(files, scene.spec)
    try waitUntilReady(store, [0])
    try wait(for: "rest") { scene.codec.decoded.withLock(\.count) >= 2 }
    store.wish([files[5]], scene.spec)
    try waitUntilReady(store, [5])
    #expect(!store.isAtHand(files[0], scene.spec))
  }

  @Test(arguments: ["in place", "replaced", "deleted"]) func aChangedFileIsNotUsed(how: String) throws {
    let store = scene.store()
    store.wish([files[0]], scene.spec)
    try waitUntilReady(store, [0])
    let path = files[0].path.string
    let before = scene.opener.identity(of: files[0])
    let other = PNGFile.encode(PreparingScene.image(77))
    switch how {
    case "in place":
      // The clock of files goes in steps of some milliseconds.
      try wait(for: "another time") {
        let file = FileHandle(forWritingAtPath: path)
        try? file?.write(contentsOf: Data(other))
        try? file?.truncate(atOffset: UInt64(other.count))
        return scene.opener.identity(of: files[0]) != before
      }
    case "replaced": try Data(other).write(to: URL(filePath: path), options: .atomic)
    default: try FileManager.default.removeItem(atPath: path)
    }
    if how == "deleted" {
      #expect(throws: SessionError.self) { try store.image(files[0], MethodRun()) }
      return
    }
    let image = try store.image(files[0], MethodRun())
    #expect(image.decoded.image == PreparingScene.image(77))
    #expect(store.labels(of: files[0], image, scene.spec, MethodRun()) == nil, "those are of the file before")
  }

  /// The image that is asked for is being made: nothing is done twice, and its progress is told.
  @Test func aRunningJobIsTakenOver() throws {
    scene.method.set(open: false)
    let store = scene.store()
    store.wish([files[0], files[1]], scene.spec)
    try wait(for: "the method") { scene.method.entered == [0] }
    store.show(files[0])
    store.yield(to: 1)
    store.wish([files[1]], scene.spec)
    let progress = Mutex<[Double]>([])
    let done = Mutex<PreparedLabels??>(nil)
    let asked = Mutex(0)
    let offered = Mutex<[LabelMap?]>([])
    let run = MethodRun(
      progress: { part in progress.withLock { $0.append(part) } },
      isCancelled: {
        asked.withLock { $0 += 1 }
        return false
      }, offer: { soFar in offered.withLock { $0.append(soFar()) } })
    // The picture is there at once, whatever the segments take.
    let image = try store.image(files[0], run)
    Thread.detachNewThread { [scene] in
      let labels = store.labels(of: scene.files[0], image, scene.spec, run)
      done.withLock { $0 = .some(labels) }
    }
    let before = asked.withLock(\.self)
    try wait(for: "a request that waits") { asked.withLock { $0 > before + 2 } }
    #expect(done.withLock { $0 == nil })
    scene.method.set(open: true)
    try wait(for: "the segments") { done.withLock { $0 != nil } }
    store.endYielding(to: 1)
    #expect(try done.withLock { $0 } == .some(scene.opener.labels(of: PreparingScene.image(0), scene.spec)))
    #expect(progress.withLock { $0 } == [0.5, 1])
    #expect(offered.withLock { $0 } == [LabelMap(size: PreparingScene.size, filledWith: 1)])
    #expect(scene.method.entered.prefix { $0 == 0 }.count <= 2, "once here and once for the comparison")
    #expect(scene.codec.decoded.withLock { $0.count { $0 == 0 } } == 1)
    #expect(scene.method.cancelled.isEmpty)
  }

  /// Another image than the one that is being made waits for nothing.
  @Test func anotherImageOvertakes() throws {
    scene.method.set(open: false)
    let store = scene.store()
    store.wish([files[0]], scene.spec)
    try wait(for: "the method") { scene.method.entered == [0] }
    store.show(files[3])
    store.yield(to: 1)
    #expect(try labels(store, 3) == nil)
    #expect(try store.image(files[3], MethodRun()).decoded.image == PreparingScene.image(3))
    store.finish()
  }

  @Test func whatIsNoLongerWishedIsCancelled() throws {
    scene.method.set(open: false)
    let store = scene.store()
    store.wish([files[0], files[1]], scene.spec)
    try wait(for: "the method") { scene.method.entered == [0] }
    store.wish([files[1], files[2]], scene.spec)
    try wait(for: "the end of the job") { scene.method.cancelled == [0] }
    scene.method.set(open: true)
    try waitUntilReady(store, [1, 2])
    #expect(!store.isAtHand(files[0], scene.spec))
  }

  @Test func aRequestThatIsCancelledWaitsNoLonger() throws {
    scene.method.set(open: false)
    let store = scene.store()
    store.wish([files[0]], scene.spec)
    try wait(for: "the method") { scene.method.entered == [0] }
    let image = try store.image(files[0], MethodRun())
    let asked = Mutex(0)
    let run = MethodRun(isCancelled: {
      asked.withLock { asked in
        asked += 1
        return asked > 3
      }
    })
    #expect(store.labels(of: files[0], image, scene.spec, run) == nil)
    #expect(scene.method.cancelled.isEmpty, "the job goes on")
    store.finish()
  }

  /// While the image on the screen is on its way, nothing competes with it.
  @Test func nothingIsBegunWhileSomebodyWaits() throws {
    let store = scene.store()
    store.show(files[0])
    store.yield(to: 7)
    store.wish([files[1]], scene.spec)
    _ = try store.image(files[0], MethodRun())
    store.endYielding(to: 6)
    #expect(!store.isAtHand(files[1], scene.spec))
    store.endYielding(to: 7)
    try waitUntilReady(store, [1])
    #expect(scene.codec.decoded.withLock { $0 } == [0, 1])
  }

  /// Going back to an image that was opened takes what it was opened with.
  @Test func theOpenedImageIsKept() throws {
    let store = scene.store()
    store.show(files[0])
    store.yield(to: 1)
    let image = try store.image(files[0], MethodRun())
    store.keep(try scene.opener.labels(of: image.decoded.image, scene.spec), scene.spec, of: files[0], image)
    store.endYielding(to: 1)
    store.show(files[1])
    store.yield(to: 2)
    store.wish([files[2], files[0]], scene.spec)
    #expect(store.isAtHand(files[0], scene.spec))
    _ = try store.image(files[0], MethodRun())
    #expect(scene.codec.decoded.withLock { $0 } == [0])
  }

  @Test func whatCannotBeReadIsLeftOut() throws {
    try writeBytes(Array("no image".utf8), to: files[0].path.string)
    try FileManager.default.removeItem(atPath: files[1].path.string)
    let store = scene.store()
    store.wish(files, scene.spec)
    try waitUntilReady(store, [2, 3, 4, 5])
    #expect(!store.isAtHand(files[0], scene.spec) && !store.isAtHand(files[1], scene.spec))
  }

  @Test func anImageBeyondTheBudgetIsLeftOut() throws {
    let large = Image(size: Size(width: 400, height: 300), bytes: [UInt8](repeating: 9, count: 360_000))
    try writeBytes(PNGFile.encode(large), to: files[0].path.string)
    let store = scene.store(byteLimit: PreparingScene.byteCount * 20)
    store.wish(files, scene.spec)
    try waitUntilReady(store, [1, 2, 3, 4, 5])
    #expect(!store.isAtHand(files[0], scene.spec))
    #expect(scene.codec.decoded.withLock { !$0.contains(9) }, "it is not even decoded")
  }
}
