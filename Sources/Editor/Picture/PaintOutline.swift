import Display
import Raster
import Session

/// Paint as a line in the class's own colour along the inside of its border.
struct PaintOutline {
  let samples: CanvasSamples
  let colors: PictureColors
  /// Canvas pixels.
  static let thickness = 2

  /// - Parameters:
  ///   - rect: within `samples.visible`.
  ///   - target: of a plane that is `width` wide.
  /// - Complexity: O(pixels of `rect`).
  func draw(_ rect: PixelRect, _ paint: PaintMap, _ target: UnsafeMutablePointer<UInt8>, _ width: Int) {
    paint.elements.withUnsafeBufferPointer { pixels in
      for y in rect.y..<rect.maxY {
        for x in rect.x..<rect.maxX {
          let own = number(x, y, pixels, paint.width)
          guard own > 0, isBorder(x, y, own, pixels, paint.width) else { continue }
          target[y * width + x] = colors.register(class: Int(own))
        }
      }
    }
  }

  private func isBorder(
    _ x: Int, _ y: Int, _ own: UInt16, _ pixels: UnsafeBufferPointer<UInt16>, _ width: Int
  ) -> Bool {
    let reach = Self.thickness
    return number(x - reach, y, pixels, width) != own || number(x + reach, y, pixels, width) != own
      || number(x, y - reach, pixels, width) != own || number(x, y + reach, pixels, width) != own
  }

  /// The class at a canvas pixel; 0 beyond what is visible.
  private func number(_ x: Int, _ y: Int, _ pixels: UnsafeBufferPointer<UInt16>, _ width: Int) -> UInt16 {
    let visible = samples.visible
    guard x >= visible.x, y >= visible.y, x < visible.maxX, y < visible.maxY else { return 0 }
    return pixels[samples.rows[y - visible.y] * width + Int(samples.columns[x - visible.x])]
  }
}
