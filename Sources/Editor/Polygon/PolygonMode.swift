import Raster
import Session

/// What polygon mode knows beside the paint.
struct PolygonMode: Equatable, Sendable {
  /// In the order in which the outline passes them.
  var vertices: [PixelPoint] = []
  /// The place of the vertex that follows the pointer; nil while none does.
  var picked: Int?

  /// Nil until there is an area.
  var command: Command? { vertices.count < 3 ? nil : .freehand(.polygon(Polygon(vertices))) }

  mutating func drop() { (vertices, picked) = ([], nil) }

  /// The place of the vertex nearest to a point; the first of several.
  func nearestVertex(to point: PixelPoint) -> Int? {
    vertices.indices.min { vertices[$0].squaredDistance(to: point) < vertices[$1].squaredDistance(to: point) }
  }

  /// Makes a point a vertex of the edge nearest to it, the closing one included.
  mutating func insert(_ point: PixelPoint) {
    guard vertices.count > 1 else { return vertices.append(point) }
    let distances = vertices.indices.map { at in
      point.squaredDistance(toLineFrom: vertices[at], to: vertices[(at + 1) % vertices.count])
    }
    let nearest = distances.indices.min { distances[$0] < distances[$1] } ?? 0
    vertices.insert(point, at: nearest + 1)
  }
}

extension PixelPoint {
  /// In pixels.
  func squaredDistance(to other: PixelPoint) -> Int {
    (x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)
  }

  /// To the nearest point of the straight line between two points, in pixels.
  fileprivate func squaredDistance(toLineFrom start: PixelPoint, to end: PixelPoint) -> Double {
    let (dx, dy) = (Double(end.x - start.x), Double(end.y - start.y))
    let (px, py) = (Double(x - start.x), Double(y - start.y))
    let length = dx * dx + dy * dy
    let share = length == 0 ? 0 : min(max((px * dx + py * dy) / length, 0), 1)
    let (ox, oy) = (px - share * dx, py - share * dy)
    return ox * ox + oy * oy
  }
}
