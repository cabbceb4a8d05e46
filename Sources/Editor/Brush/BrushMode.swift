import Raster
import Session

/// What brush mode knows beside the paint.
struct BrushMode: Equatable, Sendable {
  /// A stroke that is being drawn.
  struct Draft: Equatable, Sendable {
    var stroke: BrushStroke
    var erases: Bool
    var sweep: BrushSweep

    /// The brush put down at a pixel.
    init(_ brush: Brush, erases: Bool, at point: PixelPoint, in size: Size) {
      stroke = BrushStroke(brush, [point])
      self.erases = erases
      sweep = stroke.sweep(in: size)
    }

    var command: Command { .freehand(.brush(stroke, erases: erases)) }

    mutating func extend(to point: PixelPoint) {
      stroke.points = stroke.points.extended(to: point)
      sweep.move(to: point)
    }
  }

  var brush = Brush(.circle, diameter: 9)
  /// Keys and the left button unpaint.
  var erases = false
  var draft: Draft?

  /// What the keys step through, in image pixels.
  static let diameters = [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256,
    320,
    384, 448, 512,
  ]

  /// So many sizes larger, smaller where negative.
  mutating func changeSize(by step: Int) {
    let sizes = Self.diameters
    let place = step < 0 ? sizes.lastIndex { $0 <= brush.diameter } : sizes.firstIndex { $0 >= brush.diameter }
    let step = min(max(step, -sizes.count), sizes.count)
    brush.diameter = sizes[min(max((place ?? 0) + step, 0), sizes.count - 1)]
  }
}

extension [PixelPoint] {
  /// The same way on to `point`; points on the way of a straight line are left out.
  func extended(to point: PixelPoint) -> [PixelPoint] {
    guard let last, last != point else { return self }
    var points = self
    if count > 1 {
      let before = self[count - 2]
      let (one, other) = ((last.x - before.x, last.y - before.y), (point.x - last.x, point.y - last.y))
      let isStraight = one.0 * other.1 == one.1 * other.0 && one.0 * other.0 + one.1 * other.1 > 0
      if isStraight { points.removeLast() }
    }
    return points + [point]
  }
}
