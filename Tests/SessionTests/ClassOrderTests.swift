import Raster
import Testing

@testable import Session

struct ClassOrderTests {
  private func named(_ names: String, parents: [Int?], ranks: [Int?] = []) -> ClassList {
    ClassList(
      names.enumerated().map { index, name in
        PaintClass(
          name: "\(name)", color: RGB(UInt8(index + 1), 9, 9), parent: parents[index],
          rank: ranks.isEmpty ? nil : ranks[index])
      })
  }

  private func listed(_ list: ClassList) -> String { list.usable.compactMap { list[$0]?.name }.joined() }

  @Test func childrenStandBehindTheirParent() {
    #expect(listed(named("abcde", parents: [nil, nil, nil, nil, nil])) == "abcde")
    #expect(listed(named("abcde", parents: [3, nil, nil, 1, 3])) == "bcade")
    #expect(listed(named("abcde", parents: [3, nil, nil, 1, 3], ranks: [4, nil, 0, nil, 1])) == "ceadb")
  }

  @Test func noClassIsAboveItself() {
    let list = named("abc", parents: [2, 3, 1])
    #expect(listed(list).sorted() == ["a", "b", "c"], "none is lost")
    #expect(list.ancestors(of: 1) == [2, 3] && list.ancestors(of: 3) == [])
    #expect(named("a", parents: [1]).ancestors(of: 1) == [])
    #expect(named("a", parents: [7]).ancestors(of: 1) == [])
  }

  @Test func childrenOfAMergedClassGoToWhoStandsAbove() throws {
    let list = named("abcd", parents: [nil, 1, 2, nil])
    let session = session(labels("1234"), classes: list)
    try session.run("merge-classes b c")
    #expect(session.state.classes.path(of: 3) == "a / c")
    #expect(listed(session.state.classes) == "acd")
  }

  /// Journals keep names and colours; the rest comes from the classes file again, whatever numbers it gives.
  @Test func resumedImagesTakeParentsFromTheFile() throws {
    var work = Workplace()
    try work.label("fill 0 0 red")
    let kinds = PaintClass(name: "kinds", color: RGB(9, 9, 9), description: "all of them", rank: 0)
    work.classes = ClassList([
      kinds, PaintClass(name: "blue", color: blue.color, parent: 1, rank: 1),
      PaintClass(name: "red", color: red.color, parent: 1, rank: 2),
    ])
    let session = try work.open()
    let classes = session.state.classes
    #expect(classes.classes.map(\.name) == ["red", "blue", "kinds"], "numbers stay")
    #expect(classes.usable == [3, 2, 1] && classes.path(of: 1) == "kinds / red")
    #expect(classes[3]?.description == "all of them")
    try session.run("class ruby 255 0 0", "recolor-class ruby 200 0 0")
    try session.close()
    let again = try work.open()
    #expect(again.state.classes.path(of: 1) == "kinds / ruby")
    try again.close()
  }

  @Test func totalsAreListedAsTheFileHasThem() throws {
    let work = Workplace()
    try work.label("fill 0 0 red", "fill 4 4 blue")
    let counter = FolderCounter(work.list, work.output, door: work.files, codec: PlainCodec(), pixelLimit: 1_000_000)
    var total = FolderStatistics()
    for image in counter.run(jobs: 1) { total.add(image) }
    #expect(total.classes.map(\.name) == ["red", "blue"])
    total.arrange(by: ClassList([blue]))
    #expect(total.classes.map(\.name) == ["blue", "red"])
    for image in counter.run(jobs: 1) { total.add(image) }
    #expect(total.classes.map(\.images) == [2, 2])
  }
}
