import Raster

extension IndexPlane {
  /// Fills the part of a rectangle that lies inside.
  mutating func fill(_ rect: PixelRect, _ value: UInt8) {
    let rect = rect.intersection(size.bounds)
    guard !rect.isEmpty else { return }
    for y in rect.y..<rect.maxY {
      for x in rect.x..<rect.maxX { elements[y * width + x] = value }
    }
  }
}
