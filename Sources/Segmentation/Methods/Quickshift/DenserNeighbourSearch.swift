import Raster

/// For every pixel the nearest pixel of higher density in a square window, by distance in position and colour.
struct DenserNeighbourSearch {
  private let colours: LabPlanes
  private let reach: Int
  /// The largest squared distance that counts.
  private let limit: Float
  /// The window by ascending distance in position: the search ends where that alone exceeds what was found.
  private let window: [Place]

  private struct Place {
    let x: Int
    let y: Int
    let apart: Float
    /// Where the place lies in memory.
    let step: Int
    /// The order in which the window would be read row by row: the first of equally near pixels is taken.
    let rank: Int
  }

  init(_ colours: LabPlanes, kernelSize: Double, limit: Double) {
    let reach = Int((3 * kernelSize).rounded(.up))
    let places = (-reach...reach).flatMap { y in
      (-reach...reach).map { x in
        Place(
          x: x, y: y, apart: Float(x * x + y * y), step: y * colours.size.width + x, rank: y * (2 * reach + 1) + x)
      }
    }
    self.colours = colours
    self.reach = reach
    self.limit = Float(limit * limit)
    window = places.sorted { ($0.apart, $0.rank) < ($1.apart, $1.rank) }.filter { $0.apart > 0 }
  }

  /// The pixel that each pixel moves to: itself where nothing denser is near.
  /// - Throws: `.cancelled`.
  func parents(_ densities: [Double], _ work: ParallelWork) throws(SegmentationError) -> [Int32] {
    let size = colours.size
    let done = RowCount(of: size.height, work.run, 0.6...1)
    return try [Int32](count: size.area) { parents throws(SegmentationError) in
      guard let parents = parents.baseAddress else { return }
      try densities.withUnsafeBufferPointer { densities throws(SegmentationError) in
        try window.withUnsafeBufferPointer { window throws(SegmentationError) in
          try work.divideRows(of: size) { rows in
            for y in rows {
              if work.run.isCancelled() { return }
              for x in 0..<size.width {
                parents[y * size.width + x] = Int32(truncatingIfNeeded: nearest(x, y, densities, window))
              }
              done.advance()
            }
          }
        }
      }
    }
  }

  @inline(__always)
  private func nearest(
    _ x: Int, _ y: Int, _ densities: UnsafeBufferPointer<Double>, _ window: UnsafeBufferPointer<Place>
  ) -> Int {
    let size = colours.size
    let (width, height, planes, area) = (size.width, size.height, colours.planes, size.area)
    let own = y * width + x
    let density = densities[own]
    let (lightness, a, b) = (planes[own], planes[area + own], planes[2 * area + own])
    let isInside = x >= reach && y >= reach && x < width - reach && y < height - reach
    var (found, foundRank, nearest) = (own, Int.max, Float.infinity)
    for place in window {
      if place.apart > nearest { break }
      if !isInside {
        let (column, row) = (x + place.x, y + place.y)
        if column < 0 || row < 0 || column >= width || row >= height { continue }
      }
      let at = own + place.step
      if densities[at] <= density { continue }
      let toLightness = lightness - planes[at]
      let toA = a - planes[area + at]
      let toB = b - planes[2 * area + at]
      let distance = place.apart + toLightness * toLightness + toA * toA + toB * toB
      if distance < nearest || distance == nearest && place.rank < foundRank {
        (found, foundRank, nearest) = (at, place.rank, distance)
      }
    }
    return nearest <= limit ? found : own
  }
}
