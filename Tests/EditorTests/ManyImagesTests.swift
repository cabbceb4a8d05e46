import Display
import Raster
import Session
import Testing

@testable import Editor

/// Marks and everything else of an image go with it: of two hundred, one is held.
@Suite struct ManyImagesTests {
  @Test func onlyTheOpenImageIsHeld() throws {
    let flag = try #require(ScenarioTests.images["flag"])
    let names = (0..<200).map { "image\($0)" }
    var setup = ScenarioSetup("")
    setup.images = names
    let runner = try ScenarioRunner(setup, images: Dictionary(uniqueKeysWithValues: names.map { ($0, flag) }))
    let (click, next) = (try ScenarioKeys.read("s\n<LeftClick 15,8>\n"), try ScenarioKeys.read("n\n"))
    weak var before: Session?
    for number in names.indices {
      let session = try #require(runner.editor.session)
      runner.perform(click)
      #expect(session.state.annotations.sam.points.count == 1, "image \(number)")
      #expect(before == nil, "image \(number): the one before is still held")
      before = session
      runner.perform(next)
    }
    #expect(runner.editor.state.place == 0, "once around")
    #expect(runner.editor.state.log.count <= EditorState.logLimit)
    // What was marked is not lost: it is in the journals.
    #expect(runner.editor.session?.state.annotations.sam.points.count == 1)
  }
}
