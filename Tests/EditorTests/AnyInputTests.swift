import Display
import Foundation
import Raster
import Testing

@testable import Editor

/// Whatever is typed, clicked, pasted, resized or answered late: nothing traps, and what is shown holds together.
@Suite struct AnyInputTests {
  @Test(arguments: UInt64(0)..<20)
  func nothingBreaksTheEditor(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var setup = ScenarioSetup("images = flag tiny horizon broken")
    setup.keymap = Bool.random(using: &random) ? "default" : "vim"
    setup.graphics = ScreenSpec.Graphics.allCases.randomElement(using: &random) ?? .none
    let runner = try ScenarioRunner(setup, images: ScenarioTests.images)
    for _ in 0..<120 {
      runner.perform([step(&random)])
      if Int.random(in: 0..<10, using: &random) == 0 { check(runner) }
    }
    check(runner)
  }

  private func check(_ runner: ScenarioRunner) {
    let frame = runner.compose()
    let editor = runner.editor
    #expect(frame.text.size == editor.screen.cells)
    let texts = Set(frame.text.cells.map(\.text)).subtracting([""])
    #expect(texts.allSatisfy { $0 == PlainText.sanitized($0) && $0.count == 1 })
    if let cursor = editor.state.cursor, let view = editor.state.view { #expect(view.image.contains(cursor)) }
    if let picture = frame.picture {
      let (cells, pixels) = (picture.cells, editor.screen.cellPixels)
      #expect(cells.row > 0 && cells.row + cells.rows <= frame.text.size.rows - 2)
      #expect(picture.plane.size == Size(width: cells.columns * pixels.width, height: cells.rows * pixels.height))
    }
    let again = runner.compose()
    #expect(again.text == frame.text && again.picture?.palette == frame.picture?.palette)
  }

  private func step(_ random: inout SplitMix64) -> ScenarioStep {
    let point = PixelPoint(x: .random(in: 0..<32, using: &random), y: .random(in: 0..<20, using: &random))
    let button = [MouseEvent.Button.left, .middle, .right].randomElement(using: &random) ?? .left
    let modifiers = Modifiers(rawValue: .random(in: 0..<8, using: &random))
    switch Int.random(in: 0..<20, using: &random) {
    case 0: return .click(button, [], point, times: .random(in: 1...3, using: &random))
    case 1: return .press(button, modifiers, point)
    case 2: return .drag(button, modifiers, point)
    case 3: return .release(button, point)
    case 4: return .move(point)
    case 5: return .wheel(up: .random(using: &random), point)
    case 6:
      return .cell(CellPoint(column: .random(in: -1..<130, using: &random), row: .random(in: -1..<50, using: &random)))
    case 7: return .wait(.random(in: 0..<900, using: &random))
    case 8:
      return .resize(CellSize(columns: .random(in: 1..<100, using: &random), rows: .random(in: 1..<30, using: &random)))
    case 9: return .paste("fill 1 1\u{1B}\n日本")
    case 11:
      let cell = CellPoint(column: .random(in: 0..<100, using: &random), row: .random(in: 0..<30, using: &random))
      return .cellWheel(up: .random(using: &random), cell)
    case 10: return Bool.random(using: &random) ? .hold : .go
    default: return .key(key(&random))
    }
  }

  private func key(_ random: inout SplitMix64) -> KeyPress {
    let named: [Key] = [.enter, .escape, .tab, .backspace, .up, .down, .left, .right, .home, .end, .pageDown, .pageUp]
    if Int.random(in: 0..<4, using: &random) == 0 {
      return KeyPress(
        named.randomElement(using: &random) ?? .enter, Modifiers(rawValue: .random(in: 0..<8, using: &random)))
    }
    let letters = Array("0123456789nphjklHJKLzZrfucvmmssbbdaeD<>+-=:?M \"'gdixqtmOPweVWER*/{}é日\u{1B}")
    let isControl = Int.random(in: 0..<8, using: &random) == 0
    return KeyPress(.character(letters.randomElement(using: &random) ?? "n"), isControl ? .control : [])
  }

  /// Whatever was labeled: undoing all of it gives the beginning, redoing all of it the end.
  @Test(arguments: UInt64(100)..<120)
  func allCanBeUndoneAndRedone(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let runner = try ScenarioRunner(ScenarioSetup(""), images: ScenarioTests.images)
    let first = try #require(runner.editor.session?.state)
    for _ in 0..<60 { runner.perform([labelingStep(&random)]) }
    runner.perform([.key(KeyPress(.escape)), .key(KeyPress(.escape)), .key(KeyPress(.escape))])
    let last = try #require(runner.editor.session?.state)
    runner.perform(try ScenarioKeys.read(":undo 100000\n"))
    #expect(runner.editor.session?.state.paint == first.paint)
    #expect(runner.editor.session?.state.labels == first.labels)
    runner.perform(try ScenarioKeys.read(":redo 100000\n"))
    #expect(runner.editor.session?.state.paint == last.paint)
    #expect(runner.editor.session?.state.labels == last.labels)
  }

  private func labelingStep(_ random: inout SplitMix64) -> ScenarioStep {
    let point = PixelPoint(x: .random(in: 0..<32, using: &random), y: .random(in: 0..<20, using: &random))
    let button = [MouseEvent.Button.left, .middle, .right].randomElement(using: &random) ?? .left
    if Bool.random(using: &random) { return .click(button, [], point, times: .random(in: 1...2, using: &random)) }
    let keys = Array("123fucrsb><HJKL")
    return .key(KeyPress(.character(keys.randomElement(using: &random) ?? "1")))
  }
}
