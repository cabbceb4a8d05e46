import Display
import Raster
import Segmentation
import Session
import Testing

@testable import Editor

/// Which neighbours the editor asks for, and when.
@Suite struct PrefetchTests {
  private func runner(_ count: Int, readOnly: Bool = false) throws -> ScenarioRunner {
    let names = Array(["a", "b", "c", "d", "e", "f", "g", "h"].prefix(count))
    let image = try #require(ScenarioTests.images["flag"])
    var setup = ScenarioSetup("")
    setup.images = names
    setup.readOnly = readOnly
    return try ScenarioRunner(setup, images: Dictionary(uniqueKeysWithValues: names.map { ($0, image) }))
  }

  private func last(_ runner: ScenarioRunner) -> String? {
    runner.wishes.last.map { $0.names.map { String($0.prefix(1)) }.joined() }
  }

  private func type(_ keys: String, _ runner: ScenarioRunner) throws {
    runner.perform(try ScenarioKeys.read(keys + "\n"))
  }

  /// Three ahead and one behind, around the end of the list, every image once, the open one never.
  @Test(arguments: [(8, "bhcd"), (5, "becd"), (4, "bdc"), (3, "bc"), (2, "b")])
  func theNearestComeFirst(count: Int, wishes: String) throws {
    #expect(last(try runner(count)) == wishes)
  }

  @Test func aSingleImageWishesNothing() throws {
    let runner = try runner(1)
    try type("n", runner)
    #expect(runner.wishes.isEmpty)
  }

  @Test func aStepReplacesTheList() throws {
    let runner = try runner(8)
    try type("n", runner)
    #expect(last(runner) == "cade")
    try type("n", runner)
    #expect(last(runner) == "dbef")
    #expect(runner.wishes.count == 3)
  }

  @Test func theWayBackComesFirstAfterAStepBack() throws {
    let runner = try runner(8)
    try type("3n", runner)
    #expect(last(runner) == "ecfg")
    try type("p", runner)
    #expect(last(runner) == "bdah")
    // A jump is no step: the heading stays.
    try type(":goto 6", runner)
    #expect(last(runner) == "egdc")
    try type("n", runner)
    #expect(last(runner) == "hfab")
  }

  @Test func anotherMethodAsksAnew() throws {
    let runner = try runner(4)
    #expect(runner.wishes.last?.method == MethodSpec("flat"))
    try type(":method flat tile=2", runner)
    #expect(runner.wishes.count == 2)
    #expect(runner.wishes.last?.method == MethodSpec("flat", [.init("tile", "2")]))
    #expect(last(runner) == "bdc")
  }

  /// Segments that come after the person went on change nothing, the wishes included.
  @Test func staleAnswersAskForNothing() throws {
    let runner = try runner(8)
    runner.perform([.hold])
    try type(":method flat tile=2", runner)
    try type("n", runner)
    let count = runner.wishes.count
    #expect(last(runner) == "cade")
    runner.perform([.go])
    #expect(runner.wishes.count == count)
    #expect(runner.wishes.last?.method == MethodSpec("flat"))
  }

  /// It is the place that counts, not whether the image could be opened.
  @Test func anImageThatFailsWishesItsNeighbours() throws {
    var setup = ScenarioSetup("")
    setup.images = ["broken", "flag"]
    let runner = try ScenarioRunner(setup, images: ScenarioTests.images)
    #expect(runner.editor.open?.failure != nil)
    #expect(runner.wishes.map(\.names) == [["flag.ppm"]])
    #expect(!runner.editor.isPictureDue)
  }

  @Test func lookingOnlyWishesAsWell() throws { #expect(last(try runner(8, readOnly: true)) == "bhcd") }
}
