import Raster

/// The nearest of a few colours for every colour, in 32 steps per channel.
public struct ColorTable: Equatable, Sendable {
  /// Index by (red >> 3, green >> 3, blue >> 3), blue fastest; 32768 entries.
  public let indices: [UInt8]

  /// - Parameters:
  ///   - colors: 1…256 colours, equally near ones: the first wins.
  ///   - first: added to every index.
  /// - Complexity: 32768 times the number of colours; about 1 ms for 160.
  public init(_ colors: [RGB], first: UInt8 = 0) {
    precondition((1...256 - Int(first)).contains(colors.count), "\(colors.count) colours from register \(first)")
    // Distance and place in one number, four colours at a time; places beyond the end are never nearest.
    let lanes = (colors.count + 3) / 4
    let red = Self.distances(colors, lanes, \.red, withPlace: true)
    let green = Self.distances(colors, lanes, \.green, withPlace: false)
    let blue = Self.distances(colors, lanes, \.blue, withPlace: false)
    var indices = [UInt8](repeating: 0, count: 32 * 32 * 32)
    var sums = [SIMD4<Int32>](repeating: .zero, count: lanes)
    for cell in 0..<32 * 32 {
      for lane in 0..<lanes { sums[lane] = red[cell / 32 * lanes + lane] &+ green[cell % 32 * lanes + lane] }
      for step in 0..<32 {
        indices[cell * 32 + step] = first &+ Self.nearest(sums, blue, step * lanes)
      }
    }
    self.indices = indices
  }

  /// For each of 32 steps of a channel the squared distances to all colours, times 256.
  private static func distances(
    _ colors: [RGB], _ lanes: Int, _ channel: KeyPath<RGB, UInt8>, withPlace: Bool
  ) -> [SIMD4<Int32>] {
    var result = [SIMD4<Int32>](repeating: .zero, count: 32 * lanes)
    for step in 0..<32 {
      for place in 0..<lanes * 4 {
        let far = withPlace ? 1 << 30 : 0
        let difference = place < colors.count ? Int(colors[place][keyPath: channel]) - (step * 8 + 4) : 0
        let value = place < colors.count ? difference * difference * 256 + (withPlace ? place : 0) : far
        result[step * lanes + place / 4][place % 4] = Int32(value)
      }
    }
    return result
  }

  @inline(__always) private static func nearest(_ sums: [SIMD4<Int32>], _ blue: [SIMD4<Int32>], _ from: Int) -> UInt8 {
    var best = SIMD4<Int32>(repeating: .max)
    for lane in 0..<sums.count { best = pointwiseMin(best, sums[lane] &+ blue[from &+ lane]) }
    return UInt8(truncatingIfNeeded: best.min())
  }

  /// The index of the nearest colour.
  public subscript(color: RGB) -> UInt8 {
    indices[Int(color.red >> 3) << 10 | Int(color.green >> 3) << 5 | Int(color.blue >> 3)]
  }

  /// Writes the nearest index of every pixel.
  ///
  /// - Parameters:
  ///   - rgb: three bytes per pixel.
  ///   - indices: room for as many pixels.
  /// - Complexity: about 0.6 ms per megapixel; allocates nothing.
  public func quantize(_ rgb: UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>) {
    precondition(rgb.count == target.count * 3, "\(rgb.count) bytes for \(target.count) indices")
    guard let rgb = rgb.baseAddress else { return }
    indices.withUnsafeBufferPointer { table in
      for at in 0..<target.count {
        let pixel = rgb + at &* 3
        let cell = Int(pixel[0] >> 3) << 10 | Int(pixel[1] >> 3) << 5 | Int(pixel[2] >> 3)
        target[at] = table[cell]
      }
    }
  }
}
