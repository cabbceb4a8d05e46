import Raster
import Segmentation

/// Where the next stretch of a polygon would go, found once until the cursor or the last vertex is elsewhere.
struct PolygonWire {
  let last: PixelPoint
  let cursor: PixelPoint
  let reach: Int
  /// Behind the last vertex; the next vertex comes last.
  let points: [PixelPoint]
}

extension Editor {
  /// How far a vertex goes to an edge, in image pixels: a few canvas pixels, as a hand is off by.
  private var snapReach: Int {
    let zoom = state.view?.zoom ?? 1
    return min(max(2, Int((6 / zoom).rounded())), 64)
  }

  /// The strongest edge near a point while vertices go to edges; else the point.
  func snapped(_ point: PixelPoint) -> PixelPoint {
    guard state.polygon.snaps, let image = open?.image else { return point }
    return strongestEdge(of: image, around: point, radius: snapReach)
  }

  /// The corners that follow an edge between two vertices; none while stretches are straight.
  func stretch(from start: PixelPoint, to end: PixelPoint) -> [PixelPoint] {
    guard state.polygon.snaps, let image = open?.image else { return [] }
    return edgePath(of: image, from: start, to: end)
  }

  mutating func toggleSnap() {
    state.polygon.snaps.toggle()
    state.say(
      .note,
      state.polygon.snaps
        ? "vertices go to the edges of the image, and the outline follows them"
        : "vertices stay where they are set, and the outline is straight")
  }

  /// Finds where the next stretch would go unless it is found already.
  mutating func renewWire() {
    guard state.mode == .polygon, state.polygon.snaps, state.dialog == nil, screen.graphics != .none,
      let last = state.polygon.vertices.last?.point, let cursor = state.cursor, state.polygon.picked == nil
    else {
      open?.wire = nil
      return
    }
    let reach = snapReach
    if let wire = open?.wire, wire.last == last, wire.cursor == cursor, wire.reach == reach { return }
    let next = snapped(cursor)
    let points = stretch(from: last, to: next) + [next]
    open?.wire = PolygonWire(last: last, cursor: cursor, reach: reach, points: points)
  }
}
