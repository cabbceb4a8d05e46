import Display
import Raster

/// Writes pictures as sixels: for every rectangle a cursor position and one self-contained image.
///
/// Each image numbers the colours it uses densely from 0, most frequent first, and defines exactly those: tmux and
/// xterm want that. Every pixel is set, nothing is transparent, so terminals that replace cells show the same as
/// terminals that composite.
/// - Source: DEC VT330/VT340 Programmer Reference Manual, volume 2, chapter 14.
public struct SixelEncoder: ImageEncoder {
  /// What an encoding is good at.
  public enum Style: String, CaseIterable, Sendable {
    /// Least time: every colour draws its own pixels only.
    case fast
    /// About a tenth fewer bytes: a colour may draw where a later one draws over it, which makes longer runs.
    case compact
  }

  /// Speed or bytes; may change between two frames.
  public var style: Style
  /// Few rectangles: every one costs a palette, and terminals keep few images.
  public var grouping: DirtyGrouping

  /// - Parameter limit: images per frame at most; terminals keep few of them.
  public init(style: Style = .fast, limit: Int = 4, rowMultiple: Int = 1) {
    self.style = style
    grouping = .rectangles(limit: limit, rowMultiple: rowMultiple)
  }

  /// Appends one sixel image, from DCS to ST, that shows a rectangle of a plane.
  ///
  /// - Parameter rect: not empty, within the plane.
  /// - Complexity: O(pixels), one allocation beside the bytes; `.compact` about three times `.fast`.
  public func encode(_ plane: IndexPlane, _ rect: PixelRect, _ palette: Palette, into bytes: inout [UInt8]) {
    precondition(!rect.isEmpty && rect.intersection(plane.size.bounds) == rect, "sixels outside the plane")
    let colors = DenseColors(plane, rect)
    bytes.reserveCapacity(bytes.count + rect.area / 2 + 4096)
    bytes.append(contentsOf: "\u{1B}P0;0q\"1;1;\(rect.width);\(rect.height)".utf8)
    for (number, index) in colors.order.enumerated() {
      let color = index < palette.colors.count ? palette.colors[index] : RGB(0, 0, 0)
      bytes.append(
        contentsOf: "#\(number);2;\(percent(color.red));\(percent(color.green));\(percent(color.blue))".utf8)
    }
    writeBands(plane, rect, colors, into: &bytes)
    bytes.append(contentsOf: "\u{1B}\\".utf8)
  }

  private func writeBands(_ plane: IndexPlane, _ rect: PixelRect, _ colors: DenseColors, into bytes: inout [UInt8]) {
    let style = style
    plane.elements.withUnsafeBufferPointer { elements in
      SixelBand.withScratch(width: rect.width, colors: colors) { band in
        for top in stride(from: rect.y, to: rect.maxY, by: 6) {
          if top > rect.y { bytes.append(UInt8(ascii: "-")) }
          let first = elements.baseAddress.unsafelyUnwrapped + top * plane.width + rect.x
          band.read(first, rowBytes: plane.width, rows: min(6, rect.maxY - top))
          bytes.append(contentsOf: style == .fast ? band.write() : band.writePaintingOver())
        }
      }
    }
  }
}

/// The share of full intensity in sixel's steps, 0…100.
@inline(__always) func percent(_ value: UInt8) -> Int { (Int(value) * 100 + 127) / 255 }

/// The colours of a rectangle, numbered without gaps, most frequent first (equals: lower index first).
struct DenseColors {
  /// Palette index of each number.
  let order: [Int]
  /// Number of each palette index; 0 where it does not occur.
  let numbers: [UInt8]

  init(_ plane: IndexPlane, _ rect: PixelRect) {
    let counts = Self.histogram(plane, rect)
    order = (0..<256).filter { counts[$0] > 0 }.sorted { (counts[$1], $0) < (counts[$0], $1) }
    var numbers = [UInt8](repeating: 0, count: 256)
    for (number, index) in order.enumerated() { numbers[index] = UInt8(number) }
    self.numbers = numbers
  }

  /// Two histograms side by side, because runs of equal pixels would wait for one another's counter.
  private static func histogram(_ plane: IndexPlane, _ rect: PixelRect) -> [UInt32] {
    var counts = [UInt32](repeating: 0, count: 512)
    plane.elements.withUnsafeBufferPointer { elements in
      counts.withUnsafeMutableBufferPointer { counts in
        for y in rect.y..<rect.maxY {
          let row = y * plane.width
          var x = row + rect.x
          let end = row + rect.maxX
          while x + 1 < end {
            counts[Int(elements[x])] &+= 1
            counts[256 + Int(elements[x + 1])] &+= 1
            x += 2
          }
          if x < end { counts[Int(elements[x])] &+= 1 }
        }
      }
    }
    return (0..<256).map { counts[$0] + counts[256 + $0] }
  }
}
