import Raster

/// A part of the image that is looked at by itself.
struct MaskCrop: Equatable {
  let rect: PixelRect
  /// 0 is the whole image.
  let layer: Int

  /// The whole image, then the crops of each layer, columns first: what the models see of them is larger.
  ///
  /// - Source: SamAutomaticMaskGenerator's `generate_crop_boxes`.
  static func all(of size: Size, _ settings: AutomaticMaskSettings) -> [MaskCrop] {
    var crops = [MaskCrop(rect: size.bounds, layer: 0)]
    for layer in 0..<settings.cropLayers {
      let count = 2 << layer
      let share = settings.cropOverlapRatio * Double(min(size.width, size.height)) * (2 / Double(count))
      let overlap = Int(share)
      let (wide, high) = (length(size.width, count, overlap), length(size.height, count, overlap))
      for column in 0..<count {
        for row in 0..<count {
          let whole = PixelRect(x: (wide - overlap) * column, y: (high - overlap) * row, width: wide, height: high)
          let rect = whole.intersection(size.bounds)
          // Tiny images divide into nothing.
          if !rect.isEmpty { crops.append(MaskCrop(rect: rect, layer: layer + 1)) }
        }
      }
    }
    return crops
  }

  /// Rounded up.
  private static func length(_ extent: Int, _ count: Int, _ overlap: Int) -> Int {
    (overlap * (count - 1) + extent + count - 1) / count
  }

  /// Clicks in the crop's own pixels, row by row.
  func grid(_ settings: AutomaticMaskSettings) -> [[Prompt.Point]] {
    let count = settings.points(ofLayer: layer)
    func place(_ index: Int, _ extent: Int) -> Double { (Double(index) + 0.5) / Double(count) * Double(extent) }
    return (0..<count).map { row in
      (0..<count).map { Prompt.Point(x: place($0, rect.width), y: place(row, rect.height)) }
    }
  }

  /// What ends within 20 pixels of a border that is none of the image's is probably cut off there.
  /// - Parameter box: in pixels of the image.
  func cuts(_ box: PixelRect, in size: Size) -> Bool {
    func sides(_ rect: PixelRect) -> [Int] { [rect.x, rect.y, rect.maxX, rect.maxY] }
    // The last pixel's index, but the crop's end: as in the original.
    let mask = [box.x, box.y, box.maxX - 1, box.maxY - 1]
    return zip(mask, zip(sides(rect), sides(size.bounds))).contains { side, borders in
      abs(side - borders.0) <= 20 && abs(side - borders.1) > 20
    }
  }
}

extension Image {
  /// The pixels of `rect`, which lies inside.
  func cropped(to rect: PixelRect) -> Image {
    if rect == size.bounds { return self }
    var part: [UInt8] = []
    part.reserveCapacity(rect.area * 3)
    for y in rect.y..<rect.maxY {
      let start = (y * size.width + rect.x) * 3
      part += bytes[start..<start + rect.width * 3]
    }
    return Image(size: Size(width: rect.width, height: rect.height), bytes: part)
  }
}
