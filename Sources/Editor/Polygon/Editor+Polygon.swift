import Display
import Raster
import Session

extension Editor {
  mutating func performPolygon(_ word: FreehandWord) {
    switch word {
    case .polygonVertex: setVertex()
    case .polygonBack: state.polygon.takeBack()
    case .polygonDelete: deleteVertex()
    case .polygonInsert:
      if let cursor = paintablePoint() { state.polygon.insert(snapped(cursor)) }
    case .polygonSnap: toggleSnap()
    // A drag is begun by the press of a button, see Editor+Pointer.
    default: break
    }
  }

  /// The cursor where something can be painted now; else says why not.
  mutating func paintablePoint() -> PixelPoint? {
    guard let cursor = state.cursor, let session = changeableSession() else { return nil }
    guard session.state.classes.current > 0 else {
      refuse(.noClass)
      return nil
    }
    return cursor
  }

  private mutating func setVertex() {
    guard let cursor = paintablePoint() else { return }
    let (point, last) = (snapped(cursor), state.polygon.vertices.last?.point)
    guard point != last else { return }
    state.polygon.append(point, between: last.map { stretch(from: $0, to: point) } ?? [])
  }

  private mutating func deleteVertex() {
    guard let cursor = state.cursor, let nearest = state.polygon.nearestVertex(to: cursor) else { return }
    state.polygon.remove(at: nearest)
  }

  /// Picks up the vertex under the pointer; sets one where there is none.
  /// - Returns: false where nothing can be drawn.
  mutating func pickVertex() -> Bool {
    if let near = vertexAtCursor {
      state.polygon.picked = near
      return true
    }
    let count = state.polygon.vertices.count
    setVertex()
    guard state.polygon.vertices.count > count else { return false }
    state.polygon.picked = state.polygon.vertices.count - 1
    return true
  }

  /// The vertex that was picked up follows the cursor.
  mutating func moveVertex() {
    guard let picked = state.polygon.picked, state.polygon.vertices.indices.contains(picked) else { return }
    guard let cursor = paintablePoint() else { return }
    let point = snapped(cursor)
    guard point != state.polygon.vertices[picked].point else { return }
    let follow = state.polygon.snaps ? { [self] in stretch(from: $0, to: $1) } : nil
    state.polygon.picked = state.polygon.move(picked, to: point, follow)
  }

  /// The place of the vertex that is at most a few canvas pixels from the cursor.
  private var vertexAtCursor: Int? {
    guard let view = state.view, let cursor = state.cursor else { return nil }
    let (place, reach) = (view.middle(of: cursor), min(6, screen.cellPixels.width))
    let distances = state.polygon.points.map { view.middle(of: $0).squaredDistance(to: place) }
    guard let nearest = distances.indices.min(by: { distances[$0] < distances[$1] }) else { return nil }
    return distances[nearest] <= reach * reach ? nearest : nil
  }

  /// What is drawn over the picture.
  var polygonOutline: PolygonOutline? {
    guard state.mode == .polygon, state.dialog == nil, let view = state.view else { return nil }
    let next = state.polygon.picked == nil ? state.cursor.map { [$0] } : nil
    return PolygonOutline(
      vertices: state.polygon.vertices, next: open?.wire?.points ?? next ?? [], view: view,
      reach: min(2, screen.cellPixels.width / 4))
  }

  // MARK: Text

  var polygonFacts: [Fact] {
    let count = state.polygon.vertices.count
    return [Fact(name: "vertices", value: "\(count)" + (state.polygon.snaps ? ", at edges" : ""))]
      + (count < 3 ? [] : [Fact(name: "changes", value: draftText)])
  }

  var polygonHints: String {
    let isEmpty = state.polygon.vertices.isEmpty
    let edits = [
      (lines: ["take"], text: "paint"), (["polygon-back"], "back"), (["polygon-delete"], "delete"),
      (["polygon-insert"], "insert"),
    ]
    return hints(
      [(["polygon-vertex"], "vertex")] + (isEmpty ? [] : edits)
        + [(["polygon-snap"], state.polygon.snaps ? "straight" : "edges")]
        + [(["cancel"], isEmpty ? "leave" : "drop"), (["toggle-lock"], "lock class"), (["help"], "all keys")])
  }
}
