import Display
import Raster

/// Makes rough versions of pictures that cost a third of the bytes: first sight over a slow link.
///
/// Blocks of 2 x 2 pixels get one colour, and a colour near the one to the left or above is taken for it. The
/// interface's own colours (registers below 32) are never mixed up, and one of them wins its block.
struct CoarsePicture {
  private static let interfaceColors = 32
  /// Colours whose squared distance is smaller look alike at first sight.
  private static let alike = 900

  private var palette: Palette?
  /// 256 x 256: whether one colour may stand for the other.
  private var isAlike: [Bool] = []

  /// Roughens `rects` of a plane.
  /// - Complexity: O(pixels), and 65,536 distances when the palette changed.
  mutating func roughen(_ plane: inout IndexPlane, _ rects: [PixelRect], _ palette: Palette) {
    if palette != self.palette { learn(palette) }
    let (width, bounds) = (plane.width, plane.size.bounds)
    isAlike.withUnsafeBufferPointer { isAlike in
      plane.elements.withUnsafeMutableBufferPointer { pixels in
        for rect in rects { Self.roughen(pixels, width, rect.intersection(bounds), isAlike) }
      }
    }
  }

  private mutating func learn(_ palette: Palette) {
    self.palette = palette
    let colors = palette.colors
    isAlike = [Bool](repeating: false, count: 65_536)
    for first in Self.interfaceColors..<max(Self.interfaceColors, colors.count) {
      for second in Self.interfaceColors..<colors.count {
        isAlike[first << 8 | second] = Self.distance(colors[first], colors[second]) < Self.alike
      }
    }
  }

  private static func distance(_ a: RGB, _ b: RGB) -> Int {
    let (red, green, blue) = (Int(a.red) - Int(b.red), Int(a.green) - Int(b.green), Int(a.blue) - Int(b.blue))
    return red * red + green * green + blue * blue
  }

  private static func roughen(
    _ pixels: UnsafeMutableBufferPointer<UInt8>, _ width: Int, _ rect: PixelRect,
    _ isAlike: UnsafeBufferPointer<Bool>
  ) {
    for y in stride(from: rect.y, to: rect.maxY, by: 2) {
      let isSingleRow = y + 1 == rect.maxY
      for x in stride(from: rect.x, to: rect.maxX, by: 2) {
        let at = y * width + x
        let right = x + 1 == rect.maxX ? at : at + 1
        let (below, corner) = isSingleRow ? (at, right) : (at + width, right + width)
        var color = strongest(pixels[at], pixels[right], pixels[below], pixels[corner])
        if x > rect.x, isAlike[Int(pixels[at - 1]) << 8 | Int(color)] {
          color = pixels[at - 1]
        } else if y > rect.y, isAlike[Int(pixels[at - width]) << 8 | Int(color)] {
          color = pixels[at - width]
        }
        pixels[at] = color
        pixels[right] = color
        pixels[below] = color
        pixels[corner] = color
      }
    }
  }

  /// The first of the interface's colours, else the first colour.
  private static func strongest(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> UInt8 {
    let limit = UInt8(interfaceColors)
    return a < limit ? a : b < limit ? b : c < limit ? c : d < limit ? d : a
  }
}
