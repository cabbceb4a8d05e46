import Raster

/// Moves the outline of a mask, by a few pixels at most, to where its two sides part in the image.
///
/// A band along the outline is divided by a minimal cut: a pixel is like the most similar superpixel nearby of one
/// side or of the other, and a border between alike neighbours costs more than one along contrast. What is near is
/// compared, not a mean of it: beside an object there are several things, each with its own colour.
/// - Complexity: about 1 µs per pixel of the band; what is outside of its bounding box is only copied.
/// - Source: H. Lombaert et al., "A multilevel banded graph cuts method for fast image segmentation", ICCV 2005.
struct BandRefinement {
  let image: Image
  /// The superpixels 1… of a copy of the image.
  let labels: LabelMap
  /// Pixels of the image along a side of one of the copy.
  let factor: Int
  let colors: SuperpixelColors
  /// How far the outline may move, in pixels.
  let radius: Int
  /// Half of a superpixel's side, in pixels of the copy: how far apart the places are that tell what is nearby.
  let step: Int

  /// The most that a pixel's own colour counts, in half variances of the image's noise.
  private static let mostPull = 6.0
  /// What parting two neighbours of one colour costs, in the same unit.
  private static let bond = 2.0
  /// Variances of the noise at which a border costs half of that.
  private static let contrast = 8.0
  /// Whole numbers per unit.
  private static let unit = 256.0
  /// More than all neighbours can pull together.
  private static let sure: Int32 = 1 << 16
  /// Neighbours in the directions of `GridFlow`.
  private static let steps = [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)]

  /// - Parameters:
  ///   - isInside: by superpixel, the side that it was given.
  ///   - points: clicks; around them the band takes their side.
  /// - Throws: `.cancelled`.
  func callAsFunction(_ mask: Mask, isInside: [Bool], _ points: [PointPrompt.Point], _ run: MethodRun)
    throws(SegmentationError) -> Mask
  {
    let band = OutlineBand(of: mask, radius: radius)
    guard band.count > 0 else { return mask }
    try run.checkCancelled()
    let flow = GridFlow(count: band.count)
    var pixels: [Int32] = []
    withNearby(isInside) { pixels = link(flow, band, mask, $0) }
    pull(flow, to: points, pixels, size: mask.size)
    try flow.run(run)
    var result = mask
    for (node, pixel) in pixels.enumerated() { result.elements[Int(pixel)] = flow.isSource(node) ? 255 : 0 }
    return result
  }

  /// Links the pixels of the band with each other and with what surrounds it; their indices by node, rising.
  private func link(_ flow: GridFlow, _ band: OutlineBand, _ mask: Mask, _ nearby: Nearby) -> [Int32] {
    var pixels: [Int32] = []
    pixels.reserveCapacity(band.count)
    // Nodes of the row above and of this one, with a column more on both sides.
    var above = [Int32](repeating: -1, count: band.box.width + 2)
    var own = above
    LabTable.shared.withConverter { lab in
      image.bytes.withUnsafeBufferPointer { bytes in
        let colors = PixelColors(bytes: bytes, lab: lab)
        for y in band.box.y..<band.box.maxY {
          swap(&above, &own)
          for column in 0..<band.box.width {
            let x = band.box.x + column
            own[column + 1] = band.holds(x, y) ? Int32(pixels.count) : -1
            guard own[column + 1] >= 0 else { continue }
            let node = pixels.count
            pixels.append(Int32(y * mask.width + x))
            let earlier = (above[column], above[column + 1], above[column + 2], own[column])
            link(flow, node, x, y, earlier, band, mask, nearby, colors)
          }
        }
      }
    }
    return pixels
  }

  private struct PixelColors {
    let bytes: UnsafeBufferPointer<UInt8>
    let lab: LabConverter

    @inline(__always)
    subscript(at: Int) -> LabColor { lab(bytes[at * 3], bytes[at * 3 + 1], bytes[at * 3 + 2]) }
  }

  /// - Parameter earlier: the nodes in the first four directions.
  @inline(__always)
  private func link(
    _ flow: GridFlow, _ node: Int, _ x: Int, _ y: Int, _ earlier: (Int32, Int32, Int32, Int32), _ band: OutlineBand,
    _ mask: Mask, _ nearby: Nearby, _ colors: PixelColors
  ) {
    let own = colors[y * mask.width + x]
    var pull = likeness(own, x, y, nearby)
    for direction in 0..<GridFlow.directions {
      let (dx, dy) = Self.steps[direction]
      guard x + dx >= 0, x + dx < mask.width, y + dy >= 0, y + dy < mask.height else { continue }
      let isLink = band.holds(x + dx, y + dy)
      if isLink && direction >= 4 { continue }
      let other = (y + dy) * mask.width + x + dx
      let bond = bond(own, colors[other], isDiagonal: dx != 0 && dy != 0)
      if isLink {
        let there = direction == 0 ? earlier.0 : direction == 1 ? earlier.1 : direction == 2 ? earlier.2 : earlier.3
        flow.link(node, direction, Int(there), capacity: Int32((bond * Self.unit).rounded()))
      } else {
        pull += mask.elements[other] != 0 ? bond : -bond
      }
    }
    flow.pull(node, by: Int32((pull * Self.unit).rounded()))
  }

  /// Superpixels and their sides while they are borrowed.
  private struct Nearby {
    let size: Size
    let factor: Int
    let step: Int
    let labels: UnsafeBufferPointer<Int32>
    let means: UnsafeBufferPointer<LabColor>
    let isInside: UnsafeBufferPointer<Bool>

    /// The least squared distances to what is nearby inside and outside.
    @inline(__always)
    func distances(of color: LabColor, _ x: Int, _ y: Int) -> (inner: Int32, outer: Int32) {
      var (inner, outer) = (Int32.max, Int32.max)
      let (middleX, middleY) = (x / factor, y / factor)
      for row in -2...2 {
        let py = middleY + row * step
        guard py >= 0 && py < size.height else { continue }
        for column in -2...2 {
          let px = middleX + column * step
          guard px >= 0 && px < size.width else { continue }
          let leaf = Int(labels[py * size.width + px]) - 1
          let distance = color.squaredDistance(to: means[leaf])
          if isInside[leaf] { inner = min(inner, distance) } else { outer = min(outer, distance) }
        }
      }
      return (inner, outer)
    }
  }

  private func withNearby(_ isInside: [Bool], _ body: (Nearby) -> Void) {
    labels.elements.withUnsafeBufferPointer { labels in
      colors.means.withUnsafeBufferPointer { means in
        isInside.withUnsafeBufferPointer { isInside in
          body(
            Nearby(
              size: self.labels.size, factor: factor, step: step, labels: labels, means: means, isInside: isInside))
        }
      }
    }
  }

  /// Above 0 where the colour is more like what is nearby inside than like what is nearby outside.
  @inline(__always)
  private func likeness(_ color: LabColor, _ x: Int, _ y: Int, _ nearby: Nearby) -> Double {
    let (inner, outer) = nearby.distances(of: color, x, y)
    let likeness = (Double(outer) - Double(inner)) / (2 * colors.noise)
    return max(-Self.mostPull, min(Self.mostPull, likeness))
  }

  @inline(__always)
  private func bond(_ one: LabColor, _ other: LabColor, isDiagonal: Bool) -> Double {
    let bond = Self.bond / (1 + Double(one.squaredDistance(to: other)) / (Self.contrast * colors.noise))
    return isDiagonal ? bond * 0.7 : bond
  }

  /// Clicks hold the pixels around them; of two the later counts.
  private func pull(_ flow: GridFlow, to points: [PointPrompt.Point], _ pixels: [Int32], size: Size) {
    var sides: [Int: Bool] = [:]
    for point in points {
      let middle = size.clamp(point.position)
      for y in max(0, middle.y - 1)...min(size.height - 1, middle.y + 1) {
        for x in max(0, middle.x - 1)...min(size.width - 1, middle.x + 1) {
          sides[y * size.width + x] = point.isForeground
        }
      }
    }
    guard !sides.isEmpty else { return }
    for (node, pixel) in pixels.enumerated() {
      if let isForeground = sides[Int(pixel)] { flow.pull(node, by: isForeground ? Self.sure : -Self.sure) }
    }
  }
}
