import Display
import Raster

/// Writes pictures as characters: two pixels per cell, one above the other, as half blocks in two colours.
///
/// Without UTF-8 a cell is a space in the mean colour of its two pixels.
public struct HalfBlocks: PictureEncoder {
  /// How the terminal takes colours.
  public enum Depth: String, CaseIterable, Sendable {
    /// Red, green and blue in 24 bits.
    case trueColor
    /// xterm's 256 colours.
    case indexed
  }

  private let depth: Depth
  private let hasUnicode: Bool
  private var colors: CellColors

  /// - Parameter hasUnicode: the terminal reads UTF-8.
  public init(depth: Depth, hasUnicode: Bool = true) {
    self.depth = depth
    self.hasUnicode = hasUnicode
    colors = CellColors(palette: Palette(colors: [RGB(0, 0, 0)]), depth: depth)
  }

  /// Exactly the dirty cells: a character costs more than moving the cursor.
  public var grouping: DirtyGrouping { .runs }

  /// The bytes that show `rects`; they end with the attributes reset.
  public mutating func encode(
    _ plane: IndexPlane, _ rects: [CellRect], origin: CellPoint, cellPixels: Size, palette: Palette
  ) -> [UInt8] {
    if colors.palette != palette { colors = CellColors(palette: palette, depth: depth) }
    var writer = CellWriter(colors: colors, hasUnicode: hasUnicode)
    for rect in rects {
      let pixels = rect.pixels(cellPixels: cellPixels, within: plane.size)
      for top in stride(from: pixels.y, to: pixels.maxY, by: max(1, cellPixels.height)) {
        let row = origin.row + top / max(1, cellPixels.height)
        writer.bytes.appendCursorPosition(CellPoint(column: origin.column + rect.column, row: row))
        let lower = min(top + cellPixels.height / 2, plane.height - 1)
        for x in stride(from: pixels.x, to: pixels.maxX, by: max(1, cellPixels.width)) {
          writer.write(plane[PixelPoint(x: x, y: top)], plane[PixelPoint(x: x, y: lower)])
        }
      }
    }
    guard !writer.bytes.isEmpty else { return [] }
    return writer.bytes + Array("\u{1B}[0m".utf8)
  }
}

/// The terminal's number for a colour: red, green and blue in 24 bits, or its place among 256.
private typealias CellColor = UInt32

/// The terminal's number of each palette index.
private struct CellColors: Sendable {
  let palette: Palette
  let depth: HalfBlocks.Depth
  /// 256 entries; indices beyond the palette look like the first.
  private let colors: [CellColor]

  init(palette: Palette, depth: HalfBlocks.Depth) {
    self.palette = palette
    self.depth = depth
    colors = (0..<256).map { Self.color(palette.colors[$0 < palette.colors.count ? $0 : 0], depth) }
  }

  func color(_ index: UInt8) -> CellColor { colors[Int(index)] }

  func mean(_ first: UInt8, _ second: UInt8) -> CellColor {
    let (a, b) = (rgb(first), rgb(second))
    func mean(_ a: UInt8, _ b: UInt8) -> UInt8 { UInt8((Int(a) + Int(b) + 1) / 2) }
    return Self.color(RGB(mean(a.red, b.red), mean(a.green, b.green), mean(a.blue, b.blue)), depth)
  }

  private func rgb(_ index: UInt8) -> RGB {
    palette.colors[Int(index) < palette.colors.count ? Int(index) : 0]
  }

  private static func color(_ color: RGB, _ depth: HalfBlocks.Depth) -> CellColor {
    switch depth {
    case .trueColor: CellColor(color.red) << 16 | CellColor(color.green) << 8 | CellColor(color.blue)
    case .indexed: CellColor(nearestIndexedColor(color))
    }
  }
}

/// Writes cells one after the other and changes attributes only where they differ.
private struct CellWriter {
  var bytes: [UInt8] = []
  private let colors: CellColors
  private let hasUnicode: Bool
  private var foreground: CellColor?
  private var background: CellColor?

  init(colors: CellColors, hasUnicode: Bool) {
    self.colors = colors
    self.hasUnicode = hasUnicode
  }

  mutating func write(_ upper: UInt8, _ lower: UInt8) {
    let (top, bottom) = (colors.color(upper), colors.color(lower))
    if !hasUnicode {
      writePlain(upper == lower ? top : colors.mean(upper, lower))
    } else if top == bottom {
      writePlain(top)
    } else if changes(top, bottom) <= changes(bottom, top) {
      set(foreground: top, background: bottom)
      bytes.append(contentsOf: "▀".utf8)
    } else {
      set(foreground: bottom, background: top)
      bytes.append(contentsOf: "▄".utf8)
    }
  }

  private mutating func writePlain(_ color: CellColor) {
    if hasUnicode && background != color && foreground == color {
      bytes.append(contentsOf: "█".utf8)
    } else {
      set(foreground: foreground, background: color)
      bytes.append(UInt8(ascii: " "))
    }
  }

  private func changes(_ foreground: CellColor, _ background: CellColor) -> Int {
    (self.foreground == foreground ? 0 : 1) + (self.background == background ? 0 : 1)
  }

  private mutating func set(foreground: CellColor?, background: CellColor) {
    let (changesFront, changesBack) = (foreground != self.foreground, background != self.background)
    (self.foreground, self.background) = (foreground, background)
    guard changesFront || changesBack else { return }
    bytes.append(contentsOf: "\u{1B}[".utf8)
    if changesFront, let foreground { append(foreground, UInt8(ascii: "3")) }
    if changesFront && changesBack { bytes.append(UInt8(ascii: ";")) }
    if changesBack { append(background, UInt8(ascii: "4")) }
    bytes.append(UInt8(ascii: "m"))
  }

  /// `38;…` or `48;…` without the end of the sequence.
  private mutating func append(_ color: CellColor, _ ground: UInt8) {
    bytes.append(ground)
    switch colors.depth {
    case .trueColor:
      bytes.append(contentsOf: "8;2;".utf8)
      appendDecimal(color >> 16)
      bytes.append(UInt8(ascii: ";"))
      appendDecimal(color >> 8 & 255)
      bytes.append(UInt8(ascii: ";"))
      appendDecimal(color & 255)
    case .indexed:
      bytes.append(contentsOf: "8;5;".utf8)
      appendDecimal(color)
    }
  }

  private mutating func appendDecimal(_ value: UInt32) {
    if value >= 10 { appendDecimal(value / 10) }
    bytes.append(UInt8(ascii: "0") + UInt8(value % 10))
  }
}

/// The number, 16…255, of xterm's cube or grey colour that is nearest to `color`.
func nearestIndexedColor(_ color: RGB) -> Int {
  let levels = [0, 95, 135, 175, 215, 255]
  func step(_ value: UInt8) -> Int {
    levels.indices.min { abs(levels[$0] - Int(value)) < abs(levels[$1] - Int(value)) } ?? 0
  }
  func distance(_ red: Int, _ green: Int, _ blue: Int) -> Int {
    let (r, g, b) = (red - Int(color.red), green - Int(color.green), blue - Int(color.blue))
    return r * r + g * g + b * b
  }
  let (red, green, blue) = (step(color.red), step(color.green), step(color.blue))
  let mean = (Int(color.red) + Int(color.green) + Int(color.blue)) / 3
  let gray = min(23, max(0, (mean - 3) / 10))
  let isGray =
    distance(8 + 10 * gray, 8 + 10 * gray, 8 + 10 * gray) < distance(levels[red], levels[green], levels[blue])
  return isGray ? 232 + gray : 16 + 36 * red + 6 * green + blue
}
