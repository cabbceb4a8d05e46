import Display
import Raster

/// Lines between objects of one class that touch, which paint alone does not tell apart.
struct ObjectBorders {
  let samples: CanvasSamples
  /// The register of the lines.
  let register: UInt8

  /// - Parameters:
  ///   - rect: within `samples.visible`.
  ///   - objects: of the size of `paint`.
  ///   - target: of a plane that is `width` wide.
  /// - Complexity: O(pixels of `rect`).
  func draw(
    _ rect: PixelRect, _ paint: PaintMap, _ objects: ObjectMap, _ target: UnsafeMutablePointer<UInt8>, _ width: Int
  ) {
    let (visible, imageWidth) = (samples.visible, paint.width)
    func index(_ x: Int, _ y: Int) -> Int {
      samples.rows[y - visible.y] * imageWidth + Int(samples.columns[x - visible.x])
    }
    paint.elements.withUnsafeBufferPointer { paint in
      objects.elements.withUnsafeBufferPointer { objects in
        for y in rect.y..<rect.maxY {
          for x in rect.x..<rect.maxX {
            let at = index(x, y)
            let right = x + 1 < visible.maxX ? index(x + 1, y) : at
            let below = y + 1 < visible.maxY ? index(x, y + 1) : at
            let isBorder =
              (objects[right] != objects[at] && paint[right] == paint[at])
              || (objects[below] != objects[at] && paint[below] == paint[at])
            if isBorder { target[y * width + x] = register }
          }
        }
      }
    }
  }
}
