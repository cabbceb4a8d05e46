import Display

/// How paint is shown over the image.
public struct PaintLook: Equatable, Sendable {
  /// How much of the colour shows, 0…100 percent.
  public var opacity = PictureColors.plainOpacity
  /// Every class has a hatching of its own, for eyes that cannot tell its colour.
  public var hasPatterns = false

  /// As it is until someone changes it.
  public init() {}
}

/// The hatching of a class: eight patterns, narrow for classes 1…8, wide for 9…16, then over again.
struct PaintPattern: Equatable {
  private let kind: Int
  /// Canvas pixels from one line to the next; a power of two.
  private let pitch: Int

  init(class number: Int) {
    kind = (number - 1) & 7
    pitch = (number - 1) & 8 == 0 ? 8 : 16
  }

  /// How text shows it.
  var symbol: String { Self.symbols[kind] }

  private static let symbols = ["/", "\\", "∙", "-", "|", "#", "x", "+"]

  /// Whether the pattern marks a canvas pixel.
  func covers(_ x: Int, _ y: Int) -> Bool {
    let last = pitch - 1
    let (column, row) = (x & last, y & last)
    let (rising, falling) = ((x &+ y) & last == 0, (x &- y) & last == 0)
    switch kind {
    case 0: return rising
    case 1: return falling
    case 2: return column < 2 && row < 2
    case 3: return row == 0
    case 4: return column == 0
    case 5: return row == 0 || column == 0
    case 6: return rising || falling
    default:
      let (middle, arm) = (pitch / 2, pitch / 4)
      return (row == middle && abs(column - middle) <= arm) || (column == middle && abs(row - middle) <= arm)
    }
  }
}
