import Raster
import Segmentation
import Session

/// What the next smart fill is like.
struct SmartFillMode: Equatable, Sendable {
  var tolerance = SmartFill.usualTolerance
  var everywhere = false

  func fill(at point: PixelPoint?, _ reference: ClassReference?) -> SmartFill {
    SmartFill(point, tolerance: tolerance, everywhere: everywhere, reference)
  }
}

/// The segments around one, by likeness; found once until the segment under the cursor or the paint is another.
struct FoundReach {
  let label: Int32
  let everywhere: Bool
  /// Of the session that it was found for.
  let state: Int
  let reach: SegmentReach
}

extension Editor {
  var smartFillGreeting: String {
    let keys = ["act", "smart-fill-tolerance 1", "smart-fill-tolerance -1", "smart-fill-everywhere"].map {
      keymap.key(of: $0, in: .smartFill) ?? keymap.key(of: $0) ?? ":\($0)"
    }
    return "smart fill: \(keys[0]) fills what is shown, \(keys[1]) and \(keys[2]) take in more and fewer, "
      + "\(keys[3]) such segments everywhere"
  }

  mutating func perform(_ word: SmartFillWord) {
    guard state.mode == .smartFill else {
      state.say(
        .note, "that belongs to smart fills; \(keymap.key(of: "mode smart-fill") ?? ":mode smart-fill") begins them")
      return
    }
    switch word {
    case .everywhere: state.smartFill.everywhere.toggle()
    case .tolerance(let steps): changeTolerance(by: steps)
    }
  }

  /// Tolerances at which nothing changes are passed over: every press shows.
  private mutating func changeTolerance(by steps: Int) {
    renewReach()
    guard let reach = open?.reach?.reach else { return }
    for _ in 0..<min(abs(steps), reach.steps.count) {
      let now = state.smartFill.tolerance
      let next = steps > 0 ? reach.tolerance(above: now) : reach.tolerance(below: now)
      guard let next else {
        let (act, everywhere) = (keyOrLine("act"), keyOrLine("smart-fill-everywhere"))
        state.say(
          .note,
          steps > 0
            ? "no more segments can be taken in; \(everywhere) looks elsewhere, \(act) fills what is shown"
            : "only the segment here is left; \(act) fills it")
        return
      }
      state.smartFill.tolerance = min(next, SmartFill.tolerances.upperBound)
    }
  }

  /// Fills what is shown; a walk goes on.
  mutating func fillAlike(_ reference: ClassReference?) -> [Effect] {
    let fill = state.smartFill.fill(at: state.cursor, reference)
    // Without a likeness the session makes one for itself.
    let shown = open?.session.flatMap { session in
      fittingLikeness.flatMap { try? session.state.explicit(fill, by: $0) }
    }
    endStroke()
    guard label(shown ?? .smartFill(fill)) else { return [] }
    remember(.smartFill(fill))
    if state.isWalking { walkSegments(1) }
    return []
  }

  // MARK: What is shown

  /// What the next frame shows as if it were done; smart fills are drafts, see `shownFill`.
  var previewedFill: Command? {
    state.mode == .smartFill && state.dialog == nil ? nil : pendingFill
  }

  /// What a smart fill comes to at the cursor, or for the digit that was typed last; nil where nothing is taken in.
  var shownFill: Command? {
    guard state.dialog == nil, let session = open?.session, let reach = open?.reach?.reach else { return nil }
    var reference: ClassReference?
    if case .fill(_, let pressed)? = pendingFill { reference = pressed }
    let points = reach.points(within: state.smartFill.tolerance)
    guard !points.isEmpty, let number = try? session.state.classes.number(reference) else { return nil }
    return .fillSegments(.number(number), points)
  }

  /// Finds what a smart fill chooses from unless it is found already.
  mutating func renewReach() {
    guard state.mode == .smartFill, let session = open?.session, let point = state.pending.point ?? state.cursor else {
      open?.reach = nil
      return
    }
    let (label, everywhere) = (session.state.labels[point], state.smartFill.everywhere)
    if let found = open?.reach, found.label == label, found.everywhere == everywhere, found.state == session.changes {
      return
    }
    let found = fittingLikeness.map { likeness in
      let reach = likeness.reach(from: label, everywhere: everywhere) { session.state.paint[$0] == 0 }
      return FoundReach(label: label, everywhere: everywhere, state: session.changes, reach: reach)
    }
    open?.reach = found
  }

  var smartFillFacts: [Fact] {
    guard state.mode == .smartFill else { return [] }
    let mode = state.smartFill
    let count = open?.reach?.reach.points(within: mode.tolerance).count
    return [
      Fact(name: "alike", value: count.map { $0 == 1 ? "1 segment" : "\($0) segments" } ?? "…"),
      Fact(name: "within", value: "\(mode.tolerance)" + (mode.everywhere ? ", everywhere" : "")),
    ]
  }

  // MARK: How alike segments are

  /// Nil where the segments are others by now.
  private var fittingLikeness: SegmentLikeness? {
    guard let likeness = open?.likeness, let state = open?.session?.state else { return nil }
    return likeness.fits(state.labels, segments: state.segments) ? likeness : nil
  }

  /// Has a worker look at the segments where the mode needs that.
  mutating func followLikeness() -> [Effect] {
    guard state.mode == .smartFill, open?.likenessRequest == nil, fittingLikeness == nil, let session = open?.session
    else { return [] }
    let request = nextRequest()
    open?.likenessRequest = request
    return [.likeness(request: request, session.image, session.state.labels, lastLabel: session.state.lastLabel)]
  }

  mutating func take(_ likeness: SegmentLikeness, _ request: Int) {
    guard open?.likenessRequest == request else { return }
    open?.likenessRequest = nil
    open?.likeness = likeness
    open?.reach = nil
  }
}
