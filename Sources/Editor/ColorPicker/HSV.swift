import Raster

/// A colour by hue, saturation and value.
///
/// - Source: A. R. Smith, "Color gamut transform pairs", SIGGRAPH 1978.
struct HSV: Equatable, Sendable {
  /// Degrees, 0..<360: red, yellow at 60, green at 120, blue at 240.
  let hue: Double
  /// 0…1: from grey to the pure hue.
  let saturation: Double
  /// 0…1: from black to the brightest colour of the hue.
  let value: Double

  /// Hues go round, the others are held at their ends.
  init(hue: Double, saturation: Double, value: Double) {
    let turned = hue.truncatingRemainder(dividingBy: 360)
    // The sum of a tiny negative angle and a whole turn is the whole turn.
    let positive = turned < 0 ? turned + 360 : turned
    self.hue = positive < 360 ? positive : 0
    self.saturation = min(max(saturation, 0), 1)
    self.value = min(max(value, 0), 1)
  }

  /// - Parameter kept: says what the colour does not: the hue of greys, hue and saturation of black.
  init(_ color: RGB, keeping kept: HSV? = nil) {
    let channels = [Int(color.red), Int(color.green), Int(color.blue)]
    let (low, high) = (channels.min() ?? 0, channels.max() ?? 0)
    let hue = high == low ? kept?.hue ?? 0 : Self.hue(channels, low, high)
    let saturation = high == 0 ? kept?.saturation ?? 0 : Double(high - low) / Double(high)
    self.init(hue: hue, saturation: saturation, value: Double(high) / 255)
  }

  private static func hue(_ channels: [Int], _ low: Int, _ high: Int) -> Double {
    let (red, green, blue, span) = (channels[0], channels[1], channels[2], Double(high - low))
    if red == high { return 60 * Double(green - blue) / span }
    if green == high { return 120 + 60 * Double(blue - red) / span }
    return 240 + 60 * Double(red - green) / span
  }

  /// The nearest colour of 8 bits per channel.
  var rgb: RGB {
    /// How much a channel whose hue is `center` takes part: all within 60 degrees, nothing from 120 on.
    func channel(_ center: Double) -> UInt8 {
      let distance = abs((hue - center + 540).truncatingRemainder(dividingBy: 360) - 180)
      let part = min(max(2 - distance / 60, 0), 1)
      return UInt8((255 * value * (1 - saturation * (1 - part))).rounded())
    }
    return RGB(channel(0), channel(120), channel(240))
  }

  /// The colour so much further.
  func moved(hue: Double = 0, saturation: Double = 0, value: Double = 0) -> HSV {
    HSV(hue: self.hue + hue, saturation: self.saturation + saturation, value: self.value + value)
  }
}
