import Raster

/// Divides the open pixels of an image into foreground and background so that colours fit their side and borders follow
/// contrast. The other pixels stay and pull their neighbours to their side.
///
/// - Source: C. Rother, V. Kolmogorov, A. Blake, "GrabCut: interactive foreground extraction using iterated graph cuts",
///   ACM Trans. Graphics 23(3), 2004; numbers as OpenCV has them.
struct DivisionCut {
  /// Capacities are whole numbers of this part of an energy's unit.
  private static let unit = 1024.0
  /// Neighbours in the directions of `GridFlow`.
  private static let steps = [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)]

  let image: Image
  let models: ColorModels
  let contrast: ColorContrast
  /// Of the pixel borders in the energy: 1 at the image's own size, less on smaller copies, whose pixels hold more
  /// colours than borders.
  let borderWeight: Double

  /// Sets `sides` (1 foreground, 0 background) where `isOpen` is not 0.
  /// - Throws: `.cancelled`.
  func divide(_ sides: inout Mask, _ isOpen: Mask, _ run: MethodRun) throws(SegmentationError) {
    let (flow, pixels) = graph(sides, isOpen)
    try flow.run(run)
    for (node, pixel) in pixels.enumerated() { sides.elements[Int(pixel)] = flow.isSource(node) ? 1 : 0 }
  }

  private func graph(_ sides: Mask, _ isOpen: Mask) -> (flow: GridFlow, pixels: [Int32]) {
    let flow = GridFlow(count: isOpen.elements.count { $0 != 0 })
    var pixels: [Int32] = []
    pixels.reserveCapacity(flow.count)
    // Nodes of the row above and of this one, with a column more on both sides.
    var above = [Int32](repeating: -1, count: image.size.width + 2)
    var own = above
    for y in 0..<image.size.height {
      swap(&above, &own)
      for x in 0..<image.size.width {
        let at = y * image.size.width + x
        own[x + 1] = isOpen.elements[at] == 0 ? -1 : Int32(pixels.count)
        guard own[x + 1] >= 0 else { continue }
        pixels.append(Int32(at))
        let earlier = [above[x], above[x + 1], above[x + 2], own[x]]
        link(pixels.count - 1, x, y, earlier, sides, isOpen, flow)
      }
    }
    return (flow, pixels)
  }

  /// - Parameter earlier: the nodes in the first four directions.
  private func link(
    _ node: Int, _ x: Int, _ y: Int, _ earlier: [Int32], _ sides: Mask, _ isOpen: Mask, _ flow: GridFlow
  ) {
    let (width, height) = (image.size.width, image.size.height)
    image.bytes.withUnsafeBufferPointer { bytes in
      let own = color(bytes, y * width + x)
      var pull = models.background.cost(of: own) - models.foreground.cost(of: own)
      for (direction, (dx, dy)) in Self.steps.enumerated() {
        guard x + dx >= 0, x + dx < width, y + dy >= 0, y + dy < height else { continue }
        let other = (y + dy) * width + x + dx
        let isLink = isOpen.elements[other] != 0
        if isLink, direction >= 4 { continue }
        let strength = borderWeight * contrast.pull(own, color(bytes, other), isDiagonal: dx != 0 && dy != 0)
        if isLink {
          flow.link(node, direction, Int(earlier[direction]), capacity: Int32((strength * Self.unit).rounded()))
        } else {
          pull += sides.elements[other] == 1 ? strength : -strength
        }
      }
      flow.pull(node, by: Int32((pull * Self.unit).rounded()))
    }
  }
}
