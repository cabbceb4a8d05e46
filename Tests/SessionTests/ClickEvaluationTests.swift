import Raster
import Segmentation
import Synchronization
import SystemPackage
import Testing

@testable import Session

/// Paints a square of side 3 around every click of the object; background clicks clear theirs.
private struct SquareClicks: ClickMethod, ClickAnswerer {
  let name = "squares"
  var size = Size(width: 0, height: 0)
  var broken = false

  func prepare(_ image: Image, _ run: MethodRun) throws(ClickMethodError) -> any ClickAnswerer {
    if broken { throw .failed("the engine is out of order; repair it") }
    return SquareClicks(size: image.size)
  }

  func mask(for prompt: PointPrompt) throws(ClickMethodError) -> Mask {
    var mask = Mask(size: size, filledWith: 0)
    for point in prompt.points {
      for y in point.position.y - 1...point.position.y + 1 {
        for x in point.position.x - 1...point.position.x + 1 where size.contains(PixelPoint(x: x, y: y)) {
          mask[PixelPoint(x: x, y: y)] = point.isForeground ? 255 : 0
        }
      }
    }
    return mask
  }
}

private struct ClickScene {
  let files = MemoryFiles()
  let truth = labels("111...", "111222", "111222", "...222")

  init() throws {
    for name in ["a.png", "b.png"] as [FilePath] {
      files[FilePath("/photos").appending(name.string)] = Array("image 6 4\n".utf8) + [UInt8](repeating: 9, count: 24)
    }
    try put("/truth/a.png", truth)
  }

  func put(_ path: FilePath, _ map: LabelMap) throws { files[path] = try PlainCodec().encode(labels: map).bytes }

  func run(
    _ truths: FilePath = "/truth", clicks: Int = 5, leastArea: Int = 1, method: SquareClicks = SquareClicks(),
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> [ClickedImage] {
    ClickEvaluator(door: files, codec: PlainCodec(), clicks: clicks, leastArea: leastArea, pixelLimit: 1000)
      .run(try ClickPairs("/photos", truths, door: files).pairs, by: method, isCancelled: isCancelled)
  }
}

struct ClickEvaluationTests {
  @Test func truthsAreMatchedByName() throws {
    let scene = try ClickScene()
    for name in ["a_segments.tif", "a_mask_(R:1,G:0,B:0).png", "b_mask.png", "ab.png", "notes.txt"] {
      try scene.put(FilePath("/truth/\(name)"), scene.truth)
    }
    let pairs = try ClickPairs("/photos", "/truth", door: scene.files).pairs
    #expect(pairs.map(\.image.name) == ["a.png", "b.png"])
    #expect(
      pairs.map(\.truths) == [
        ["/truth/a.png", "/truth/a_mask_(R:1,G:0,B:0).png", "/truth/a_segments.tif"], ["/truth/b_mask.png"],
      ])
    #expect(try ClickPairs("/photos/b.png", "/truth/a.png", door: scene.files).pairs[0].truths == ["/truth/a.png"])
    #expect(throws: LabelPairError.needsFolder("/truth/a.png")) {
      try ClickPairs("/photos", "/truth/a.png", door: scene.files)
    }
    #expect(throws: LabelPairError.notFound("/none")) { try ClickPairs("/photos", "/none", door: scene.files) }
    #expect(throws: LabelPairError.images(.notFound("/none"))) { try ClickPairs("/none", "/truth", door: scene.files) }
  }

  /// The first object is a square of side 3: one click. The second as well; both are hit in the middle.
  @Test func clicksAreCountedPerObject() throws {
    let scene = try ClickScene()
    let found = try scene.run()[0]
    #expect(found.objects.map(\.label) == [1, 2])
    #expect(found.objects.map(\.pixels) == [9, 9])
    #expect(found.objects.map(\.overlaps) == [[1], [1]])
    #expect(found.objects[0].clicks(to: 0.9) == 1)
    #expect(try scene.run(leastArea: 10)[0].failure == .noObject("/photos/a.png", leastArea: 10))
  }

  /// A bar of six pixels: two clicks of squares three high leave too much of each, which further clicks clear.
  @Test func failuresCountWithAllClicks() throws {
    let scene = try ClickScene()
    try scene.put("/truth/a.png", labels("......", "111111", "......", "......"))
    let bar = try scene.run(clicks: 4)[0].objects[0]
    #expect(bar.overlaps.count == 4 && bar.clicks(to: 0.85) == nil)
    #expect(bar.overlap(after: 1) == bar.overlaps[0] && bar.overlap(after: 9) == bar.overlaps[3])
    let square = ObjectClicks(truth: "/truth/a.png", label: 1, pixels: 9, overlaps: [0.5, 0.88, 1])
    let summary = try #require(ClickSummary(of: [bar, square], clicks: 4))
    #expect(summary.objects == 2)
    #expect(summary.reaches.map(\.clicks) == [3, 3.5])
    #expect(summary.reaches.map(\.failed) == [0.5, 0.5])
    #expect(summary.overlaps == (0..<4).map { (bar.overlaps[$0] + [0.5, 0.88, 1, 1][$0]) / 2 })
    #expect(ClickSummary(of: [], clicks: 4) == nil)
  }

  @Test func whatCannotBeClicked() throws {
    let scene = try ClickScene()
    #expect(try scene.run()[1].failure == .noPartner("/photos/b.png"))
    try scene.put("/truth/b.png", labels("11"))
    let other = Size(width: 2, height: 1)
    #expect(
      try scene.run()[1].failure == .size("/photos/b.png", scene.truth.size, "/truth/b.png", other))
    scene.files["/truth/b.png"] = [1, 2, 3]
    #expect(try scene.run()[1].failure == .codec("/truth/b.png", .notALabelMap("other pixels")))
    let broken = try scene.run(method: SquareClicks(broken: true))[0].failure
    #expect(broken?.description.hasSuffix("a.png: the engine is out of order; repair it") == true)
  }

  @Test func afterCancellingNoImageIsHalfDone() throws {
    let scene = try ClickScene()
    let asked = Mutex(0)
    let found = try scene.run(isCancelled: {
      asked.withLock { asked in
        asked += 1
        return asked > 2
      }
    })
    #expect(found.isEmpty)
  }
}
