import Dispatch
import Display
import Raster
import Synchronization

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

  /// Large pictures in two halves at once: bands do not depend on one another, so the bytes are the same.
  private func writeBands(_ plane: IndexPlane, _ rect: PixelRect, _ colors: DenseColors, into bytes: inout [UInt8]) {
    let count = (rect.height + 5) / 6
    guard rect.area > Self.smallestShared, count > 1 else {
      return write(0..<count, plane, rect, colors, into: &bytes)
    }
    let halves = Mutex<[[UInt8]]>([[], []])
    DispatchQueue.concurrentPerform(iterations: 2) { half in
      let bands = half == 0 ? 0..<count / 2 : count / 2..<count
      var written: [UInt8] = []
      written.reserveCapacity(rect.area / 4 + 4096)
      write(bands, plane, rect, colors, into: &written)
      halves.withLock { [written] in $0[half] = written }
    }
    for half in halves.withLock(\.self) { bytes += half }
  }

  /// Pixels of a picture whose encoding takes longer than to wake another thread.
  private static let smallestShared = 1 << 16

  private func write(
    _ bands: Range<Int>, _ plane: IndexPlane, _ rect: PixelRect, _ colors: DenseColors, into bytes: inout [UInt8]
  ) {
    plane.elements.withUnsafeBufferPointer { elements in
      SixelBand.withScratch(width: rect.width, colors: colors) { scratch in
        for band in bands {
          let top = rect.y + band * 6
          if band > 0 { bytes.append(UInt8(ascii: "-")) }
          let first = elements.baseAddress.unsafelyUnwrapped + top * plane.width + rect.x
          scratch.read(first, rowBytes: plane.width, rows: min(6, rect.maxY - top))
          bytes.append(contentsOf: style == .fast ? scratch.write() : scratch.writePaintingOver())
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
