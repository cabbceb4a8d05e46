/// A colour, 0…255 per channel.
public struct RGB: Hashable, Sendable {
  /// 0…255.
  public var red: UInt8
  /// 0…255.
  public var green: UInt8
  /// 0…255.
  public var blue: UInt8

  /// A colour by its channels, 0…255 each.
  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }
}

/// A decoded image: interleaved R, G, B bytes, row by row, orientation applied, alpha over white.
public struct Image: Equatable, Sendable {
  /// Width and height in pixels.
  public let size: Size
  /// `size.area * 3` bytes.
  public let bytes: [UInt8]

  /// - Precondition: `bytes.count == size.area * 3`.
  public init(size: Size, bytes: [UInt8]) {
    precondition(bytes.count == size.area * 3, "\(bytes.count) bytes for \(size.width) x \(size.height) RGB pixels")
    self.size = size
    self.bytes = bytes
  }

  /// The colour of a pixel inside.
  public subscript(point: PixelPoint) -> RGB {
    let at = (point.y * size.width + point.x) * 3
    return RGB(bytes[at], bytes[at + 1], bytes[at + 2])
  }
}
