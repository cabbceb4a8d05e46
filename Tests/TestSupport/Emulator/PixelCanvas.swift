import Raster

/// The pixels of a terminal's images over its text, and the images it keeps to repaint them.
struct PixelCanvas {
  private(set) var size: Size
  /// 0xRRGGBB; nil where text shows.
  private(set) var pixels: [UInt32?]
  private(set) var kept: [Kept] = []
  let slots: Int?

  struct Kept {
    var x: Int
    var y: Int
    let size: Size
    var pixels: [UInt32?]
  }

  init(size: Size, slots: Int?) {
    self.size = size
    self.slots = slots
    pixels = [UInt32?](repeating: nil, count: size.area)
  }

  mutating func resize(to newSize: Size) {
    var resized = [UInt32?](repeating: nil, count: newSize.area)
    for y in 0..<min(size.height, newSize.height) {
      for x in 0..<min(size.width, newSize.width) { resized[y * newSize.width + x] = pixels[y * size.width + x] }
    }
    (size, pixels) = (newSize, resized)
  }

  mutating func draw(_ image: SixelImage, x: Int, y: Int) {
    let new = Kept(x: x, y: y, size: image.size, pixels: image.pixels)
    if let slots {
      if kept.count == slots { dropTopmost() }
      kept.append(new)
    }
    paint(new)
  }

  /// xterm gives the slot of the image that is highest on the screen to the new one; the glass keeps its pixels.
  private mutating func dropTopmost() {
    guard let top = kept.map(\.y).min(), let index = kept.firstIndex(where: { $0.y == top }) else { return }
    kept.remove(at: index)
  }

  private mutating func paint(_ image: Kept) {
    for row in 0..<image.size.height where (0..<size.height).contains(image.y + row) {
      for column in 0..<image.size.width where (0..<size.width).contains(image.x + column) {
        guard let color = image.pixels[row * image.size.width + column] else { continue }
        pixels[(image.y + row) * size.width + image.x + column] = color
      }
    }
  }

  /// Takes the pixels of some cells from the glass; with `forGood` also from the kept images.
  mutating func erase(_ rect: PixelRect, forGood: Bool) {
    let rect = rect.intersection(size.bounds)
    guard !rect.isEmpty else { return }
    for y in rect.y..<rect.maxY {
      for x in rect.x..<rect.maxX { pixels[y * size.width + x] = nil }
    }
    guard forGood else { return }
    for index in kept.indices { kept[index].erase(rect) }
  }

  mutating func scroll(_ region: PixelRect, up distance: Int) {
    let old = pixels
    for y in region.y..<region.maxY {
      for x in region.x..<region.maxX {
        let from = y + distance
        pixels[y * size.width + x] = from >= region.y && from < region.maxY ? old[from * size.width + x] : nil
      }
    }
    kept = kept.compactMap { $0.scrolled(up: distance, screenHeight: size.height) }
  }

  /// What a window shows after it was covered and uncovered: nothing but the images that are still kept.
  mutating func repaintFromKept() {
    guard slots != nil else { return }
    pixels = [UInt32?](repeating: nil, count: size.area)
    for image in kept { paint(image) }
  }
}

extension PixelCanvas.Kept {
  var rect: PixelRect { PixelRect(x: x, y: y, width: size.width, height: size.height) }

  /// The image moved; nil once it has left the screen. Seen in xterm: images move wherever they are and are not cut
  /// at the margins, so that they show in other rows at the next expose.
  func scrolled(up distance: Int, screenHeight: Int) -> PixelCanvas.Kept? {
    var moved = self
    moved.y -= distance
    return moved.rect.maxY <= 0 || moved.y >= screenHeight ? nil : moved
  }

  mutating func erase(_ erased: PixelRect) {
    let common = rect.intersection(erased)
    guard !common.isEmpty else { return }
    for row in common.y..<common.maxY {
      for column in common.x..<common.maxX { pixels[(row - y) * size.width + column - x] = nil }
    }
  }
}
