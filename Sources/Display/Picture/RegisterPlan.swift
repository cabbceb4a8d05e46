import Raster

/// How many registers serve what.
struct RegisterPlan {
  /// Registers of the interface.
  let reserved: Int
  /// Registers of pure class colours.
  let classes: Int
  /// Registers of tints, and how many of them a class has.
  let tints: Int
  let shades: Int
  /// Registers of the image.
  let image: Int
  let letterbox: UInt8
  /// Registers of marks: of foreground and of background.
  let marks: (UInt8, UInt8)
  /// Registers of label maps: ten.
  let segments: [UInt8]

  /// 256 registers: 16 interface, 16 classes, 64 tints (96 above eight classes), the rest for the image.
  static func many(classes: Int) -> RegisterPlan {
    let tints = classes <= 8 ? 64 : 96
    let shades = min(8, max(1, tints / max(1, classes)))
    return RegisterPlan(
      reserved: 16, classes: 16, tints: tints, shades: shades, image: 256 - 32 - tints, letterbox: 3, marks: (4, 5),
      segments: Array(6..<16))
  }

  /// 16 registers: 3 interface, 5 classes, no tints, 8 greys.
  static let few = RegisterPlan(
    reserved: 3, classes: 5, tints: 0, shades: 1, image: 8, letterbox: 0, marks: (1, 0),
    segments: [2, 1] + Array(8..<16))

  func interface(_ theme: PictureTheme) -> [RGB] {
    let colors =
      [theme.dark, theme.bright, theme.border, theme.letterbox, theme.foreground, theme.background] + theme.segments
    return (0..<reserved).map { $0 < colors.count ? colors[$0] : theme.dark }
  }

  func adaptive(_ histogram: ColorHistogram) -> [RGB] {
    let colors = histogram.quantized(to: max(image, 64))
    return tints > 0 ? colors : LuminanceRange(colors).grays(image)
  }
}

/// The range of brightness that an image has.
struct LuminanceRange {
  let low: Int
  let high: Int

  init(_ colors: [RGB]) {
    low = colors.map(\.luminance).min() ?? 0
    high = max(low + 1, colors.map(\.luminance).max() ?? 255)
  }

  /// `count` greys from the darkest to the brightest.
  func grays(_ count: Int) -> [RGB] {
    (0..<count).map { step in
      let value = UInt8(clamping: low + (high - low) * step / max(1, count - 1))
      return RGB(value, value, value)
    }
  }

  /// A class's colour over a grey of the image.
  func tint(_ color: RGB, _ strength: TintStrength, shade: Int, of shades: Int) -> RGB {
    let gray = low + (high - low) * (2 * shade + 1) / (2 * shades)
    func mix(_ value: UInt8) -> UInt8 {
      UInt8(clamping: (Int(value) * strength.percent + gray * (100 - strength.percent) + 50) / 100)
    }
    return RGB(mix(color.red), mix(color.green), mix(color.blue))
  }

  /// The shade that stands for a brightness.
  func shade(_ luminance: Int, of shades: Int) -> Int {
    min(shades - 1, max(0, (luminance - low) * shades / (high - low)))
  }
}

/// How the opacity of paint is spread over pixels.
struct TintStrength {
  /// Of the class's colour in a tinted pixel.
  let percent: Int
  /// Whether pixels of even x + y are tinted, and those of odd x + y; where there are tints.
  let parities: (even: Bool, odd: Bool)
  /// The same where there are none, and a pixel is either the image or the class.
  let solidParities: (even: Bool, odd: Bool)

  /// - Parameter opacity: 0…100.
  init(_ opacity: Int) {
    // A tint knows the image's brightness only: a weak one would turn the image grey.
    let isSparse = opacity <= 30
    percent = isSparse ? 2 * opacity : opacity
    parities = (!isSparse, opacity > 0)
    solidParities = (opacity > 75, opacity > 0)
  }
}

/// Works out what every index becomes under a class's paint.
struct TintPainter {
  let plan: RegisterPlan
  let range: LuminanceRange
  let strength: TintStrength
  let classes: [RGB]
  let colors: [RGB]
  let firstClass: Int
  let firstTint: Int

  /// 256 indices for even and 256 for odd x + y.
  func table(class number: Int) -> [UInt8] {
    let plain = (0..<256).map { UInt8($0) }
    guard number > 0 else { return plain + plain }
    guard plan.tints > 0 else {
      let solid = [UInt8](repeating: register(class: number), count: 256)
      let parities = strength.solidParities
      return (parities.even ? solid : plain) + (parities.odd ? solid : plain)
    }
    let tinted = plain.map { index in
      Int(index) < colors.count ? tint(of: colors[Int(index)], class: number) : index
    }
    return (strength.parities.even ? tinted : plain) + (strength.parities.odd ? tinted : plain)
  }

  private func tint(of color: RGB, class number: Int) -> UInt8 {
    let shade = range.shade(color.luminance, of: plan.shades)
    let place = (number - 1) * plan.shades + shade
    if place < plan.tints { return UInt8(firstTint + place) }
    let wanted = range.tint(classes[number - 1], strength, shade: shade, of: plan.shades)
    return nearest(wanted, in: firstTint..<firstTint + plan.tints)
  }

  /// The register of a class's own colour; of the nearest class that has one where it has none.
  func register(class number: Int) -> UInt8 {
    let own = firstClass + number - 1
    if number <= plan.classes { return UInt8(own) }
    return nearest(classes[number - 1], in: firstClass..<firstClass + plan.classes)
  }

  private func nearest(_ color: RGB, in registers: Range<Int>) -> UInt8 {
    let nearest = registers.min { colors[$0].squaredDistance(to: color) < colors[$1].squaredDistance(to: color) }
    return UInt8(nearest ?? 0)
  }
}
