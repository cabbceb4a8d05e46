import Raster

/// The colours of the interface inside a picture.
public struct PictureTheme: Equatable, Sendable {
  /// Around the image.
  public var letterbox: RGB
  /// Between segments.
  public var border: RGB
  /// The two tones of the cursor, so that it is seen on every background.
  public var dark: RGB
  /// The other tone.
  public var bright: RGB
  /// Marks of foreground and of background; told apart whatever colours an eye knows.
  public var foreground: RGB = RGB(0, 200, 255)
  /// Marks of background.
  public var background: RGB = RGB(255, 110, 0)
  /// What label maps are shown in; ten hues that neighbours in the list differ most in.
  public var segments: [RGB] = [
    RGB(215, 60, 50), RGB(60, 190, 200), RGB(235, 215, 70), RGB(60, 90, 215), RGB(125, 205, 60), RGB(215, 90, 190),
    RGB(30, 130, 75), RGB(240, 150, 45), RGB(125, 75, 205), RGB(155, 115, 85),
  ]

  /// Defaults that suit a dark terminal.
  public init(
    letterbox: RGB = RGB(32, 32, 36), border: RGB = RGB(255, 221, 51), dark: RGB = RGB(0, 0, 0),
    bright: RGB = RGB(255, 255, 255)
  ) {
    (self.letterbox, self.border, self.dark, self.bright) = (letterbox, border, dark, bright)
  }

  /// A theme's background and border; what it leaves to the terminal stays as it is here.
  public init(_ theme: Theme) {
    self.init()
    letterbox = theme.colors[.background] ?? letterbox
    border = theme.colors[.border] ?? border
    bright = theme.colors[.cursor] ?? bright
  }
}

/// What stands in which register of a picture's palette, and how paint changes indices.
///
/// Constant while an image is shown: zooming, panning and painting never change a colour. A new class keeps the
/// image's colours as long as the number of tint registers stays the same.
public struct PictureColors: Equatable, Sendable {
  /// All registers, for the back end that writes the picture.
  public let palette: Palette
  /// From image colours to registers; only to those that adapt to the image.
  public let table: ColorTable
  /// The register of the cursor's dark tone.
  public let dark: UInt8 = 0
  /// The register of the cursor's bright tone.
  public let bright: UInt8 = 1
  /// The register between segments.
  public let border: UInt8 = 2
  /// The register of marks of foreground.
  public let foreground: UInt8
  /// The register of marks of background.
  public let background: UInt8
  /// The register around the image.
  public let letterbox: UInt8
  /// Number of classes that `tints` knows.
  public let classCount: Int
  /// What an index becomes under paint: `tints[class * 512 + parity * 256 + index]`. Class 0 changes nothing; parity
  /// is that of x + y, for patterns where registers are too few for tints.
  public let tints: [UInt8]

  private let classRegisters: [UInt8]
  private let contrasts: [UInt8]
  private let segmentRegisters: [UInt8]

  /// The opacity of paint unless someone chooses another: half colour, half image.
  public static let plainOpacity = 50

  /// - Parameters:
  ///   - classes: the colours of class 1, 2, …
  ///   - registers: 256 or 16; fewer than 256 count as 16.
  ///   - opacity: how much of a class's colour shows, 0…100 percent. Up to 30 only every other pixel is tinted, so that
  ///     the image keeps its colours; 16 registers have none, a part and all.
  /// - Complexity: about 2 ms.
  public init(
    _ histogram: ColorHistogram, theme: PictureTheme, classes: [RGB], registers: Int = 256,
    opacity: Int = PictureColors.plainOpacity
  ) {
    let strength = TintStrength(opacity)
    let plan = registers >= 256 ? RegisterPlan.many(classes: classes.count) : .few
    let adaptive = plan.adaptive(histogram).map(\.onSixelGrid)
    let range = LuminanceRange(adaptive)
    let classes = classes.map(\.onSixelGrid)
    var colors = plan.interface(theme)
    letterbox = plan.letterbox
    (foreground, background) = plan.marks
    let firstClass = colors.count
    colors += (0..<plan.classes).map { $0 < classes.count ? classes[$0] : RGB(0, 0, 0) }
    let firstTint = colors.count
    for place in 0..<plan.tints {
      let (kind, shade) = (place / plan.shades, place % plan.shades)
      colors.append(
        kind < classes.count ? range.tint(classes[kind], strength, shade: shade, of: plan.shades) : RGB(0, 0, 0))
    }
    table = ColorTable(adaptive, first: UInt8(colors.count))
    colors += adaptive
    palette = Palette(colors: colors.map(\.onSixelGrid))
    let painter = TintPainter(
      plan: plan, range: range, strength: strength, classes: classes, colors: colors, firstClass: firstClass,
      firstTint: firstTint)
    // Beyond this many classes the last one's tint serves for all; nobody tells thousands of colours apart.
    classCount = min(classes.count, 4096)
    tints = (0...classCount).flatMap { painter.table(class: $0) }
    classRegisters = (0..<classes.count).map { painter.register(class: $0 + 1) }
    let tones = (dark, bright)
    contrasts = classes.map { $0.luminance > 127 ? tones.0 : tones.1 }
    segmentRegisters = plan.segments
  }

  /// The register of a class's own colour, or of the nearest one there is; the bright one for no class.
  public func register(class number: Int) -> UInt8 {
    (1...max(1, classRegisters.count)).contains(number) && number <= classRegisters.count
      ? classRegisters[number - 1] : bright
  }

  /// The tone that is seen on a class's colour.
  public func contrast(class number: Int) -> UInt8 {
    contrasts.indices.contains(number - 1) ? contrasts[number - 1] : dark
  }

  /// The colour of a segment in a picture of a label map, for pixels of even and of odd x + y. Follows from the label
  /// alone, so that a segment keeps it; several segments may share one of the 55.
  public func segment(_ label: Int32) -> (even: UInt8, odd: UInt8) {
    var random = SplitMix64(seed: UInt64(truncatingIfNeeded: label))
    let count = segmentRegisters.count
    // Two of ten hues in any order, or one of them alone.
    var place = Int(random.next() % UInt64(count * (count + 1) / 2))
    var first = 0
    while place >= count - first {
      place -= count - first
      first += 1
    }
    return (segmentRegisters[first], segmentRegisters[first + place])
  }
}

extension RGB {
  /// The nearest colour of sixel's 101 steps per channel, as decoders show it.
  public var onSixelGrid: RGB {
    func snap(_ value: UInt8) -> UInt8 {
      let percent = (Int(value) * 100 + 127) / 255
      return UInt8((percent * 255 + 50) / 100)
    }
    return RGB(snap(red), snap(green), snap(blue))
  }

  /// Perceived brightness, 0…255 (ITU-R BT.601).
  public var luminance: Int { (Int(red) * 299 + Int(green) * 587 + Int(blue) * 114 + 500) / 1000 }

  func squaredDistance(to other: RGB) -> Int {
    let (r, g, b) = (
      Int(red) - Int(other.red), Int(green) - Int(other.green), Int(blue) - Int(other.blue)
    )
    return r * r + g * g + b * b
  }
}
