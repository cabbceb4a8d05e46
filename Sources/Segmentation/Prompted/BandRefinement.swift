import Raster

/// Moves the outline of a mask, by a few pixels at most, to where the colours of its two sides meet.
///
/// A pixel of the narrow band takes the side whose mean colour nearby is the nearer; neighbours weigh in, so that noise
/// leaves no ragged outline. Where both sides are alike nothing moves.
/// - Complexity: about 0.1 µs per pixel of the tiles that the outline crosses; the others are copied.
/// - Source: S. Lankton, A. Tannenbaum, "Localizing region-based active contours", IEEE Trans. Image Processing
///   17(11), 2008, in one step instead of an evolution.
struct BandRefinement {
  let image: Image
  /// How far the outline may move, in pixels.
  let radius: Int

  private static let tile = 16
  /// Squared Lab units between the mean colours below which nothing moves.
  private static let alike = 300.0
  /// What each of the eight neighbours counts, in units of the distance of the means.
  private static let neighbor = 0.1

  /// - Throws: `.cancelled`.
  /// - Parameter isFixed: pixels, by column and row, that stay as they are.
  func callAsFunction(_ mask: Mask, _ work: ParallelWork, isFixed: (Int, Int) -> Bool) throws(SegmentationError) -> Mask
  {
    var result = mask
    let columns = (mask.width + Self.tile - 1) / Self.tile
    let rows = (mask.height + Self.tile - 1) / Self.tile
    try result.elements.withUnsafeMutableBufferPointer { result throws(SegmentationError) in
      try mask.elements.withUnsafeBufferPointer { mask throws(SegmentationError) in
        try image.bytes.withUnsafeBufferPointer { bytes throws(SegmentationError) in
          try work.divide(rows, grain: 1) { band in
            LabTable.shared.withConverter { lab in
              for row in band {
                for column in 0..<columns {
                  let window = window(column, row)
                  guard window.isMixed(mask, size.width) else { continue }
                  refine(window, Colors(bytes: bytes, lab: lab), mask, to: result, isFixed)
                }
              }
            }
          }
        }
      }
    }
    return result
  }

  private var size: Size { image.size }

  /// A tile and what surrounds it.
  private struct Window {
    let tile: PixelRect
    let around: PixelRect

    /// It holds both sides.
    @inline(__always)
    func isMixed(_ mask: UnsafeBufferPointer<UInt8>, _ width: Int) -> Bool {
      let first = mask[around.y * width + around.x]
      for y in around.y..<around.maxY {
        for at in y * width + around.x..<y * width + around.maxX where mask[at] != first { return true }
      }
      return false
    }
  }

  private struct Colors {
    let bytes: UnsafeBufferPointer<UInt8>
    let lab: LabConverter

    @inline(__always)
    subscript(at: Int) -> LabColor { lab(bytes[at * 3], bytes[at * 3 + 1], bytes[at * 3 + 2]) }
  }

  private func window(_ column: Int, _ row: Int) -> Window {
    let tile = PixelRect(x: column * Self.tile, y: row * Self.tile, width: Self.tile, height: Self.tile)
    let reach = radius * 2
    let around = PixelRect(
      x: tile.x - reach, y: tile.y - reach, width: tile.width + 2 * reach, height: tile.height + 2 * reach)
    return Window(tile: tile.intersection(size.bounds), around: around.intersection(size.bounds))
  }

  private func refine(
    _ window: Window, _ colors: Colors, _ mask: UnsafeBufferPointer<UInt8>,
    to result: UnsafeMutableBufferPointer<UInt8>, _ isFixed: (Int, Int) -> Bool
  ) {
    guard let sides = sides(window, colors, mask) else { return }
    for y in window.tile.y..<window.tile.maxY {
      for x in window.tile.x..<window.tile.maxX where isNearOutline(x, y, mask) && !isFixed(x, y) {
        let at = y * size.width + x
        let side = sides.side(of: meanColor(x, y, colors)) + Self.neighbor * Double(balance(x, y, mask))
        result[at] = side > 0 ? 255 : 0
      }
    }
  }

  /// The mean colours of both sides.
  private struct Sides {
    let inner: SIMD4<Double>
    let outer: SIMD4<Double>

    /// 1 at the inner mean, -1 at the outer.
    func side(of color: SIMD4<Double>) -> Double {
      let axis = inner - outer
      let place = (color * 2 - inner - outer) * axis
      return max(-1, min(1, place.sum() / (axis * axis).sum()))
    }
  }

  /// Nil where they are alike.
  private func sides(_ window: Window, _ colors: Colors, _ mask: UnsafeBufferPointer<UInt8>) -> Sides? {
    var (inner, outer) = (SIMD4<Int>(), SIMD4<Int>())
    for y in window.around.y..<window.around.maxY {
      for at in y * size.width + window.around.x..<y * size.width + window.around.maxX {
        let color = colors[at]
        let entry = SIMD4(Int(color.lightness), Int(color.a), Int(color.b), 1)
        if mask[at] != 0 { inner &+= entry } else { outer &+= entry }
      }
    }
    guard inner.w > 0 && outer.w > 0 else { return nil }
    func mean(_ sum: SIMD4<Int>) -> SIMD4<Double> {
      SIMD4(Double(sum.x), Double(sum.y), Double(sum.z), 0) / Double(sum.w)
    }
    let sides = Sides(inner: mean(inner), outer: mean(outer))
    let axis = sides.inner - sides.outer
    return (axis * axis).sum() > Self.alike ? sides : nil
  }

  /// A pixel of the other side lies within the radius.
  @inline(__always)
  private func isNearOutline(_ x: Int, _ y: Int, _ mask: UnsafeBufferPointer<UInt8>) -> Bool {
    let own = mask[y * size.width + x]
    for ny in max(0, y - radius)...min(size.height - 1, y + radius) {
      for nx in max(0, x - radius)...min(size.width - 1, x + radius) where mask[ny * size.width + nx] != own {
        return true
      }
    }
    return false
  }

  /// The mean of three by three.
  @inline(__always)
  private func meanColor(_ x: Int, _ y: Int, _ colors: Colors) -> SIMD4<Double> {
    var (sum, count) = (SIMD4<Int>(), 0)
    for ny in max(0, y - 1)...min(size.height - 1, y + 1) {
      for nx in max(0, x - 1)...min(size.width - 1, x + 1) {
        let color = colors[ny * size.width + nx]
        sum &+= SIMD4(Int(color.lightness), Int(color.a), Int(color.b), 0)
        count += 1
      }
    }
    return SIMD4(Double(sum.x), Double(sum.y), Double(sum.z), 0) / Double(count)
  }

  /// Neighbours inside less those outside, -8…8.
  @inline(__always)
  private func balance(_ x: Int, _ y: Int, _ mask: UnsafeBufferPointer<UInt8>) -> Int {
    var balance = 0
    for ny in max(0, y - 1)...min(size.height - 1, y + 1) {
      for nx in max(0, x - 1)...min(size.width - 1, x + 1) where nx != x || ny != y {
        balance += mask[ny * size.width + nx] != 0 ? 1 : -1
      }
    }
    return balance
  }
}
