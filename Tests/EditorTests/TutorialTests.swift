import Testing

@testable import Editor

/// Every lesson: what ends it, and what does not.
@Suite struct TutorialTests {
  /// The lesson's title, keys that do it, keys that do something else.
  struct Lesson: CustomTestStringConvertible {
    let title: String
    let keys: String
    let other: String
    var testDescription: String { title }
  }

  static let lessons = [
    Lesson(title: "Move the cursor", keys: "l", other: "+ 1 <Wait 500> > z"),
    Lesson(title: "Fill a segment", keys: "1 <Wait 500>", other: "l Z > + <Tab>"),
    Lesson(title: "Undo and redo", keys: "z Z", other: "z j 2 <Wait 500>"),
    Lesson(title: "Walk", keys: "<Tab> 1 2", other: "<Tab> <Tab> <Tab>"),
    Lesson(title: "Choose a class", keys: ">", other: "l 3 <Wait 500> z"),
    Lesson(title: "Look closer", keys: "+ + + <C-Right>", other: "+ + + -"),
    Lesson(title: "Coarser and finer", keys: "[ ]", other: "[ z"),
    Lesson(title: "Beyond segments", keys: "c <Enter> L <Enter>", other: "c <Enter> <Esc> <Esc> 1 <Wait 500>"),
    Lesson(title: "Fill what looks alike", keys: "G <Enter>", other: "G <Esc> 1 <Wait 500>"),
    Lesson(title: "Save and go on", keys: "<Space>", other: "n p"),
  ]

  /// Work that can be undone, and an image to go on to.
  private func runner(at lesson: Int) throws -> ScenarioRunner {
    let runner = try ScenarioRunner(
      ScenarioSetup("tutorial = yes\nimages = flag chess\nsize = 80x24"), images: ScenarioTests.images)
    // On an unpainted segment, with a step behind that can be undone, and from the first lesson on.
    try press("2 <Wait 500>\n:cursor 4 4\n:tutorial", runner)
    for _ in 0..<lesson { try press(":tutorial skip", runner) }
    return runner
  }

  private func press(_ keys: String, _ runner: ScenarioRunner) throws { runner.perform(try ScenarioKeys.read(keys)) }

  @Test func thereAreTenLessons() { #expect(TutorialStep.all.map(\.title) == Self.lessons.map(\.title)) }

  @Test(arguments: lessons.indices)
  func doingItEndsTheLesson(_ place: Int) throws {
    let runner = try runner(at: place)
    #expect(runner.editor.state.tutorial?.place == place)
    try press(Self.lessons[place].keys, runner)
    #expect(runner.editor.state.tutorial?.place == place + 1)
    let praise = try #require(TutorialStep.all.indices.contains(place) ? TutorialStep.all[place].praise : nil)
    #expect(runner.editor.state.log.contains { $0.text.contains(praise) })
  }

  @Test(arguments: lessons.indices)
  func doingSomethingElseDoesNot(_ place: Int) throws {
    let runner = try runner(at: place)
    try press(Self.lessons[place].other, runner)
    #expect(runner.editor.state.tutorial?.place == place)
  }

  /// Other ways that a lesson names.
  @Test(arguments: [
    (0, "<Move 9,9>"), (1, "<LeftClick 4,4>"), (4, "<A-3>"), (7, "b <Enter> L <Enter>"),
    (8, "s <LeftClick 4,4> <Enter>"), (9, ":save\nn"),
  ])
  func otherWaysEndItAsWell(_ place: Int, _ keys: String) throws {
    let runner = try runner(at: place)
    try press(keys, runner)
    #expect(runner.editor.state.tutorial?.place == place + 1)
  }

  /// All ten one after the other, with the keys of either map, and nothing of them is literal.
  @Test(arguments: ["default", "vim"])
  func everyKeyComesFromTheMap(_ keymap: String) throws {
    let setup = ScenarioSetup("tutorial = yes\nsize = 80x24\nkeymap = \(keymap)")
    let editor = try ScenarioRunner(setup, images: ScenarioTests.images).editor
    for step in TutorialStep.all {
      let text = editor.lesson(step.text)
      #expect(!text.contains("{") && !text.contains("}"), "\(text)")
      #expect(!text.contains(/:[a-z]/), "\(step.title) has a key in \(keymap): \(text)")
    }
  }

  /// What has no key is typed at the prompt.
  @Test func aLineWithoutAKeyIsTyped() throws {
    let editor = try ScenarioRunner(ScenarioSetup("tutorial = yes"), images: ScenarioTests.images).editor
    #expect(editor.lesson("{merge 1 1 2 2} joins, {nothing|undo} too") == ":merge 1 1 2 2 joins, z too")
  }
}
