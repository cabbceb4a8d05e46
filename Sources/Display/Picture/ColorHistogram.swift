import Raster

/// How often which colours occur in an image, in 32 steps per channel, with the exact sums of each step.
///
/// - Source: X. Wu, "Efficient statistical computations for optimal color quantization", Graphics Gems II, 1991.
public struct ColorHistogram: Equatable, Sendable {
  /// Sums over a number of pixels.
  struct Moments: Equatable {
    var count = 0
    var red = 0
    var green = 0
    var blue = 0
    var squares = 0

    static func + (a: Moments, b: Moments) -> Moments {
      Moments(
        count: a.count + b.count, red: a.red + b.red, green: a.green + b.green, blue: a.blue + b.blue,
        squares: a.squares + b.squares)
    }

    static func - (a: Moments, b: Moments) -> Moments {
      Moments(
        count: a.count - b.count, red: a.red - b.red, green: a.green - b.green, blue: a.blue - b.blue,
        squares: a.squares - b.squares)
    }

    /// The squared length of the sum per pixel: what a colour for these pixels explains.
    var explained: Double {
      guard count > 0 else { return 0 }
      let (red, green, blue) = (Double(red), Double(green), Double(blue))
      return (red * red + green * green + blue * blue) / Double(count)
    }

    /// The squared error when all these pixels get their mean colour.
    var error: Double { Double(squares) - explained }

    var mean: RGB {
      func mean(_ sum: Int) -> UInt8 { UInt8((sum + count / 2) / max(1, count)) }
      return RGB(mean(red), mean(green), mean(blue))
    }
  }

  /// Cumulative from (0, 0, 0) in 33 steps per channel, blue fastest; the first step of each channel is empty.
  let cumulative: [Moments]
  static let side = 33

  /// Samples about half a million pixels on a square grid, all of a smaller image.
  public init(_ image: Image) {
    var moments = [Moments](repeating: Moments(), count: Self.side * Self.side * Self.side)
    let step = max(1, Int((Double(image.size.area) / 524_288).squareRoot().rounded()))
    moments.withUnsafeMutableBufferPointer { moments in
      image.bytes.withUnsafeBufferPointer { bytes in
        for y in stride(from: step / 2, to: image.size.height, by: step) {
          Self.count(
            bytes, from: (y * image.size.width + step / 2) * 3, pixels: image.size.width - step / 2, step, moments)
        }
      }
      Self.accumulate(moments)
    }
    cumulative = moments
  }

  private static func count(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, pixels: Int, _ step: Int,
    _ moments: UnsafeMutableBufferPointer<Moments>
  ) {
    var at = start
    let end = start + pixels * 3
    while at < end {
      let (red, green, blue) = (Int(bytes[at]), Int(bytes[at + 1]), Int(bytes[at + 2]))
      let cell = ((red >> 3 &+ 1) &* side &+ (green >> 3 &+ 1)) &* side &+ (blue >> 3 &+ 1)
      moments[cell].count &+= 1
      moments[cell].red &+= red
      moments[cell].green &+= green
      moments[cell].blue &+= blue
      moments[cell].squares &+= red &* red &+ green &* green &+ blue &* blue
      at += 3 &* step
    }
  }

  private static func accumulate(_ moments: UnsafeMutableBufferPointer<Moments>) {
    for stride in [1, side, side * side] {
      for cell in stride..<moments.count where cell / stride % side > 0 {
        moments[cell] = moments[cell] + moments[cell - stride]
      }
    }
  }

  /// The colours that show the image with little squared error, at most `count`; fewer where it has fewer.
  ///
  /// Boxes of colours are cut in two, always the one with the largest error, always where that explains most.
  public func quantized(to count: Int) -> [RGB] {
    var boxes = [ColorBox(histogram: self)]
    while boxes.count < count {
      guard let worst = boxes.indices.max(by: { boxes[$0].error < boxes[$1].error }), boxes[worst].error > 0 else {
        break
      }
      guard let (low, high) = boxes[worst].cut(self) else {
        boxes[worst].error = 0
        continue
      }
      boxes[worst] = low
      boxes.append(high)
    }
    return boxes.map { $0.moments(self).mean }
  }
}

/// A box of histogram cells, half-open at its lower ends: red, green, blue.
private struct ColorBox {
  var low = SIMD3<Int>(repeating: 0)
  var high = SIMD3<Int>(repeating: ColorHistogram.side - 1)
  var error = 0.0

  init(histogram: ColorHistogram) { error = moments(histogram).error }

  func moments(_ histogram: ColorHistogram) -> ColorHistogram.Moments {
    plane(histogram, axis: 0, at: high[0]) - plane(histogram, axis: 0, at: low[0])
  }

  /// The moments between the origin and `position` on `axis`, within the box on the other two.
  private func plane(_ histogram: ColorHistogram, axis: Int, at position: Int) -> ColorHistogram.Moments {
    let (other, last) = ((axis + 1) % 3, (axis + 2) % 3)
    func corner(_ a: Int, _ b: Int) -> ColorHistogram.Moments {
      var at = SIMD3<Int>(repeating: position)
      at[other] = a
      at[last] = b
      return histogram.cumulative[(at[0] * ColorHistogram.side + at[1]) * ColorHistogram.side + at[2]]
    }
    return corner(high[other], high[last]) - corner(low[other], high[last]) - corner(high[other], low[last])
      + corner(low[other], low[last])
  }

  /// The two parts that explain most; nil where all pixels lie in one cell.
  func cut(_ histogram: ColorHistogram) -> (ColorBox, ColorBox)? {
    let whole = moments(histogram)
    var best: (axis: Int, position: Int)?
    var bestExplained = 0.0
    for axis in 0..<3 {
      let base = plane(histogram, axis: axis, at: low[axis])
      for position in low[axis] + 1..<max(low[axis] + 1, high[axis]) {
        let part = plane(histogram, axis: axis, at: position) - base
        guard part.count > 0, part.count < whole.count else { continue }
        let explained = part.explained + (whole - part).explained
        if explained > bestExplained { (best, bestExplained) = ((axis, position), explained) }
      }
    }
    guard let best else { return nil }
    var parts = (self, self)
    parts.0.high[best.axis] = best.position
    parts.1.low[best.axis] = best.position
    parts.0.error = parts.0.moments(histogram).error
    parts.1.error = parts.1.moments(histogram).error
    return parts
  }
}
