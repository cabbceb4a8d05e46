import Display
import Raster

/// Draws the colour picker.
struct PickerPainter {
  let layout: PickerLayout
  let colors: PickerColors
  let hsv: HSV
  /// Of the recent colours, the chosen one.
  let recent: Int?

  /// - Parameter size: of the picture.
  /// - Complexity: O(pixels).
  func picture(_ size: Size, hasImage: Bool) -> IndexPlane {
    var plane = IndexPlane(size: size, filledWith: colors.letterbox)
    drawPlane(&plane)
    drawStrip(&plane)
    plane.fill(layout.chosen, colors.chosen)
    plane.fill(layout.old, colors.old)
    if hasImage { plane.fill(layout.image, colors.image) }
    for (rect, color) in zip(layout.recent, colors.recent) { plane.fill(rect, color) }
    if let recent, layout.recent.indices.contains(recent) { frame(layout.recent[recent], &plane) }
    mark(&plane)
    return plane
  }

  private func drawPlane(_ plane: inout IndexPlane) {
    let rect = layout.plane
    for y in rect.y..<rect.maxY {
      for x in rect.x..<rect.maxX {
        let point = PixelPoint(x: x, y: y)
        let shown = layout.onPlane(point, saturation: hsv.saturation)
        plane[point] = colors.register(hue: shown.hue, value: shown.value, at: point)
      }
    }
  }

  private func drawStrip(_ plane: inout IndexPlane) {
    let rect = layout.strip
    for y in rect.y..<rect.maxY {
      let saturation = layout.onStrip(PixelPoint(x: rect.x, y: y))
      for x in rect.x..<rect.maxX {
        plane[PixelPoint(x: x, y: y)] = colors.register(saturation: saturation, at: PixelPoint(x: x, y: y))
      }
    }
  }

  /// A square around the chosen place of the plane, and one around that of the strip.
  private func mark(_ plane: inout IndexPlane) {
    let place = layout.place(onPlane: hsv)
    // Half blocks are pixels of half a cell: a ring of one.
    let radius = max(1, layout.chosen.height / 5)
    frame(
      PixelRect(x: place.x - radius, y: place.y - radius, width: 2 * radius + 1, height: 2 * radius + 1), &plane)
    let thickness = max(1, radius / 2)
    let row = layout.row(onStrip: hsv.saturation)
    frame(
      PixelRect(x: layout.strip.x, y: row - thickness, width: layout.strip.width, height: 2 * thickness + 1), &plane)
  }

  /// The border of a rectangle in two tones, one inside the other, so that one of them shows on every colour; where that
  /// has no room, in dashes.
  private func frame(_ rect: PixelRect, _ plane: inout IndexPlane) {
    let isLarge = rect.width >= 7 && rect.height >= 7
    for y in rect.y..<rect.maxY {
      for x in rect.x..<rect.maxX where x >= 0 && y >= 0 && x < plane.width && y < plane.height {
        let depth = min(x - rect.x, y - rect.y, rect.maxX - 1 - x, rect.maxY - 1 - y)
        guard depth < (isLarge ? 2 : 1) else { continue }
        let isBright = isLarge ? depth == 1 : (x + y) % 2 == 0
        plane[PixelPoint(x: x, y: y)] = isBright ? colors.bright : colors.dark
      }
    }
  }
}
