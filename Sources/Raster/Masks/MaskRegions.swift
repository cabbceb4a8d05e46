/// Holes and islands of masks. All elements other than 0 are in a mask; results have 255 and 0.
extension Mask {
  /// The same with its holes: 4-connected regions of pixels that are not in it and do not touch the plane's border.
  /// - Complexity: O(pixels).
  public var filled: Mask {
    let (regions, count) = connectedRegions(of: labels(ofPixelsIn: false))
    var isOpen = [Bool](repeating: false, count: Int(count) + 1)
    for point in border { isOpen[Int(regions[point])] = true }
    return Mask(size: size, elements: regions.elements.map { $0 == 0 || !isOpen[Int($0)] ? 255 : 0 })
  }

  /// The same without 4-connected regions of fewer than `least` pixels.
  /// - Complexity: O(pixels).
  public func withoutIslands(below least: Int) -> Mask {
    let (regions, count) = connectedRegions(of: labels(ofPixelsIn: true))
    var areas = [Int](repeating: 0, count: Int(count) + 1)
    for region in regions.elements { areas[Int(region)] += 1 }
    return Mask(size: size, elements: regions.elements.map { $0 != 0 && areas[Int($0)] >= least ? 255 : 0 })
  }

  private func labels(ofPixelsIn isIn: Bool) -> LabelMap {
    LabelMap(size: size, elements: elements.map { ($0 != 0) == isIn ? 1 : 0 })
  }

  private var border: [PixelPoint] {
    guard size.area > 0 else { return [] }
    let (right, bottom) = (size.width - 1, size.height - 1)
    return (0...right).flatMap { [PixelPoint(x: $0, y: 0), PixelPoint(x: $0, y: bottom)] }
      + (0...bottom).flatMap { [PixelPoint(x: 0, y: $0), PixelPoint(x: right, y: $0)] }
  }
}
