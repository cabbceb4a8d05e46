import Raster

/// The pixels near the outline of a mask.
struct OutlineBand {
  /// It holds them all; empty where the mask has no outline.
  let box: PixelRect
  let count: Int
  /// 1 in the band, by the pixels of the box.
  private let elements: [UInt8]

  /// - Parameter radius: how far from the outline, in columns and rows, at least 1.
  /// - Complexity: O(pixels), about 0.3 ns per pixel, and more only in the box.
  init(of mask: Mask, radius: Int) {
    let outline = Self.box(of: mask)
    box = PixelRect(
      x: outline.x - radius, y: outline.y - radius, width: outline.width + 2 * radius,
      height: outline.height + 2 * radius
    ).intersection(mask.size.bounds)
    guard !outline.isEmpty, !box.isEmpty else {
      (count, elements) = (0, [])
      return
    }
    let columns = Self.nearInRow(mask, box, radius)
    elements = Self.nearInColumn(columns, box, radius)
    count = elements.reduce(0) { $0 + Int($1) }
  }

  /// A pixel of the image is in the band.
  @inline(__always)
  func holds(_ x: Int, _ y: Int) -> Bool {
    x >= box.x && y >= box.y && x < box.maxX && y < box.maxY && elements[(y - box.y) * box.width + x - box.x] != 0
  }

  /// What is inside of the mask.
  private static func box(of mask: Mask) -> PixelRect {
    var (left, right, top, bottom) = (mask.width, -1, mask.height, -1)
    mask.elements.withUnsafeBufferPointer { elements in
      for y in 0..<mask.height {
        let row = UnsafeBufferPointer(rebasing: elements[y * mask.width..<(y + 1) * mask.width])
        guard let first = row.firstIndex(where: { $0 != 0 }), let last = row.lastIndex(where: { $0 != 0 }) else {
          continue
        }
        (left, right, top, bottom) = (min(left, first), max(right, last), min(top, y), y)
      }
    }
    return PixelRect(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
  }

  /// The pixels that have an outline at their right or lower side within `radius` columns.
  private static func nearInRow(_ mask: Mask, _ box: PixelRect, _ radius: Int) -> [UInt8] {
    var near = [UInt8](repeating: 0, count: box.area)
    mask.elements.withUnsafeBufferPointer { elements in
      for y in box.y..<box.maxY {
        let (line, below) = (y * mask.width, y + 1 < mask.height ? mask.width : 0)
        var end = box.x
        for x in box.x..<box.maxX {
          let (own, right) = (elements[line + x], x + 1 < mask.width ? 1 : 0)
          guard own != elements[line + x + right] || own != elements[line + x + below] else { continue }
          let first = max(end, x - radius + 1)
          end = max(first, min(box.maxX, x + radius + 1))
          for column in first..<end { near[(y - box.y) * box.width + column - box.x] = 1 }
        }
      }
    }
    return near
  }

  /// The same along columns.
  private static func nearInColumn(_ rows: [UInt8], _ box: PixelRect, _ radius: Int) -> [UInt8] {
    var near = [UInt8](repeating: 0, count: box.area)
    // How many rows below the one that is looked at are still near an outline above.
    var left = [Int](repeating: 0, count: box.width)
    for y in 0..<box.height {
      for x in 0..<box.width {
        if rows[y * box.width + x] != 0 { left[x] = radius + 1 }
        if left[x] > 0 {
          near[y * box.width + x] = 1
          left[x] -= 1
        }
      }
    }
    left = [Int](repeating: 0, count: box.width)
    for y in (0..<box.height).reversed() {
      for x in 0..<box.width {
        if rows[y * box.width + x] != 0 { left[x] = radius }
        if left[x] > 0 {
          near[y * box.width + x] = 1
          left[x] -= 1
        }
      }
    }
    return near
  }
}
