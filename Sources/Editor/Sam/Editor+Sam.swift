import Raster
import Session

extension Editor {
  mutating func perform(_ word: SamWord) -> [Effect] {
    switch word {
    case .corner: return setCorner()
    case .stepCandidate(let step): return stepCandidate(step)
    // Begun by the press of a button, see Editor+Pointer.
    case .dragBox: return []
    }
  }

  mutating func performSam(_ action: SamAction) -> [Effect] {
    if action.usesMask, case .sam? = open?.question?.command {
      // A fast hand means the mask that is on its way.
      open?.question?.then = .sam(action)
      return []
    }
    guard label(.sam(atCursor(action))) else { return [] }
    return action == .finish && state.mode == .sam ? choose(.single) : followMarks()
  }

  private func atCursor(_ action: SamAction) -> SamAction {
    if case .point(nil, let isForeground) = action { return .point(state.cursor, isForeground: isForeground) }
    return action
  }

  /// Goes back to before the last thing that a person did: answers come by themselves.
  mutating func stepSamHistory(_ count: Int, isUndo: Bool) -> [Effect] {
    for _ in 0..<min(count, 1000) {
      guard let history = labelingSession()?.history else { return [] }
      let stride = isUndo ? history.undoStride : history.redoStride
      guard label(isUndo ? .undo(max(1, stride)) : .redo(max(1, stride))), stride > 0 else { break }
    }
    return followMarks()
  }

  /// The first click is answered sooner where its predictor knows the image.
  func readyPredictor() -> [Effect] {
    guard state.mode == .sam, let image = open?.session?.image else { return [] }
    return [.readyPredictor(image)]
  }

  /// Has the marks answered unless they are; an answer to older marks is not waited for any more.
  mutating func followMarks() -> [Effect] {
    guard state.mode == .sam, let marks = samMarks, !marks.isAnswered, !marks.prompts(to: .builtIn).isEmpty else {
      if case .sam? = open?.question?.command { return dropQuestion() }
      return []
    }
    return ask(.sam(.predict(SamPrediction())))
  }

  /// Asks for an answer, also where there is one already.
  mutating func predict(_ prediction: SamPrediction) -> [Effect] {
    guard labelingSession() != nil else { return [] }
    guard let marks = samMarks, !marks.prompts(to: .builtIn).isEmpty else {
      state.say(.note, "nothing points at an object; click on it or draw a box around it")
      return []
    }
    return ask(.sam(.predict(prediction)))
  }

  var samMarks: SamMarks? { open?.session?.state.annotations.sam }

  // MARK: Boxes

  private mutating func setCorner() -> [Effect] {
    guard let cursor = state.cursor, labelingSession() != nil else { return [] }
    guard state.corner != nil else {
      state.corner = cursor
      state.say(.note, "box from \(cursor.x) \(cursor.y): \(keyOrLine("sam-corner")) sets the other corner")
      return []
    }
    return makeBox()
  }

  /// The box from the corner that was set to the cursor; none of a single pixel.
  mutating func makeBox() -> [Effect] {
    guard let corner = state.corner, let cursor = state.cursor else { return [] }
    state.corner = nil
    return corner == cursor ? [] : performLabeling(.sam(.box(corner, cursor)))
  }

  // MARK: Candidates

  private mutating func stepCandidate(_ step: Int) -> [Effect] {
    guard labelingSession() != nil else { return [] }
    guard let answer = samMarks?.answer else {
      state.say(.note, "no masks yet; click on the object")
      return []
    }
    let count = answer.scores.count
    let place = ((answer.chosen + step % count) % count + count) % count
    return performLabeling(.sam(.candidate(place + 1)))
  }
}

extension SamAction {
  /// Ends what was begun by the marks.
  fileprivate var usesMask: Bool {
    switch self {
    case .paint, .finish: true
    default: false
    }
  }
}
