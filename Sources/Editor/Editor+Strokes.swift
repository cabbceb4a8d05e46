import Raster
import Session

/// How far an open stroke has come.
struct StrokeTrail: Equatable, Sendable {
  /// The last point that the session knows.
  var sent: PixelPoint
  /// The last point that was passed; it lies in the same segment, as does the way to it.
  var seen: PixelPoint

  init(_ point: PixelPoint) { self.init(sent: point, seen: point) }

  init(sent: PixelPoint, seen: PixelPoint) {
    self.sent = sent
    self.seen = seen
  }

  /// Whether the straight way to `end` stays in the segment that was reached last.
  func isInside(_ labels: LabelMap, to end: PixelPoint, from start: PixelPoint) -> Bool {
    let label = labels[seen]
    return label != 0 && pixelLine(from: start, to: end, in: labels.size).allSatisfy { labels[$0] == label }
  }
}

extension Editor {
  /// In a continuous mode, takes the segment under the cursor into the stroke; begins one where none is open.
  ///
  /// Steps within one segment paint nothing new, so they are held back: a hovering pointer must not fill the journal.
  mutating func strokeHere() {
    if state.fileList != nil { return }
    if state.mode == .grabcut { return extendDraft() }
    if state.mode == .brush { return extendBrush() }
    if state.mode == .polygon { return moveVertex() }
    guard let kind = Stroke(rawValue: state.mode.rawValue), let cursor = state.cursor else { return }
    guard let labels = open?.session?.state.labels else { return }
    guard let trail = state.trail else { return extend([.strokeBegin(kind, cursor)], to: StrokeTrail(cursor)) }
    if trail.isInside(labels, to: cursor, from: trail.seen) {
      guard !trail.isInside(labels, to: cursor, from: trail.sent) else {
        state.trail?.seen = cursor
        return
      }
      return extend([.strokeTo(trail.seen)], to: StrokeTrail(sent: trail.seen, seen: cursor))
    }
    let held: [Command] = trail.seen == trail.sent ? [] : [.strokeTo(trail.seen)]
    extend(held + [.strokeTo(cursor)], to: StrokeTrail(cursor))
  }

  private mutating func extend(_ commands: [Command], to trail: StrokeTrail) {
    for command in commands where !label(command) {
      // What fails once would fail at every step of the pointer.
      state.trail = nil
      state.mode = .single
      return
    }
    state.trail = trail
  }

  mutating func endStroke() {
    commitBrush()
    guard state.trail != nil else { return }
    state.trail = nil
    if open?.session?.hasOpenStroke == true { label(.strokeEnd) }
  }
}
