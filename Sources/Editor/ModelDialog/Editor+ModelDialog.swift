import Display
import Raster
import Session

extension Editor {
  mutating func perform(_ action: ModelAction) -> [Effect] {
    switch action {
    case .open: return openModels()
    case .use(let name): return use(model: name)
    case .step, .apply: break
    }
    guard let dialog = state.models else {
      let key = layers.compactMap { keymap.key(of: "models", in: $0) }.first ?? ":models"
      state.say(.note, "the model dialog is not open; \(key) opens it")
      return []
    }
    if case .step(let step) = action {
      state.models?.choose(dialog.row + step)
      return []
    }
    return applyModel()
  }

  private mutating func openModels() -> [Effect] {
    guard state.models == nil else { return closeDialog() }
    endStroke()
    let effects = closeDialog()
    state.pane = .picture
    state.fileList = nil
    state.models = ModelDialog()
    if !state.knownModels.isEmpty { state.models?.show(state.knownModels, current: state.predictor.name) }
    return effects + [.listModels]
  }

  /// Files may have changed since they were looked at last.
  mutating func take(models entries: [ModelEntry]) {
    state.knownModels = entries
    state.models?.show(entries, current: state.predictor.name)
  }

  /// What cannot be used stays on the screen with its reason.
  private mutating func applyModel() -> [Effect] {
    guard let entry = state.models?.entry else { return [] }
    if let problem = entry.problem {
      state.say(.error, problem)
      return []
    }
    return use(model: entry.name)
  }

  /// Marks stay; an answer that is under way would be that of the model before.
  private mutating func use(model name: String) -> [Effect] {
    state.models = nil
    var effects: [Effect] = []
    if case .sam? = open?.question?.command { effects += dropQuestion() }
    let predict = keymap.key(of: "sam-predict", in: .sam)
    let again = samMarks?.answer == nil ? "" : predict.map { "; \($0) has it answer these marks" } ?? ""
    state.say(.note, "model \(name)" + again)
    return effects + [.chooseModel(name)] + readyPredictor() + followMarks()
  }

  // MARK: Pointer

  /// A click chooses a row; one on the chosen row has that model answer.
  mutating func pressModels(_ button: MouseEvent.Button, row: Int) -> [Effect] {
    guard button == .left, let dialog = state.models, let place = modelLayout?.place(atRow: row) else { return [] }
    if place == dialog.row { return applyModel() }
    state.models?.choose(place)
    return []
  }

  mutating func wheelModels(_ gesture: PointerGesture) -> [Effect] {
    perform(ModelAction.step(gesture == .wheelUp ? -1 : 1))
  }
}
