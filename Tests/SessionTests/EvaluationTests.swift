import Raster
import Segmentation
import SystemPackage
import Testing

@testable import Session

/// Label maps in memory.
private struct Maps {
  let files = MemoryFiles()

  func put(_ path: FilePath, _ map: LabelMap) throws {
    files[path] = try PlainCodec().encode(labels: map).bytes
  }

  func pairs(_ labels: FilePath, _ truths: FilePath...) throws -> LabelPairs {
    try LabelPairs(labels, truths, door: files)
  }

  func score(_ pairs: LabelPairs, tolerance: Int = 0, jobs: Int = 1) -> [ScoredPair] {
    SegmentEvaluator(door: files, codec: PlainCodec(), tolerance: tolerance).run(pairs.pairs, jobs: jobs)
  }
}

struct EvaluationTests {
  private let halves = labels("1122", "1122")
  private let quarters = labels("1122", "3344")
  private let thirds = labels("1112", "1112")

  @Test func foldersAreMatchedByName() throws {
    let maps = Maps()
    for name in ["b_segments.png", "a_segments.tif", "a_preview.png", "a_mask_(R:1,G:0,B:0).png"] {
      try maps.put(FilePath("/out/\(name)"), halves)
    }
    for name in ["a.png", "b.tif", "z.png", "notes.txt", ".b.png"] { try maps.put(FilePath("/one/\(name)"), halves) }
    try maps.put("/two/b_segments.png", halves)
    let matched = try maps.pairs("/out", "/one", "/two")
    #expect(
      matched.pairs == [
        LabelPair(labels: "/out/a_segments.tif", truths: ["/one/a.png"]),
        LabelPair(labels: "/out/b_segments.png", truths: ["/one/b.tif", "/two/b_segments.png"]),
      ])
    #expect(matched.idle == 1)
    let reversed = try maps.pairs("/one", "/out")
    #expect(reversed.pairs.map(\.truths.count) == [1, 1, 0])
    #expect(reversed.pairs[2].labels == "/one/z.png")
  }

  @Test func filesAreComparedAsNamed() throws {
    let maps = Maps()
    for name in ["/x.png", "/y.png", "/one/x.png"] as [FilePath] { try maps.put(name, halves) }
    #expect(try maps.pairs("/x.png", "/y.png", "/one").pairs[0].truths == ["/y.png", "/one/x.png"])
    #expect(throws: LabelPairError.needsFolder("/y.png")) { try maps.pairs("/one", "/y.png") }
    #expect(throws: LabelPairError.notFound("/none")) { try maps.pairs("/one", "/none") }
    try maps.put("/one/x.tif", halves)
    #expect(throws: LabelPairError.sameName("/one/x.png", "/one/x.tif")) { try maps.pairs("/x.png", "/one") }
    maps.files["/words/notes.txt"] = [1]
    #expect(throws: LabelPairError.empty("/words")) { try maps.pairs("/words", "/one") }
  }

  /// The mean over the people of an image, then over the images; F of the means.
  @Test(arguments: [1, 3]) func scoresAreMeans(jobs: Int) throws {
    let maps = Maps()
    try maps.put("/out/a.png", quarters)
    try maps.put("/out/b.png", halves)
    for (folder, map) in [("one", halves), ("two", thirds)] {
      for name in ["a", "b"] { try maps.put(FilePath("/\(folder)/\(name).png"), map) }
    }
    let scored = maps.score(try maps.pairs("/out", "/one", "/two"), jobs: jobs)
    let truths = [halves, thirds]
    for (pair, map) in zip(scored, [quarters, halves]) {
      let each = truths.map { SegmentationScores(of: map, against: $0, tolerance: 0) }
      let scores = try #require(pair.scores)
      #expect(scores.boundaryRecall == each.map(\.boundaryRecall).reduce(0, +) / 2)
      #expect(scores.boundaryPrecision == each.map(\.boundaryPrecision).reduce(0, +) / 2)
      #expect(scores.undersegmentationError == each.map(\.undersegmentationError).reduce(0, +) / 2)
      #expect(scores.achievableAccuracy == each.map(\.achievableAccuracy).reduce(0, +) / 2)
    }
    #expect(scored.compactMap(\.scores?.segments) == [4, 2])
    let mean = try #require(MeanScores(of: scored.compactMap(\.scores)))
    #expect(mean.segments == 3)
    let (recall, precision) = (mean.boundaryRecall, mean.boundaryPrecision)
    #expect(abs(mean.boundaryF - 2 * recall * precision / (recall + precision)) < 1e-12)
    #expect(MeanScores(of: []) == nil)
  }

  @Test func partsAreConnectedAndZeroCounts() throws {
    let maps = Maps()
    try maps.put("/a.png", labels("1010", "1001"))
    let scores = try #require(maps.score(try maps.pairs("/a.png", "/a.png"))[0].scores)
    #expect(scores.segments == 2)
    #expect(scores.parts == 5)
  }

  @Test func whatCannotBeScoredIsNamed() throws {
    let maps = Maps()
    for name in ["a", "b", "c", "d"] { try maps.put(FilePath("/out/\(name).png"), halves) }
    try maps.put("/one/a.png", labels("11", "22"))
    maps.files["/one/b.png"] = Array("picture 1 1\n123".utf8)
    try maps.put("/one/d.png", halves)
    let scored = maps.score(try maps.pairs("/out", "/one"))
    #expect(
      scored.compactMap(\.failure?.description) == [
        "/out/a.png has 4 x 2 pixels, its ground truth /one/a.png 2 x 2; give maps of the same image",
        "/one/b.png: other pixels; a label map is gray, of 8 or 16 bits, or an uncompressed TIFF of 32",
        "/out/c.png: no ground truth has this name; add one or leave the map out",
      ])
    #expect(scored[3].scores?.boundaryRecall == 1)
  }
}
