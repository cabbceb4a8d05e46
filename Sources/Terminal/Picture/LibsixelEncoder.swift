import CTerminal
import Display
import Raster

/// The same sixels by libsixel: the reference that `SixelEncoder` is tested and measured against.
public struct LibsixelEncoder: ImageEncoder {
  /// As for `SixelEncoder`.
  public var grouping: DirtyGrouping

  /// - Parameter limit: images per frame at most.
  public init(limit: Int = 4, rowMultiple: Int = 1) {
    grouping = .rectangles(limit: limit, rowMultiple: rowMultiple)
  }

  /// Appends one sixel image of a rectangle within a plane; nothing where libsixel has no memory.
  ///
  /// libsixel 1.10.3 puts an empty band above images of fewer than 6 rows; those are written by `SixelEncoder`.
  public func encode(_ plane: IndexPlane, _ rect: PixelRect, _ palette: Palette, into bytes: inout [UInt8]) {
    guard rect.height >= 6 else { return SixelEncoder().encode(plane, rect, palette, into: &bytes) }
    let colors = DenseColors(plane, rect)
    var dense: [UInt8] = []
    dense.reserveCapacity(rect.area)
    for y in rect.y..<rect.maxY {
      for x in rect.x..<rect.maxX { dense.append(colors.numbers[Int(plane.elements[y * plane.width + x])]) }
    }
    let triples = colors.order.flatMap { index in
      let color = index < palette.colors.count ? palette.colors[index] : RGB(0, 0, 0)
      return [color.red, color.green, color.blue]
    }
    var length = 0
    let encoded = ct_sixel_encode(
      dense, Int32(rect.width), Int32(rect.height), triples, Int32(colors.order.count), &length)
    guard let encoded else { return }
    bytes.append(contentsOf: UnsafeBufferPointer(start: encoded, count: length))
    ct_sixel_free(encoded)
  }
}
