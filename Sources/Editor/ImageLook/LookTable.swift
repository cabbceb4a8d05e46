import Glibc
import Raster
import Session

/// What an `ImageLook` makes of the colours of one image: one table for all channels, so that greys stay grey.
struct LookTable: Equatable, Sendable {
  private let channel: Channel
  /// What becomes of each value, 0…255.
  private let values: [UInt8]

  /// - Parameter samples: of the image; automatic contrast follows from them.
  /// - Complexity: O(samples) for automatic contrast.
  init(_ look: ImageLook, samples: Image) {
    channel = look.channel
    let range = Self.range(look, samples)
    values = (0..<256).map { value in
      let spread = min(max((Double(value) - range.low) / (range.high - range.low), 0), 1)
      return UInt8((pow(spread, 1 / look.gamma) * 255).rounded())
    }
  }

  /// The values that become black and white.
  private static func range(_ look: ImageLook, _ samples: Image) -> (low: Double, high: Double) {
    switch look.contrast {
    case .percent(let percent):
      let half = 127.5 * 100 / Double(max(1, percent))
      return (127.5 - half, 127.5 + half)
    case .automatic:
      let range = shownRange(of: look.channel, samples)
      return (Double(range.lowerBound), Double(range.upperBound))
    }
  }

  /// From the 0.5th to the 99.5th percentile of the values that are shown; all where they are one.
  private static func shownRange(of channel: Channel, _ samples: Image) -> ClosedRange<Int> {
    var counts = [Int](repeating: 0, count: 256)
    for at in stride(from: 0, to: samples.bytes.count, by: 3) {
      let (red, green, blue) = (samples.bytes[at], samples.bytes[at + 1], samples.bytes[at + 2])
      if channel == .rgb {
        counts[Int(red)] += 1
        counts[Int(green)] += 1
        counts[Int(blue)] += 1
      } else {
        counts[Int(value(of: channel, red, green, blue))] += 1
      }
    }
    let ignored = counts.reduce(0, +) / 200
    let (low, high) = (first(in: counts, beyond: ignored), 255 - first(in: counts.reversed(), beyond: ignored))
    return low < high ? low...high : 0...255
  }

  private static func first(in counts: [Int], beyond ignored: Int) -> Int {
    var sum = 0
    return counts.firstIndex { count in
      sum += count
      return sum > ignored
    } ?? 0
  }

  /// The one value of a colour that a channel shows; `rgb` has three, and the first stands for them.
  @inline(__always) private static func value(
    of channel: Channel, _ red: UInt8, _ green: UInt8, _ blue: UInt8
  ) -> UInt8 {
    switch channel {
    case .rgb, .red: return red
    case .green: return green
    case .blue: return blue
    case .luminance: return UInt8(RGB(red, green, blue).luminance)
    case .saturation:
      let high = max(red, green, blue)
      return high == 0 ? 0 : UInt8(Int(high - min(red, green, blue)) * 255 / Int(high))
    }
  }

  /// Changes colours to what is shown of them.
  ///
  /// - Parameter colors: three bytes per pixel.
  /// - Complexity: O(colors), a look-up each; allocates nothing.
  func apply(to colors: UnsafeMutableBufferPointer<UInt8>) {
    values.withUnsafeBufferPointer { values in
      if channel == .rgb {
        for at in colors.indices { colors[at] = values[Int(colors[at])] }
        return
      }
      for at in stride(from: 0, to: colors.count - 2, by: 3) {
        let value = values[Int(Self.value(of: channel, colors[at], colors[at + 1], colors[at + 2]))]
        (colors[at], colors[at + 1], colors[at + 2]) = (value, value, value)
      }
    }
  }

  /// An image as it is shown.
  func applied(to image: Image) -> Image {
    var bytes = image.bytes
    bytes.withUnsafeMutableBufferPointer { apply(to: $0) }
    return Image(size: image.size, bytes: bytes)
  }
}

extension Image {
  /// Every so many-th pixel of every so many-th row; the image itself where it has no more than about `count`.
  func sampled(to count: Int) -> Image {
    let step = max(1, Int((Double(size.area) / Double(count)).squareRoot().rounded()))
    if step == 1 { return self }
    // A line of pixels thinner than half a step begins at its edge.
    let (left, top) = (min(step / 2, size.width - 1), min(step / 2, size.height - 1))
    let (width, height) = ((size.width - left - 1) / step + 1, (size.height - top - 1) / step + 1)
    var sampled: [UInt8] = []
    sampled.reserveCapacity(width * height * 3)
    for y in stride(from: top, to: size.height, by: step) {
      for x in stride(from: left, to: size.width, by: step) {
        let at = (y * size.width + x) * 3
        sampled.append(contentsOf: bytes[at..<at + 3])
      }
    }
    return Image(size: Size(width: width, height: height), bytes: sampled)
  }
}
