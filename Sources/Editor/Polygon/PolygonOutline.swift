import Raster

/// The outline of a polygon that is being drawn, in dashes of two tones so that one of them shows on every background,
/// with a square on every vertex.
struct PolygonOutline {
  let vertices: [PolygonVertex]
  /// The way to where the next vertex would be, behind the last one; empty where none would.
  let next: [PixelPoint]
  let view: Viewport
  /// Of the squares, in canvas pixels from their middle.
  let reach: Int
  private static let dash = 4

  func draw(dark: UInt8, bright: UInt8, in plane: inout IndexPlane) {
    let middles = vertices.map { view.middle(of: $0.point) }
    guard let first = middles.first, let last = middles.last else { return }
    var lines = Array(zip(middles, middles.dropFirst()))
    if middles.count > 2 { lines.append((last, first)) }
    let ahead = [last] + next.map(view.middle)
    lines += zip(ahead, ahead.dropFirst())
    for (from, to) in lines {
      for (step, point) in pixelLine(from: from, to: to, in: view.canvas).enumerated() {
        plane[point] = step / Self.dash % 2 == 0 ? bright : dark
      }
    }
    for (vertex, middle) in zip(vertices, middles) {
      mark(middle, vertex.isBetween ? reach / 2 : reach, dark, bright, in: &plane)
    }
  }

  private func mark(_ middle: PixelPoint, _ reach: Int, _ dark: UInt8, _ bright: UInt8, in plane: inout IndexPlane) {
    for y in -reach...reach {
      for x in -reach...reach {
        let point = PixelPoint(x: middle.x + x, y: middle.y + y)
        guard view.canvas.contains(point) else { continue }
        plane[point] = reach > 0 && max(abs(x), abs(y)) == reach ? dark : bright
      }
    }
  }
}
