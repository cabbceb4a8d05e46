import Raster
import Session

/// What wand mode knows beside the paint.
struct WandMode: Equatable, Sendable {
  /// Whose region is shown; nil where none is.
  var seed: PixelPoint?
  /// Per channel of the colour.
  var tolerance = 16
  /// What a key changes the tolerance by.
  static let step = 4
}

extension Editor {
  mutating func performWand(_ word: FreehandWord) -> [Effect] {
    switch word {
    case .wandSeed: setSeed()
    case .wandStep(let step):
      let range = FreehandAction.tolerances
      let wanted = state.wand.tolerance + min(max(step, -range.count), range.count) * WandMode.step
      state.wand.tolerance = min(max(wanted, range.lowerBound), range.upperBound)
    case .wandAct:
      if state.wand.seed != nil { return takeDraft() }
      setSeed()
    default: break
    }
    return []
  }

  private mutating func setSeed() {
    if let point = paintablePoint() { state.wand.seed = point }
  }

  // MARK: Text

  var wandFacts: [Fact] {
    [Fact(name: "differs", value: "at most \(state.wand.tolerance)")]
      + (state.wand.seed == nil ? [] : [Fact(name: "changes", value: draftText)])
  }

  var wandHints: String {
    hints([
      (["wand-act"], state.wand.seed == nil ? "show" : "paint"), (["wand-step -1", "wand-step 1"], "tolerance"),
      (["cancel"], state.wand.seed == nil ? "leave" : "drop"), (["toggle-lock"], "lock class"), (["help"], "all keys"),
    ])
  }
}
