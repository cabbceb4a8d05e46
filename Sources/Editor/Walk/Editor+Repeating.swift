import Session

extension Editor {
  /// Does the last fill, unfill or change of granularity once more where the cursor is now.
  mutating func repeatLast() -> [Effect] {
    guard !state.lastActions.isEmpty else {
      state.say(.note, "nothing to repeat: fill, unfill or change the granularity first")
      return []
    }
    return state.lastActions.flatMap { perform($0) }
  }

  mutating func remember(_ command: Command) {
    let current = open?.session?.state.classes.current
    let known = { (reference: ClassReference?) in reference ?? current.map { .number($0) } }
    switch command {
    case .fill(_, let reference): state.lastActions = [.command(.fill(nil, known(reference)))]
    case .smartFill(var fill):
      (fill.point, fill.reference) = (nil, known(fill.reference))
      state.lastActions = [.command(.smartFill(fill))]
    case .unfill: state.lastActions = [.command(.unfill(nil))]
    case .granularity: state.lastActions = [.command(command)]
    default: break
    }
  }

  // MARK: Along a motion

  mutating func beginAlong(_ kind: Stroke) {
    guard changeableSession() != nil else { return }
    state.along = kind
    state.say(.note, "\(kind.rawValue) along: now a motion; any other key leaves it")
  }

  /// What was begun with `along`, if `action` is the motion that it waits for.
  mutating func takeAlong(_ action: EditorAction) -> Stroke? {
    defer { state.along = nil }
    return action.isMotion ? state.along : nil
  }

  /// Moves and takes every segment on the way; one undo step.
  mutating func perform(_ motion: EditorAction, along kind: Stroke) -> [Effect] {
    endStroke()
    state.message = nil
    let (start, mode) = (state.cursor, state.mode)
    // A continuous mode would take them a second time.
    state.mode = .single
    let effects = perform(motion)
    state.mode = mode
    guard let start, let end = state.cursor else { return effects }
    for command in [.strokeBegin(kind, start), .strokeTo(end), .strokeEnd] as [Command] where !label(command) {
      return effects
    }
    state.lastActions = [.command(.along(kind)), motion]
    return effects
  }
}

extension EditorAction {
  /// Moves the cursor, and does nothing else.
  var isMotion: Bool {
    switch self {
    case .nudge, .command(.move), .command(.cursor), .command(.walk): true
    default: false
    }
  }
}
