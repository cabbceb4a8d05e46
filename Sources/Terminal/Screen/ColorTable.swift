import Raster

/// Colours as the numbers that a terminal of a given depth has for them.
struct ColorTable {
  /// 0, 8, 16, 88, 256 colours; more means that a number is 0xRRGGBB.
  let count: Int

  /// The nearest colour's number; -1, the terminal's own, where there is no colour to choose.
  func number(_ color: RGB?) -> Int32 {
    guard let color, count >= 8 else { return -1 }
    if count < 256 { return nearest(color, among: Self.basic.prefix(count >= 16 ? 16 : 8)) }
    let index = Self.indexed(color)
    return count == 256 ? index : Self.direct(color)
  }

  /// Numbers below 8 would mean the basic colours, so the darkest blues are rounded up.
  private static func direct(_ color: RGB) -> Int32 {
    let number = Int32(color.red) << 16 | Int32(color.green) << 8 | Int32(color.blue)
    return (1..<8).contains(number) ? 8 : number
  }

  /// The nearest of the 6 x 6 x 6 cube and the 24 greys (16…255); the first 16 are the user's to change.
  private static func indexed(_ color: RGB) -> Int32 {
    let cube = [color.red, color.green, color.blue].map(cubeStep)
    let levels = cube.map { $0 == 0 ? 0 : UInt8(55 + 40 * $0) }
    // The mean that the weights of `distance` make the nearest grey, rounded to 8, 18, 28 …
    let mean = Int(color.red) * 2 + Int(color.green) * 4 + Int(color.blue)
    let grey = min(23, max(0, mean - 21) / 70)
    let greyLevel = UInt8(8 + 10 * grey)
    let isGreyNearer =
      distance(color, RGB(greyLevel, greyLevel, greyLevel)) < distance(color, RGB(levels[0], levels[1], levels[2]))
    return Int32(isGreyNearer ? 232 + grey : 16 + 36 * cube[0] + 6 * cube[1] + cube[2])
  }

  private static func cubeStep(_ value: UInt8) -> Int { value < 48 ? 0 : value < 115 ? 1 : (Int(value) - 35) / 40 }

  private func nearest(_ color: RGB, among table: ArraySlice<RGB>) -> Int32 {
    let best = table.indices.min { Self.distance(color, table[$0]) < Self.distance(color, table[$1]) }
    return Int32(best ?? 7)
  }

  private static func distance(_ a: RGB, _ b: RGB) -> Int {
    let (red, green, blue) = (Int(a.red) - Int(b.red), Int(a.green) - Int(b.green), Int(a.blue) - Int(b.blue))
    return red * red * 2 + green * green * 4 + blue * blue
  }

  /// xterm's defaults.
  private static let basic = [
    RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0), RGB(0, 0, 238), RGB(205, 0, 205), RGB(0, 205, 205),
    RGB(229, 229, 229), RGB(127, 127, 127), RGB(255, 0, 0), RGB(0, 255, 0), RGB(255, 255, 0), RGB(92, 92, 255),
    RGB(255, 0, 255), RGB(0, 255, 255), RGB(255, 255, 255),
  ]
}
