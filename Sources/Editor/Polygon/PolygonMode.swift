import Raster
import Segmentation
import Session

/// A corner of a polygon that is being drawn.
struct PolygonVertex: Equatable, Sendable {
  var point: PixelPoint
  /// It was not set by hand, but follows an edge between two that were.
  var isBetween = false
}

/// What polygon mode knows beside the paint.
struct PolygonMode: Equatable, Sendable {
  /// In the order in which the outline passes them.
  var vertices: [PolygonVertex] = []
  /// The place of the vertex that follows the pointer; nil while none does.
  var picked: Int?
  /// Vertices go to edges, and stretches between them follow edges.
  var snaps = false

  var points: [PixelPoint] { vertices.map(\.point) }

  /// Nil until there is an area.
  var command: Command? { vertices.count < 3 ? nil : .freehand(.polygon(Polygon(points))) }

  mutating func drop() { (vertices, picked) = ([], nil) }

  /// Sets a vertex behind the last.
  /// - Parameter between: the corners of the stretch that leads to it.
  mutating func append(_ point: PixelPoint, between: [PixelPoint]) {
    vertices += Self.stretch(between) + [PolygonVertex(point: point)]
  }

  /// Takes back the last vertex that was set, and the stretch that leads to it.
  mutating func takeBack() {
    _ = vertices.popLast()
    while vertices.last?.isBetween == true { vertices.removeLast() }
  }

  mutating func remove(at place: Int) {
    vertices.remove(at: place)
    // Stretches lie between two vertices that were set.
    for end in [vertices.indices.first, vertices.indices.last].compactMap(\.self) { vertices[end].isBetween = false }
  }

  /// Moves a vertex; it counts as set by hand from then on.
  /// - Parameter stretch: the corners between two vertices; where nil, all others stay.
  /// - Returns: its place from then on.
  mutating func move(
    _ place: Int, to point: PixelPoint, _ stretch: ((_ from: PixelPoint, _ to: PixelPoint) -> [PixelPoint])?
  ) -> Int {
    vertices[place] = PolygonVertex(point: point)
    guard let stretch else { return place }
    if let next = vertices[(place + 1)...].firstIndex(where: { !$0.isBetween }) {
      vertices.replaceSubrange(place + 1..<next, with: Self.stretch(stretch(point, vertices[next].point)))
    }
    guard let before = vertices[..<place].lastIndex(where: { !$0.isBetween }) else { return place }
    let between = Self.stretch(stretch(vertices[before].point, point))
    vertices.replaceSubrange(before + 1..<place, with: between)
    return before + 1 + between.count
  }

  private static func stretch(_ points: [PixelPoint]) -> [PolygonVertex] {
    points.map { PolygonVertex(point: $0, isBetween: true) }
  }

  /// The place of the vertex nearest to a point; the first of several.
  func nearestVertex(to point: PixelPoint) -> Int? {
    let distances = vertices.map { $0.point.squaredDistance(to: point) }
    return distances.indices.min { distances[$0] < distances[$1] }
  }

  /// Makes a point a vertex of the edge nearest to it, the closing one included.
  mutating func insert(_ point: PixelPoint) {
    guard vertices.count > 1 else { return append(point, between: []) }
    let points = points
    let distances = points.indices.map { at in
      point.squaredDistance(toLineFrom: points[at], to: points[(at + 1) % points.count])
    }
    let nearest = distances.indices.min { distances[$0] < distances[$1] } ?? 0
    vertices.insert(PolygonVertex(point: point), at: nearest + 1)
  }
}
