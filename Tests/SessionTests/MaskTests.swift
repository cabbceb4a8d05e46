import Raster
import SystemPackage
import Testing

@testable import Session

struct MaskTests {
  private let redMask: FilePath = "/photos_segmented/jet_mask_(R:255,G:0,B:0).png"
  private let blueMask: FilePath = "/photos_segmented/jet_mask_(R:0,G:0,B:255).png"

  private func masks(_ work: Workplace) -> [String] {
    work.files.names(in: "/photos_segmented").filter { $0.hasSuffix(".png") }
  }

  @Test func oneFilePerClassThatHasPixels() throws {
    let work = Workplace()
    let session = try work.open()
    try session.run("fill 0 0", "fill 4 4 blue")
    let saved = try work.opener().masks.save(session.maskSnapshot())
    #expect(saved.masks.map(\.path) == [redMask, blueMask])
    #expect(saved.masks.map(\.pixels) == [4, 4])
    #expect(saved.masks.map(\.className) == ["red", "blue"])
    let bytes = try #require(work.files[redMask])
    #expect(saved.masks[0].digest == Digest(of: bytes))
    let mask = try PlainCodec().decodeMask(bytes)
    #expect(mask.elements.enumerated().allSatisfy { ($1 == 255) == (session.state.paint.elements[$0] == 1) })
    #expect(mask.elements.allSatisfy { $0 == 0 || $0 == 255 })
  }

  @Test func savingAfterUndoRemovesWhatHasNoPixels() throws {
    let work = Workplace()
    let session = try work.open()
    let store = work.opener().masks
    try session.run("fill 0 0", "fill 4 4 blue")
    _ = try store.save(session.maskSnapshot())
    try session.run("undo")
    #expect(try store.save(session.maskSnapshot()).removed == [blueMask])
    try session.run("redo", "undo 2")
    _ = try store.save(session.maskSnapshot())
    #expect(masks(work) == [])
    try session.run("redo 2")
    _ = try store.save(session.maskSnapshot())
    #expect(masks(work) == [blueMask.string, redMask.string])
  }

  @Test func onlyThisImagesMasksAreRemoved() throws {
    let work = Workplace()
    let others = [
      "jet_mask_(R:1,G:2,B:3).png.bak", "jet_mask_(R:1,G:2,B:300).png", "jet_mask_(R:1,G:2).png",
      "jet2_mask_(R:1,G:2,B:3).png", "jet_mask_(R:01,G:2,B:3).png", "my jet_mask_(R:1,G:2,B:3).png",
      "jet_mask_(R:1,G-2,B:3).png", "notes.txt",
    ]
    let session = try work.open()
    let mine = ["jet_mask_(R:1,G:2,B:3).png", "jet_mask_(R-9,G-2,B-3).png"]
    for name in others + mine { work.files[FilePath("/photos_segmented/\(name)")] = [] }
    let removed = try work.opener().masks.save(session.maskSnapshot()).removed
    #expect(removed.map { $0.lastComponent?.string } == mine.reversed())
    for name in others { #expect(work.files.exists(FilePath("/photos_segmented/\(name)"))) }
  }

  @Test func portableNamesHaveNoColonAndBothAreReadBack() throws {
    let work = Workplace()
    let output = OutputFolder(root: "/photos_segmented", maskNames: .portable)
    let session = try work.open()
    try session.run("fill 0 0")
    let portable = MaskStore(output, door: work.files, codec: PlainCodec())
    #expect(
      try portable.save(session.maskSnapshot()).masks.map(\.path) == ["/photos_segmented/jet_mask_(R-255,G-0,B-0).png"])
    try session.close()
    work.files[work.journal] = nil
    #expect(try work.open().state.paintedPixels == 4)
  }

  @Test func aFailedSaveLeavesWholeOldFiles() throws {
    let work = Workplace()
    let session = try work.open()
    let store = work.opener().masks
    try session.run("fill 0 0", "fill 4 4 blue")
    _ = try store.save(session.maskSnapshot())
    let before = try #require(work.files[blueMask])
    try session.run("fill 6 4 blue", "undo", "unfill 0 0", "class x 1 1 1", "fill 2 2")
    let (old, blue) = (redMask, blueMask)
    work.files.fail { call, path in call == "replace" && path != old && path != blue ? .diskFull(path) : nil }
    #expect(throws: MaskError.file(.diskFull("/photos_segmented/jet_mask_(R:1,G:1,B:1).png"))) {
      try store.save(session.maskSnapshot())
    }
    #expect(work.files[blueMask] == before)
    #expect(work.files.exists(redMask))
    work.files.fail { _, _ in nil }
    _ = try store.save(session.maskSnapshot())
    #expect(!work.files.exists(redMask))
  }

  @Test func masksOfOtherToolsAreLoadedAsPaint() throws {
    let work = Workplace()
    let half = Mask(size: Size(width: 8, height: 6), elements: (0..<48).map { $0 < 24 ? 1 : 0 })
    work.files[blueMask] = try PlainCodec().encode(half)
    work.files["/photos_segmented/jet_mask_(R:9,G:8,B:7).png"] = try PlainCodec().encode(half)
    work.files["/photos_segmented/jet_mask_(R:3,G:3,B:3).png"] = Array("junk".utf8)
    let session = try work.open()
    #expect(session.notices[0] == "2 masks loaded")
    #expect(session.notices[1].hasPrefix("jet_mask_(R:3,G:3,B:3).png was not loaded: "))
    #expect(session.state.classes.classes.map(\.name) == ["red", "blue", "9,8,7"])
    #expect(session.state.pixels(ofClass: 3) == 24)
    try session.run("unfill 0 0")
    #expect(session.state.paintedPixels == 0)
    _ = try work.opener().masks.save(session.maskSnapshot())
    #expect(masks(work) == ["/photos_segmented/jet_mask_(R:3,G:3,B:3).png"])
    try session.run("undo")
    try session.close()
    let again = try work.open()
    #expect(again.state.pixels(ofClass: 3) == 24)
    #expect(again.notices == ["resumed 2 commands"])
  }
}
