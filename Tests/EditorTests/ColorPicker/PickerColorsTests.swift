import Display
import Raster
import Testing

@testable import Editor

/// The registers of the colour picker.
@Suite struct PickerColorsTests {
  private func colors(_ hsv: HSV, registers: Int = 256, recent: Int = 20) -> PickerColors {
    let swatches = PickerColors.Swatches(
      chosen: hsv.rgb, old: RGB(12, 34, 56), image: RGB(78, 90, 123),
      recent: (0..<recent).map { RGB(UInt8($0 * 10), 200, 7) })
    return PickerColors(hsv, swatches, theme: PictureTheme(), registers: registers)
  }

  private func color(_ register: UInt8, _ colors: PickerColors) -> RGB { colors.palette.colors[Int(register)] }

  @Test(arguments: [2, 16, 255, 256], [0, 2, 20]) func registersSuffice(registers: Int, recent: Int) {
    let colors = colors(HSV(hue: 200, saturation: 0.5, value: 0.5), registers: registers, recent: recent)
    #expect(colors.palette.colors.count <= (registers >= 256 ? 256 : 16))
    #expect(colors.recent.count == min(recent, PickerColors.recentCount(registers)))
  }

  /// Swatches show their colours as exactly as palettes can.
  @Test(arguments: [16, 256]) func swatchesAreExact(registers: Int) {
    let hsv = HSV(hue: 33, saturation: 0.4, value: 0.7)
    let colors = colors(hsv, registers: registers)
    #expect(color(colors.chosen, colors) == hsv.rgb.onSixelGrid)
    #expect(color(colors.old, colors) == RGB(12, 34, 56).onSixelGrid)
    #expect(color(colors.image, colors) == RGB(78, 90, 123).onSixelGrid)
    #expect(color(colors.recent[1], colors) == RGB(10, 200, 7).onSixelGrid)
  }

  /// With many registers the plane shows at every place a colour at most half a step away, in the chosen saturation.
  @Test(arguments: [0.0, 0.3, 1.0]) func thePlaneIsNear(saturation: Double) {
    let colors = colors(HSV(hue: 77, saturation: saturation, value: 0.4))
    for hue in stride(from: 0.0, to: 360, by: 7) {
      for value in stride(from: 0.0, through: 1, by: 0.05) {
        let shown = color(colors.register(hue: hue, value: value, at: PixelPoint(x: 3, y: 5)), colors)
        let nearest = HSV(
          hue: (hue / 15).rounded() * 15, saturation: saturation, value: (value * 8).rounded() / 8)
        #expect(shown == nearest.rgb.onSixelGrid, "\(hue) \(value)")
      }
    }
  }

  /// With few registers the pattern's mean is the colour: colours between two sixths of the circle are their mixture.
  @Test(arguments: [0.0, 0.5, 1.0]) func patternsMixTheColor(saturation: Double) {
    let colors = colors(HSV(hue: 77, saturation: saturation, value: 0.4), registers: 16)
    for hue in stride(from: 0.0, to: 360, by: 15) {
      for value in stride(from: 0.0, through: 1, by: 0.125) {
        let wanted = HSV(hue: hue, saturation: saturation, value: value).rgb
        let mean = mean(colors) { colors.register(hue: hue, value: value, at: $0) }
        for (one, other) in zip(mean, [wanted.red, wanted.green, wanted.blue]) {
          #expect(abs(one - Double(other)) < 16, "\(hue) \(value): \(mean)")
        }
      }
    }
  }

  @Test(arguments: [16, 256]) func theStripGoesFromGreyToTheHue(registers: Int) {
    let hsv = HSV(hue: 77, saturation: 0.1, value: 0.6)
    let colors = colors(hsv, registers: registers)
    for step in 0...15 {
      let saturation = Double(step) / 15
      let wanted = HSV(hue: 77, saturation: saturation, value: 0.6).rgb
      let mean = mean(colors) { colors.register(saturation: saturation, at: $0) }
      for (one, other) in zip(mean, [wanted.red, wanted.green, wanted.blue]) {
        #expect(abs(one - Double(other)) < 9, "\(saturation): \(mean)")
      }
    }
  }

  /// Of 16 x 16 pixels.
  private func mean(_ colors: PickerColors, _ register: (PixelPoint) -> UInt8) -> [Double] {
    var sums = [0.0, 0.0, 0.0]
    for at in 0..<256 {
      let shown = color(register(PixelPoint(x: at % 16, y: at / 16)), colors)
      for (place, value) in [shown.red, shown.green, shown.blue].enumerated() { sums[place] += Double(value) / 256 }
    }
    return sums
  }
}
