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
    let rows = (area.y..<area.maxY).map { y in y * paint.width + area.x..<y * paint.width + area.maxX }
    mask = Mask(
      size: Size(width: area.width, height: area.height),
      elements: rows.flatMap { row in paint.elements[row].map { $0 == number ? 255 : 0 } })
  }

  /// The runs of the image that `mask`, of the size of `area`, holds.
  public func runs(of mask: Mask, inWidth width: Int) -> [PixelRun] {
    var runs: [PixelRun] = []
    for y in 0..<mask.height {
      let row = y * mask.width..<(y + 1) * mask.width
      var at = row.lowerBound
      while let start = mask.elements[at..<row.upperBound].firstIndex(where: { $0 != 0 }) {
        at = mask.elements[start..<row.upperBound].firstIndex(of: 0) ?? row.upperBound
        let place = (y + area.y) * width + area.x + start - row.lowerBound
        runs.append(PixelRun(start: UInt32(place), length: UInt32(at - start)))
      }
    }
    return runs
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
    return Mask(size: size, elements: zip(elements, other.elements).map { $0 != 0 && $1 == 0 ? 255 : 0 })
  }
}
