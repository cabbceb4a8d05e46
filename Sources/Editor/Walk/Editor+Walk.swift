import Raster
import Segmentation
import Session

extension Editor {
  /// So many unpainted segments further, or back. What is filled there takes the walk on by itself.
  mutating func walkSegments(_ steps: Int) {
    guard let session = labelingSession(), steps != 0 else { return }
    endStroke()
    var target: UnpaintedSegment?
    for _ in 0..<min(abs(steps), Self.mostSteps) {
      guard let next = stepWalk(backwards: steps < 0, session) else { break }
      target = next
    }
    guard let target else {
      state.isWalking = false
      state.say(.note, "every segment is painted; \(saveKey) saves the masks and goes on")
      return
    }
    state.isWalking = true
    goSee(target.point)
  }

  /// Puts the cursor on a pixel and shows some of what is around it.
  mutating func goSee(_ point: PixelPoint) {
    state.cursor = point
    state.showsCrosshair = true
    state.view?.reveal(point, margin: Self.margin)
    uncoverCursor()
  }

  /// A count that is larger was typed by mistake.
  private static let mostSteps = 1000
  /// Canvas pixels between a segment's middle and the edge of the picture.
  private static let margin = 64

  private mutating func stepWalk(backwards: Bool, _ session: Session) -> UnpaintedSegment? {
    let isNew = open?.walk == nil
    if isNew { beginWalk(session) }
    let (labels, paint) = (session.state.labels, session.state.paint)
    let isUnpainted = { (segment: UnpaintedSegment) in
      labels[segment.point] == segment.label && paint[segment.point] == 0
    }
    if let next = open?.walk?.step(backwards: backwards, isUnpainted) { return next }
    // What was unpainted since the walk began is not in its list.
    guard !isNew else { return nil }
    beginWalk(session)
    return open?.walk?.step(backwards: backwards, isUnpainted)
  }

  private mutating func beginWalk(_ session: Session) {
    let now = session.state
    let segments = unpaintedSegments(of: now.labels, lastLabel: now.lastLabel, now.paint, session.image)
    open?.walk = SegmentWalk(segments, state.walkOrder)
  }

  /// What the side bar says of the walk; nil while there is none.
  var walkText: String? {
    guard state.isWalking, let session = open?.session, let walk = open?.walk else { return nil }
    let (labels, paint) = (session.state.labels, session.state.paint)
    let left = walk.left { labels[$0.point] == $0.label && paint[$0.point] == 0 }
    return "\(left) left, \(state.walkOrder.rawValue)"
  }

  mutating func choose(_ order: WalkOrder?) {
    let all = WalkOrder.allCases
    state.walkOrder = order ?? all[((all.firstIndex(of: state.walkOrder) ?? 0) + 1) % all.count]
    open?.walk = nil
    state.say(.note, "walk: \(state.walkOrder.help)")
  }

  /// Goes on after a command that the walk was stopped at.
  mutating func walkOn(after command: Command) {
    switch command {
    case .method, .granularity, .cut, .merge, .reset: open?.walk = nil
    case .fill where state.isWalking: walkSegments(1)
    // What was taken back is the nearest behind.
    case .undo where state.isWalking: walkSegments(-1)
    default: break
    }
  }
}

extension WalkOrder {
  fileprivate var help: String {
    switch self {
    case .largest: "largest segments first"
    case .reading: "line by line"
    case .similar: "the most alike next"
    }
  }
}
