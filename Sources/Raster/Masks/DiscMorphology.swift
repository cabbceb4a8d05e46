/// Masks grown and shrunk by discs. All elements other than 0 are in a mask; results have 255 and 0.
///
/// Exact in the Euclidean sense: a pixel lies within the disc of radius r around another if the distance of their
/// centres is at most r.
/// - Complexity: O(pixels), whatever the radius; allocates the result and 2 bytes per pixel.
/// - Source: the two passes of A. Meijster, J. Roerdink, W. Hesselink, "A general algorithm for computing distance
///   transforms in linear time", 2000; for one radius the second is a union of ranges.
extension Mask {
  /// All pixels within `radius` of a pixel of the mask. Outside of the plane there is nothing.
  public func dilated(by radius: Int) -> Mask { grown(by: radius, isIn: true) }

  /// All pixels that are further than `radius` from every pixel that is not in the mask. What is outside of the plane
  /// counts as in: a mask does not shrink where the plane ends.
  public func eroded(by radius: Int) -> Mask { grown(by: radius, isIn: false) }

  /// Without what a disc of that radius does not fit into.
  public func opened(by radius: Int) -> Mask { eroded(by: radius).dilated(by: radius) }

  /// With all gaps that a disc of that radius does not fit into.
  public func closed(by radius: Int) -> Mask { dilated(by: radius).eroded(by: radius) }

  /// - Parameter isIn: grown is what is in the mask, else what is not.
  private func grown(by radius: Int, isIn: Bool) -> Mask {
    let (new, out): (UInt8, UInt8) = isIn ? (255, 0) : (0, 255)
    let distances = columnDistances(upTo: radius, seedsAreIn: isIn)
    let reaches = (0...radius).map { Int(Double(radius * radius - $0 * $0).squareRoot()) }
    let width = size.width
    let elements = [UInt8](unsafeUninitializedCapacity: size.area) { target, count in
      distances.withUnsafeBufferPointer { distances in
        for row in stride(from: 0, to: size.area, by: max(1, width)) {
          var reach = -1
          for x in 0..<width {
            let distance = Int(distances[row &+ x])
            if distance <= radius { reach = max(reach, x &+ reaches[distance]) }
            target[row &+ x] = x <= reach ? new : out
          }
          reach = width
          for x in stride(from: width - 1, through: 0, by: -1) {
            let distance = Int(distances[row &+ x])
            if distance <= radius { reach = min(reach, x &- reaches[distance]) }
            if x >= reach { target[row &+ x] = new }
          }
        }
      }
      count = size.area
    }
    return Mask(size: size, elements: elements)
  }

  /// How far the nearest seed of the same column is; one more than `limit` where it is farther.
  private func columnDistances(upTo limit: Int, seedsAreIn isIn: Bool) -> [UInt16] {
    let (width, area, far) = (size.width, size.area, UInt16(limit + 1))
    return [UInt16](unsafeUninitializedCapacity: area) { distances, count in
      elements.withUnsafeBufferPointer { elements in
        for x in 0..<min(width, area) { distances[x] = (elements[x] != 0) == isIn ? 0 : far }
        for at in width..<max(width, area) {
          let below = min(far, distances[at &- width] &+ 1)
          distances[at] = (elements[at] != 0) == isIn ? 0 : below
        }
      }
      for row in stride(from: area - 2 * width, through: 0, by: -max(1, width)) {
        for at in row..<row + width { distances[at] = min(distances[at], distances[at &+ width] &+ 1) }
      }
      count = area
    }
  }
}
