import Raster

/// Points of five coordinates, stored coordinate by coordinate.
package final class PointCloud {
  /// Coordinates per point.
  package static let dimensions = 5
  /// How many points there are.
  package let count: Int
  private let values: UnsafeMutablePointer<Float>

  /// Points whose coordinates are yet to be written.
  package init(count: Int) {
    self.count = count
    values = .allocate(capacity: max(1, count * Self.dimensions))
  }

  deinit { values.deallocate() }

  /// One coordinate of all points.
  package func coordinate(_ dimension: Int) -> UnsafeMutablePointer<Float> { values + dimension * count }

  /// A point's coordinates.
  func point(_ index: Int) -> [Float] { (0..<Self.dimensions).map { coordinate($0)[index] } }

  /// About `count` points, one drawn from each of as many stretches of equal length.
  func sample(_ count: Int, using generator: inout SplitMix64) -> PointCloud {
    guard count < self.count else { return self }
    let sample = PointCloud(count: count)
    for index in 0..<count {
      let stretch = self.count * index / count..<self.count * (index + 1) / count
      let drawn = Int.random(in: stretch, using: &generator)
      for dimension in 0..<Self.dimensions { sample.coordinate(dimension)[index] = coordinate(dimension)[drawn] }
    }
    return sample
  }
}
