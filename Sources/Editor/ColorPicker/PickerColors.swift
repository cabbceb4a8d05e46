import Display
import Raster

/// What stands in which register while the colour picker is shown: a lattice of hues and values, a strip of
/// saturations, and swatches with registers of their own.
struct PickerColors: Equatable, Sendable {
  /// What the swatches show.
  struct Swatches: Equatable, Sendable {
    var chosen: RGB
    var old: RGB
    var image: RGB?
    var recent: [RGB]
  }

  /// All registers.
  let palette: Palette
  /// Black, and the plane's colour of value 0.
  let dark: UInt8 = 0
  /// The other tone of marks.
  let bright: UInt8 = 1
  /// Around everything.
  let letterbox: UInt8
  /// The swatches' registers.
  let old: UInt8
  let chosen: UInt8
  let image: UInt8
  /// As many as there is room for.
  let recent: [UInt8]
  /// Where registers are few, colours in between are patterns of two.
  let isDithered: Bool

  private let strip: Range<Int>
  private let firstOfPlane: Int
  private let hues: Int
  private let values: Int

  /// - Parameters:
  ///   - hsv: the plane is shown in its saturation, the strip in its hue and value.
  ///   - registers: 256 or 16; fewer than 256 count as 16.
  init(_ hsv: HSV, _ swatches: Swatches, theme: PictureTheme, registers: Int) {
    let isMany = registers >= 256
    var colors = isMany ? [theme.dark, theme.bright, theme.letterbox] : [theme.dark, theme.bright]
    letterbox = isMany ? 2 : 0
    func append(_ more: [RGB]) -> Range<Int> {
      colors += more
      return colors.count - more.count..<colors.count
    }
    old = UInt8(append([swatches.old]).lowerBound)
    chosen = UInt8(append([swatches.chosen]).lowerBound)
    image = UInt8(append([swatches.image ?? theme.dark]).lowerBound)
    recent = append(Array(swatches.recent.prefix(Self.recentCount(registers)))).map { UInt8($0) }
    let steps = isMany ? 16 : 2
    strip = append(
      (0..<steps).map { HSV(hue: hsv.hue, saturation: Double($0) / Double(steps - 1), value: hsv.value).rgb })
    let (hues, values) = isMany ? (24, 8) : (6, 1)
    (self.hues, self.values, isDithered) = (hues, values, !isMany)
    firstOfPlane = colors.count
    for row in 1...values {
      colors += (0..<hues).map { column in
        HSV(
          hue: 360 * Double(column) / Double(hues), saturation: hsv.saturation, value: Double(row) / Double(values)
        ).rgb
      }
    }
    palette = Palette(colors: colors.map(\.onSixelGrid))
  }

  /// How many recent colours have a register.
  static func recentCount(_ registers: Int) -> Int { registers >= 256 ? 12 : 3 }

  /// The register of a place of the plane.
  ///
  /// - Parameters:
  ///   - hue: degrees, 0..<360.
  ///   - value: 0…1.
  ///   - point: of the picture, for patterns.
  func register(hue: Double, value: Double, at point: PixelPoint) -> UInt8 {
    let row = step(value * Double(values), point.x >> 1, point.y >> 1)
    guard row > 0 else { return dark }
    let column = step(hue / 360 * Double(hues), point.x, point.y) % hues
    return UInt8(firstOfPlane + (min(row, values) - 1) * hues + column)
  }

  /// The register of a place of the strip.
  func register(saturation: Double, at point: PixelPoint) -> UInt8 {
    UInt8(strip.lowerBound + min(step(saturation * Double(strip.count - 1), point.x, point.y), strip.count - 1))
  }

  /// The step that shows `place`: the nearest, or in a pattern each of its neighbours as often as it is near.
  private func step(_ place: Double, _ x: Int, _ y: Int) -> Int {
    Int(isDithered ? place + Self.threshold(x, y) : (place + 0.5))
  }

  /// Ordered dithering: each of 16 values inside 0…1 equally often. Only every other bit of the coordinates counts, so
  /// that another threshold that leaves out the first bit knows nothing of this one.
  ///
  /// - Source: B. E. Bayer, "An optimum method for two-level rendition of continuous-tone pictures", ICC 1973.
  private static func threshold(_ x: Int, _ y: Int) -> Double {
    (Double(4 * order[y & 1][x & 1] + order[y >> 2 & 1][x >> 2 & 1]) + 0.5) / 16
  }

  private static let order = [[0, 2], [3, 1]]
}
