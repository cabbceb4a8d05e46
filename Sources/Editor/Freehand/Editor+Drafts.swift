import Raster
import Session

/// What a command would paint, planned once for all pictures until something changes.
struct PlannedPaint {
  let command: Command
  /// Of the session that it was planned for.
  let state: Int
  let changes: [RunChange<UInt16>]
  /// Why nothing would change.
  let reason: String
}

extension Editor {
  /// The command that Enter performs and that is shown until then; nil where the mode has none.
  var draftCommand: Command? {
    guard let classes = open?.session?.state.classes else { return nil }
    switch state.mode {
    case .reshape: return state.reshape.command(current: classes.current)
    case .wand: return state.wand.seed.map { .freehand(.wand($0, tolerance: state.wand.tolerance)) }
    case .polygon: return state.polygon.command
    case .smartFill: return shownFill
    default: return nil
    }
  }

  /// Plans the mode's command unless it is planned already.
  mutating func renewDraft() {
    if state.mode == .reshape { chooseOther() }
    renewReach()
    guard let command = draftCommand, let session = open?.session else {
      open?.planned = nil
      return
    }
    if let planned = open?.planned, planned.command == command, planned.state == session.changes { return }
    switch session.plannedPaint(of: command) {
    case .success(let changes):
      open?.planned = PlannedPaint(command: command, state: session.changes, changes: changes, reason: "")
    case .failure(let refusal):
      open?.planned = PlannedPaint(command: command, state: session.changes, changes: [], reason: refusal.reason)
    }
  }

  /// Does what is shown, and leaves the mode; the wand and polygons go on.
  mutating func takeDraft() -> [Effect] {
    if state.mode == .smartFill { return fillAlike(nil) }
    renewDraft()
    if state.mode == .polygon, draftCommand == nil {
      state.say(.note, "a polygon has three vertices at least; \(keyOrLine("polygon-vertex")) sets one")
    }
    guard let planned = open?.planned, changeableSession() != nil else { return [] }
    guard !planned.changes.isEmpty else {
      state.say(.note, planned.reason.isEmpty ? "nothing changes" : planned.reason)
      return []
    }
    let effects = performLabeling(planned.command)
    guard state.mode == .wand || state.mode == .polygon else { return effects + choose(.single) }
    state.wand.seed = nil
    state.polygon.drop()
    return effects
  }

  /// How many pixels would be painted and unpainted, or why none.
  var draftText: String {
    guard let planned = open?.planned else { return "nothing" }
    guard !planned.changes.isEmpty else { return "nothing" }
    func pixels(_ isIn: (RunChange<UInt16>) -> Bool) -> Int {
      planned.changes.reduce(0) { $0 + (isIn($1) ? Int($1.length) : 0) }
    }
    let (painted, unpainted) = (pixels { $0.new != 0 }, pixels { $0.new == 0 })
    return [painted > 0 ? "+\(painted)" : nil, unpainted > 0 ? "-\(unpainted)" : nil].compactMap { $0 }
      .joined(separator: " ") + " px"
  }
}

extension PaintDraft {
  /// What a patch will change.
  /// - Parameter changes: from the first pixel to the last.
  init(_ changes: [RunChange<UInt16>], width: Int) {
    spans = { row in
      let (start, end) = (UInt32(row * width), UInt32((row + 1) * width))
      var spans: [Span] = []
      for change in changes[changes.firstIndex(endingBehind: start)...] {
        guard change.start < end else { break }
        let columns = Int(max(change.start, start) - start)..<Int(min(change.start + change.length, end) - start)
        spans.append(Span(columns: columns, number: change.new))
      }
      return spans
    }
  }
}

extension [RunChange<UInt16>] {
  /// The first change of which a pixel lies at `place` or behind.
  fileprivate func firstIndex(endingBehind place: UInt32) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].start + self[middle].length <= place { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
