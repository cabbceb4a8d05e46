import Dispatch

/// An image and its halvings down to one pixel: shrunken views read few source pixels at any zoom.
///
/// Level 0 is the image; every further level averages 2 x 2 pixels of the one before, rounded to nearest. An odd last
/// row or column is averaged with itself.
/// - Complexity: one pass; memory of one byte per pixel beside the image.
public struct Pyramid: Equatable, Sendable {
  /// At least one level; sizes are halved and rounded up.
  public let levels: [Image]

  /// - Precondition: the image is not empty.
  public init(_ image: Image) {
    precondition(!image.size.bounds.isEmpty, "a pyramid of no pixels")
    var levels = [image]
    while let last = levels.last, last.size.width > 1 || last.size.height > 1 { levels.append(halved(last)) }
    self.levels = levels
  }

  /// The image itself.
  public var image: Image { levels[0] }

  /// The smallest level that has at least `scale` of the image's pixels per axis.
  ///
  /// - Parameter scale: 0…1 shrinks; above 1 the image itself is meant.
  public func level(forScale scale: Double) -> Int {
    var level = 0
    while level + 1 < levels.count, scale * Double(2 << level) <= 1 { level += 1 }
    return level
  }
}

/// Every pixel the mean of 2 x 2, rounded to nearest; an odd last row or column counts twice.
func halved(_ image: Image) -> Image {
  let size = Size(width: (image.size.width + 1) / 2, height: (image.size.height + 1) / 2)
  let bytes = [UInt8](unsafeUninitializedCapacity: size.area * 3) { target, count in
    count = size.area * 3
    let halving = Halving(source: image.size, target: size)
    image.bytes.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress, let target = target.baseAddress else { return }
      halving.run(source, target)
    }
  }
  return Image(size: size, bytes: bytes)
}

private struct Halving {
  let source: Size
  let target: Size

  /// Halves large images in two bands at once: rows do not depend on one another, so the result is the same.
  func run(_ from: UnsafePointer<UInt8>, _ to: UnsafeMutablePointer<UInt8>) {
    guard target.area > 1 << 18 else { return rows(0..<target.height, from, to) }
    nonisolated(unsafe) let (from, to) = (from, to)
    let middle = target.height / 2
    DispatchQueue.concurrentPerform(iterations: 2) { band in
      rows(band == 0 ? 0..<middle : middle..<target.height, from, to)
    }
  }

  private func rows(_ rows: Range<Int>, _ from: UnsafePointer<UInt8>, _ to: UnsafeMutablePointer<UInt8>) {
    let rowBytes = source.width * 3
    // Three bytes of slack: pixels are copied four bytes at a time.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: rowBytes + 8) { sums in
      guard let sums = sums.baseAddress else { return }
      sums.initialize(repeating: 0, count: rowBytes + 8)
      for row in rows {
        let upper = from + row * 2 * rowBytes
        let lower = from + min(row * 2 + 1, source.height - 1) * rowBytes
        average(upper, lower, rowBytes, sums)
        pick(sums, upper, lower, to + row * target.width * 3)
      }
    }
  }

  /// For every byte the mean with its right neighbour of the same channel and the two below.
  private func average(
    _ upper: UnsafePointer<UInt8>, _ lower: UnsafePointer<UInt8>, _ count: Int, _ means: UnsafeMutablePointer<UInt8>
  ) {
    for at in 0..<max(0, count - 3) {
      let (a, b, c, d) = (upper[at], upper[at &+ 3], lower[at], lower[at &+ 3])
      // Means of means are rounded up twice: one too much where both roundings happened to half a step.
      let (top, bottom) = (Self.mean(a, b), Self.mean(c, d))
      means[at] = Self.mean(top, bottom) &- (((a ^ b) | (c ^ d)) & (top ^ bottom) & 1)
    }
  }

  /// Rounded up; processors do it for sixteen bytes at once.
  @inline(__always) private static func mean(_ a: UInt8, _ b: UInt8) -> UInt8 {
    UInt8(truncatingIfNeeded: (UInt16(a) &+ UInt16(b) &+ 1) >> 1)
  }

  /// Keeps every second pixel of the means.
  private func pick(
    _ means: UnsafePointer<UInt8>, _ upper: UnsafePointer<UInt8>, _ lower: UnsafePointer<UInt8>,
    _ to: UnsafeMutablePointer<UInt8>
  ) {
    let whole = source.width / 2
    let (means, raw) = (UnsafeRawPointer(means), UnsafeMutableRawPointer(to))
    // The fourth byte is overwritten by the next pixel; the last pixel has no next one.
    for x in 0..<max(0, whole - 1) {
      raw.storeBytes(
        of: means.loadUnaligned(fromByteOffset: x &* 6, as: UInt32.self), toByteOffset: x &* 3, as: UInt32.self)
    }
    for channel in 0..<3 {
      if whole > 0 {
        to[(whole - 1) * 3 + channel] = means.load(fromByteOffset: (whole - 1) * 6 + channel, as: UInt8.self)
      }
      let odd = (source.width - 1) * 3 + channel
      if target.width > whole { to[whole * 3 + channel] = UInt8((Int(upper[odd]) * 2 + Int(lower[odd]) * 2 + 2) >> 2) }
    }
  }
}
