import Raster
import Testing

@testable import Editor

/// Hue, saturation and value.
@Suite struct HSVTests {
  /// Every colour of a lattice comes back as it was, with hue, saturation and value in their ranges.
  @Test(arguments: Array(stride(from: 0, through: 255, by: 5)))
  func colorsComeBack(red: Int) {
    for green in stride(from: 0, through: 255, by: 3) {
      for blue in stride(from: 0, through: 255, by: 3) {
        let color = RGB(UInt8(red), UInt8(green), UInt8(blue))
        let hsv = HSV(color)
        if hsv.rgb != color { Issue.record("\(color) came back as \(hsv.rgb)") }
        if !(0..<360).contains(hsv.hue) || !(0...1).contains(hsv.saturation) || !(0...1).contains(hsv.value) {
          Issue.record("\(hsv)")
        }
      }
    }
  }

  /// What the plane and the strip give is the same again after a way through RGB.
  @Test func colorsOfTheGridComeBack() {
    for hue in stride(from: 0.0, to: 360, by: 1.5) {
      for saturation in stride(from: 0.0, through: 1, by: 0.125) {
        for value in stride(from: 0.0, through: 1, by: 0.125) {
          let color = HSV(hue: hue, saturation: saturation, value: value).rgb
          if HSV(color).rgb != color { Issue.record("\(hue) \(saturation) \(value): \(color)") }
        }
      }
    }
  }

  @Test(arguments: [
    (RGB(255, 0, 0), 0.0, 1.0, 1.0), (RGB(255, 255, 0), 60, 1, 1), (RGB(0, 128, 0), 120, 1, 128.0 / 255),
    (RGB(0, 255, 255), 180, 1, 1), (RGB(0, 0, 255), 240, 1, 1), (RGB(255, 128, 255), 300, 127.0 / 255, 1),
    (RGB(255, 255, 255), 0, 0, 1), (RGB(0, 0, 0), 0, 0, 0),
  ])
  func knownColors(color: RGB, hue: Double, saturation: Double, value: Double) {
    #expect(HSV(color) == HSV(hue: hue, saturation: saturation, value: value))
    #expect(HSV(hue: hue, saturation: saturation, value: value).rgb == color)
  }

  /// Greys take the hue that is kept, black the saturation as well; colours take neither.
  @Test func greysKeepTheHue() {
    let kept = HSV(hue: 210, saturation: 0.75, value: 0.5)
    #expect(HSV(RGB(9, 9, 9), keeping: kept) == HSV(hue: 210, saturation: 0, value: 9.0 / 255))
    #expect(HSV(RGB(0, 0, 0), keeping: kept) == HSV(hue: 210, saturation: 0.75, value: 0))
    #expect(HSV(RGB(0, 9, 0), keeping: kept) == HSV(RGB(0, 9, 0)))
    var picker = ColorPicker(number: 1, old: kept.rgb, recent: [])
    let before = picker.hsv
    picker.choose(before.moved(value: -1))
    #expect(picker.color == RGB(0, 0, 0))
    picker.choose(picker.hsv.moved(value: before.value))
    #expect(picker.color == kept.rgb)
    picker.choose(picker.hsv.moved(saturation: -1))
    #expect(picker.color == RGB(128, 128, 128))
    picker.choose(picker.hsv.moved(saturation: before.saturation))
    #expect(picker.color == kept.rgb)
  }

  @Test func huesGoRoundAndTheOthersHold() {
    let hsv = HSV(hue: 350, saturation: 0.9, value: 0.1)
    #expect(hsv.moved(hue: 20).hue == 10)
    #expect(hsv.moved(hue: -360 * 5).hue == 350)
    #expect(hsv.moved(saturation: 0.5, value: -0.5) == HSV(hue: 350, saturation: 1, value: 0))
    #expect(HSV(hue: -1e-20, saturation: 1, value: 1).hue == 0)
    #expect(HSV(hue: 1e6 * 1.5, saturation: 1, value: 1).hue < 360)
  }

  @Test(arguments: [
    ("#cc0000", RGB(204, 0, 0)), ("CC00ff", RGB(204, 0, 255)), (" # 0040c0 ", RGB(0, 64, 192)),
    ("1 20 255", RGB(1, 20, 255)), ("1, 20,255", RGB(1, 20, 255)),
  ])
  func typedColors(text: String, color: RGB) { #expect(RGB(typed: text) == color) }

  @Test(arguments: ["", "#", "#fff", "#gg0000", "1 2", "1 2 256", "1 2 3 4", "-1 2 3", "red", "\"", "#1234567"])
  func textThatIsNoColor(text: String) { #expect(RGB(typed: text) == nil) }
}
