import Raster
import Segmentation
import SystemPackage
import Testing

@testable import Session

struct InstanceMapTests {
  private let map: FilePath = "/photos_segmented/jet_instances.png"

  private func labeled() throws -> (Workplace, Session) {
    let work = Workplace()
    let session = try work.open()
    try session.run("object new", "fill 0 0", "object new", "fill 2 0", "class blue", "object new", "fill 6 4")
    return (work, session)
  }

  @Test func theMapHoldsTheIdsAsTheyAre() throws {
    let (work, session) = try labeled()
    let saved = try work.opener().masks.save(session.maskSnapshot())
    let bytes = try #require(work.files[map])
    #expect(saved.instances == SavedInstances(path: map, objects: 3, digest: Digest(of: bytes)))
    #expect(try PlainCodec().decodeObjects(bytes) == session.state.objectMap)
    try session.run("undo 3")
    #expect(try work.opener().masks.save(session.maskSnapshot()).removed.contains(map))
    #expect(work.files[map] == nil, "objects that are gone leave no map")
  }

  @Test func whoMakesNoObjectsTouchesNoMap() throws {
    let work = Workplace()
    work.files[map] = Array("somebody's".utf8)
    let session = try work.open()
    try session.run("fill 0 0")
    let saved = try work.opener().masks.save(session.maskSnapshot())
    #expect(saved.instances == nil && saved.removed.isEmpty)
    #expect(work.files.text(map) == "somebody's")
  }

  @Test func aFailedSaveLeavesTheOldMap() throws {
    let (work, session) = try labeled()
    _ = try work.opener().masks.save(session.maskSnapshot())
    let before = try #require(work.files[map])
    try session.run("undo")
    work.files.fail { call, path in
      call == "replace" && path.string.hasSuffix("_instances.png") ? .diskFull(path) : nil
    }
    #expect(throws: MaskError.file(.diskFull(map))) { try work.opener().masks.save(session.maskSnapshot()) }
    #expect(work.files[map] == before)
  }

  @Test func aMapIsLoadedWithItsMasksAndGoesOn() throws {
    let (work, session) = try labeled()
    _ = try work.opener().masks.save(session.maskSnapshot())
    let planes = (session.state.paint, session.state.objectMap)
    try session.close()
    work.files[work.journal] = nil
    let adopted = try work.open()
    #expect((adopted.state.paint, adopted.state.objectMap) == planes)
    #expect(adopted.notices == ["2 masks loaded"] && adopted.state.objects.current == 0)
    try adopted.run("fill 4 0", "class red", "object new", "fill 4 4", "fill 0 0 blue")
    #expect(adopted.state.usedObjects == [2, 3, 4])
    let state = adopted.state
    try adopted.close()
    // The journal pins the map that it began with.
    work.files[map] = nil
    #expect(try work.open(readOnly: true).state == state)
    var replayer = work.replayer()
    replayer.output = "/again"
    #expect(replayer.run(work.journal).images.first?.instances?.objects == 3)
    let again = try work.open()
    try again.run("reset")
    #expect((again.state.paint, again.state.objectMap) == planes, "reset brings the loaded objects back")
  }

  @Test func aPinnedMapThatIsGoneIsSaid() throws {
    let (work, session) = try labeled()
    _ = try work.opener().masks.save(session.maskSnapshot())
    try session.close()
    work.files[work.journal] = nil
    try work.label("fill 4 0")
    let name = try #require(work.files.names(in: "/photos_segmented/.tessera").first { $0.hasSuffix(".objects") })
    work.files[FilePath(name)] = nil
    #expect(throws: SessionError.self) { try work.open() }
    let forced = try work.open(force: true)
    #expect(forced.state.objectMap == nil && forced.state.paintedPixels > 0)
  }

  @Test(arguments: [
    ("objects 4 2\n", 16, "4 x 2 pixels; expected the image's 8 x 6"),
    ("nonsense\n", 4, "other pixels; a label map is gray"),
    ("objects 8 6\n", 96, "an object lies in the masks of two classes"),
  ]) func aMapThatDoesNotFitIsSaidAndLeftAlone(head: String, count: Int, reason: String) throws {
    let (work, session) = try labeled()
    _ = try work.opener().masks.save(session.maskSnapshot())
    try session.close()
    work.files[work.journal] = nil
    // Object 1 everywhere.
    work.files[map] = Array(head.utf8) + (0..<count).map { UInt8(1 - $0 % 2) }
    let bytes = work.files[map]
    let adopted = try work.open()
    #expect(adopted.state.objectMap == nil && adopted.state.paintedPixels == 12)
    #expect(adopted.notices.contains { $0.hasPrefix("jet_instances.png was not loaded: ") && $0.contains(reason) })
    try adopted.run("fill 0 0 blue")
    _ = try work.opener().masks.save(adopted.maskSnapshot())
    #expect(work.files[map] == bytes)
  }

  @Test func objectsWhereNothingIsPaintedAreDropped() throws {
    let (work, session) = try labeled()
    _ = try work.opener().masks.save(session.maskSnapshot())
    try session.close()
    work.files[work.journal] = nil
    work.files["/photos_segmented/jet_mask_(R:0,G:0,B:255).png"] = nil
    let adopted = try work.open()
    #expect(adopted.state.usedObjects == [1, 2])
    #expect(adopted.notices.contains("jet_instances.png: 4 px that no mask covers belong to no object now"))
  }

  @Test func objectsAreCounted() throws {
    let (work, session) = try labeled()
    _ = try work.opener().masks.save(session.maskSnapshot())
    try session.close()
    func counts() -> [Int] {
      FolderCounter(work.list, work.output, door: work.files, codec: PlainCodec(), pixelLimit: 1_000_000)
        .count(at: 0).classes.map(\.objects)
    }
    #expect(counts() == [2, 1])
    work.files[work.journal] = nil
    #expect(counts().sorted() == [1, 2], "of masks alone, in the order of their names")
    var total = FolderStatistics()
    total.add(
      FolderCounter(work.list, work.output, door: work.files, codec: PlainCodec(), pixelLimit: 1_000_000).count(at: 0))
    #expect(total.classes.reduce(0) { $0 + $1.objects } == 3)
  }
}
