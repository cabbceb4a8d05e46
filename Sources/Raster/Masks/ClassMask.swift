/// The pixels of one class, cut out of the paint with some room around them.
public struct ClassMask: Sendable {
  /// The class.
  public let number: UInt16
  /// Where it lies in the image.
  public let area: PixelRect
  /// Of the size of `area`: 255 where the class is.
  public let mask: Mask

  /// Nil where no pixel has the class.
  ///
  /// - Parameter margin: pixels around all of them, as far as there is image.
  /// - Complexity: one pass over the paint.
  public init?(_ number: UInt16, of paint: PaintMap, margin: Int) {
    let bounds = Self.bounds(of: number, in: paint)
    guard !bounds.isEmpty else { return nil }
    let wide = PixelRect(
      x: bounds.x - margin, y: bounds.y - margin, width: bounds.width + 2 * margin, height: bounds.height + 2 * margin)
    let area = wide.intersection(paint.size.bounds)
    self.number = number
    self.area = area
    mask = Self.mask(of: number, in: paint, area)
  }

  private static func mask(of number: UInt16, in paint: PaintMap, _ area: PixelRect) -> Mask {
    let elements = [UInt8](unsafeUninitializedCapacity: area.area) { target, count in
      paint.elements.withUnsafeBufferPointer { source in
        for y in 0..<area.height {
          let (from, to) = ((area.y + y) * paint.width + area.x, y * area.width)
          for x in 0..<area.width { target[to &+ x] = source[from &+ x] == number ? 255 : 0 }
        }
      }
      count = area.area
    }
    return Mask(size: Size(width: area.width, height: area.height), elements: elements)
  }

  /// The runs of the image that `mask`, of the size of `area`, holds.
  public func runs(of mask: Mask, inWidth width: Int) -> [PixelRun] {
    RunLengthPlane(mask).filledRuns.flatMap { run, _ in
      // A run may go on into the next row of the mask, which lies elsewhere in the image.
      let rows = run.range.lowerBound / mask.width...(run.range.upperBound - 1) / mask.width
      return rows.map { y in
        let part = run.range.clamped(to: y * mask.width..<(y + 1) * mask.width)
        let place = (y + area.y) * width + area.x + part.lowerBound - y * mask.width
        return PixelRun(start: UInt32(place), length: UInt32(part.count))
      }
    }
  }

  private static func bounds(of number: UInt16, in paint: PaintMap) -> PixelRect {
    let runs = RunLengthPlane(paint)
    var (patch, start) = (Patch(), UInt32(0))
    for (value, end) in zip(runs.values, runs.ends) {
      if value == number { patch.paint.append(RunChange(start: start, length: end - start, old: value, new: value)) }
      start = end
    }
    return patch.bounds(width: paint.width)
  }
}

extension Mask {
  /// What is in this one and not in the other.
  /// - Precondition: both have one size.
  public func subtracting(_ other: Mask) -> Mask {
    precondition(size == other.size, "masks of different sizes")
    let rest = [UInt8](unsafeUninitializedCapacity: elements.count) { target, count in
      elements.withUnsafeBufferPointer { one in
        other.elements.withUnsafeBufferPointer { other in
          for at in one.indices { target[at] = one[at] != 0 && other[at] == 0 ? 255 : 0 }
        }
      }
      count = elements.count
    }
    return Mask(size: size, elements: rest)
  }
}
