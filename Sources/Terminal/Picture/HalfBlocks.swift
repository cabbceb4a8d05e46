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

/// What each palette index is called in "select graphic rendition".
private struct CellColors: Sendable {
  let palette: Palette
  let depth: HalfBlocks.Depth
  /// Indices with equal names look the same; 256 entries.
  private let names: [String]

  init(palette: Palette, depth: HalfBlocks.Depth) {
    self.palette = palette
    self.depth = depth
    names = palette.colors.map { Self.name($0, depth) }
  }

  func name(_ index: UInt8) -> String { Int(index) < names.count ? names[Int(index)] : names[0] }

  func mean(_ first: UInt8, _ second: UInt8) -> String {
    let (a, b) = (color(first), color(second))
    func mean(_ a: UInt8, _ b: UInt8) -> UInt8 { UInt8((Int(a) + Int(b) + 1) / 2) }
    return Self.name(RGB(mean(a.red, b.red), mean(a.green, b.green), mean(a.blue, b.blue)), depth)
  }

  private func color(_ index: UInt8) -> RGB {
    Int(index) < palette.colors.count ? palette.colors[Int(index)] : palette.colors[0]
  }

  private static func name(_ color: RGB, _ depth: HalfBlocks.Depth) -> String {
    switch depth {
    case .trueColor: "2;\(color.red);\(color.green);\(color.blue)"
    case .indexed: "5;\(nearestIndexedColor(color))"
    }
  }
}

/// Writes cells one after the other and changes attributes only where they differ.
private struct CellWriter {
  var bytes: [UInt8] = []
  private let colors: CellColors
  private let hasUnicode: Bool
  private var foreground: String?
  private var background: String?

  init(colors: CellColors, hasUnicode: Bool) {
    self.colors = colors
    self.hasUnicode = hasUnicode
  }

  mutating func write(_ upper: UInt8, _ lower: UInt8) {
    guard hasUnicode else { return writePlain(upper == lower ? colors.name(upper) : colors.mean(upper, lower)) }
    let (top, bottom) = (colors.name(upper), colors.name(lower))
    if top == bottom {
      writePlain(top)
    } else if changes(top, bottom) <= changes(bottom, top) {
      set(foreground: top, background: bottom)
      bytes.append(contentsOf: "▀".utf8)
    } else {
      set(foreground: bottom, background: top)
      bytes.append(contentsOf: "▄".utf8)
    }
  }

  private mutating func writePlain(_ color: String) {
    if hasUnicode && background != color && foreground == color {
      bytes.append(contentsOf: "█".utf8)
    } else {
      set(foreground: foreground, background: color)
      bytes.append(UInt8(ascii: " "))
    }
  }

  private func changes(_ foreground: String, _ background: String) -> Int {
    (self.foreground == foreground ? 0 : 1) + (self.background == background ? 0 : 1)
  }

  private mutating func set(foreground: String?, background: String) {
    var parts: [String] = []
    if let foreground, foreground != self.foreground { parts.append("38;" + foreground) }
    if background != self.background { parts.append("48;" + background) }
    (self.foreground, self.background) = (foreground, background)
    if !parts.isEmpty { bytes.append(contentsOf: "\u{1B}[\(parts.joined(separator: ";"))m".utf8) }
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
