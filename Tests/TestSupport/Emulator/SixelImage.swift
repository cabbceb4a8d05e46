import CTestSupport
import Raster

/// A sixel image as a terminal understands it: pixels by libsixel's decoder, and facts about how it was written.
package struct SixelImage: Sendable {
  package let size: Size
  /// 0xRRGGBB of each pixel, row by row; nil where the image leaves the pixel alone.
  package let pixels: [UInt32?]
  /// How the image was written: what a strict terminal may stumble over.
  package let layout: SixelLayout

  /// - Parameter bytes: a whole device control string, from ESC P to ESC \.
  /// - Returns: nil if it is no sixel image.
  package init?(_ bytes: [UInt8]) {
    guard let layout = SixelLayout(bytes), let decoded = SixelImage.decode(bytes) else { return nil }
    self.layout = layout
    let size = layout.size
    var pixels = [UInt32?](repeating: layout.isTransparent ? nil : 0, count: size.area)
    for y in 0..<size.height {
      for x in 0..<size.width where layout.isSet(x, y) && x < decoded.size.width && y < decoded.size.height {
        let index = Int(decoded.indices[y * decoded.size.width + x])
        pixels[y * size.width + x] = index < decoded.palette.count ? decoded.palette[index] : 0
      }
    }
    self.size = size
    self.pixels = pixels
  }

  /// The picture with unset pixels as black; nil for an empty image.
  package var image: Image {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size.area * 3)
    for pixel in pixels {
      let color = pixel ?? 0
      bytes += [UInt8(color >> 16 & 255), UInt8(color >> 8 & 255), UInt8(color & 255)]
    }
    return Image(size: size, bytes: bytes)
  }

  private struct Decoded {
    var size: Size
    var indices: [UInt8]
    var palette: [UInt32]
  }

  private static func decode(_ bytes: [UInt8]) -> Decoded? {
    var indices: UnsafeMutablePointer<UInt8>?
    var palette: UnsafeMutablePointer<UInt32>?
    var (width, height, colors): (Int32, Int32, Int32) = (0, 0, 0)
    let status = ctest_decode_sixel(bytes, Int32(bytes.count), &indices, &width, &height, &palette, &colors)
    defer {
      ctest_free(indices)
      ctest_free(palette)
    }
    guard status == 0, let indices, let palette else { return nil }
    let size = Size(width: Int(width), height: Int(height))
    return Decoded(
      size: size, indices: Array(UnsafeBufferPointer(start: indices, count: size.area)),
      palette: Array(UnsafeBufferPointer(start: palette, count: Int(colors))))
  }
}

/// What a sixel image consists of, apart from its colours: read by a scanner of its own, so that libsixel's decoder
/// need not be trusted with what it does not tell.
package struct SixelLayout: Sendable {
  /// From the raster attributes, or as far as pixels are set.
  package private(set) var size = Size(width: 0, height: 0)
  /// What the raster attributes say; nil if there are none.
  package private(set) var raster: Size?
  /// P2 = 1: pixels that are not set keep what was there.
  package private(set) var isTransparent = false
  package private(set) var definedRegisters: Set<Int> = []
  package private(set) var usedRegisters: Set<Int> = []
  /// Every pixel inside `size` is set.
  package private(set) var setsEveryPixel = false
  /// Pixels that are set outside the raster attributes.
  package private(set) var overflows = false
  private var covered: [Bool] = []

  /// The registers defined are 0, 1, …, k - 1 and no other is used: tmux needs it.
  package var hasDensePalette: Bool {
    definedRegisters == Set(0..<definedRegisters.count) && usedRegisters.isSubset(of: definedRegisters)
  }

  func isSet(_ x: Int, _ y: Int) -> Bool { covered[y * size.width + x] }

  private struct Run {
    var x: Int
    var y: Int
    var count: Int
    var bits: UInt8
  }

  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: [0x1B, UInt8(ascii: "P")]), let start = bytes.firstIndex(of: UInt8(ascii: "q"))
    else { return nil }
    let head = bytes[2..<start].split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
    guard head.allSatisfy({ $0.allSatisfy { (48...57).contains($0) } }) else { return nil }
    isTransparent = head.count > 1 && head[1].elementsEqual([UInt8(ascii: "1")])
    var scanner = Scanner(bytes: bytes, at: start + 1)
    var runs: [Run] = []
    while let item = scanner.next() { take(item, &runs) }
    finish(runs)
  }

  private var x: Int = 0
  private var band: Int = 0

  private mutating func take(_ item: Item, _ runs: inout [Run]) {
    switch item {
    case .raster(let width, let height): raster = Size(width: width, height: height)
    case .define(let register): definedRegisters.insert(register)
    case .select(let register): usedRegisters.insert(register)
    case .carriageReturn: x = 0
    case .newBand: (x, band) = (0, band + 1)
    case .sixels(let bits, let count):
      if bits != 0 { runs.append(Run(x: x, y: band * 6, count: count, bits: bits)) }
      x += count
    }
  }

  private mutating func finish(_ runs: [Run]) {
    var extent = Size(width: 0, height: 0)
    for run in runs {
      extent.width = max(extent.width, run.x + run.count)
      extent.height = max(extent.height, run.y + 8 - run.bits.leadingZeroBitCount)
    }
    if let raster { overflows = extent.width > raster.width || extent.height > raster.height }
    size = Size(width: max(extent.width, raster?.width ?? 0), height: max(extent.height, raster?.height ?? 0))
    covered = [Bool](repeating: false, count: size.area)
    for run in runs { cover(run) }
    setsEveryPixel = !covered.contains(false)
  }

  private mutating func cover(_ run: Run) {
    for bit in 0..<6 where run.bits >> bit & 1 == 1 {
      let start = (run.y + bit) * size.width + run.x
      for at in start..<start + run.count { covered[at] = true }
    }
  }

  private enum Item {
    case raster(Int, Int)
    case define(Int)
    case select(Int)
    case carriageReturn, newBand
    case sixels(bits: UInt8, count: Int)
  }

  private struct Scanner {
    let bytes: [UInt8]
    var at: Int

    mutating func next() -> Item? {
      while at < bytes.count, bytes[at] != 0x1B {
        let byte = bytes[at]
        at += 1
        switch byte {
        case UInt8(ascii: "$"): return .carriageReturn
        case UInt8(ascii: "-"): return .newBand
        case UInt8(ascii: "!"): return repeated()
        case UInt8(ascii: "#"): return color()
        case UInt8(ascii: "\""): return raster()
        case 0x3F...0x7E: return .sixels(bits: byte - 0x3F, count: 1)
        default: continue
        }
      }
      return nil
    }

    private mutating func numbers() -> [Int] {
      var numbers = [0]
      while at < bytes.count {
        switch bytes[at] {
        case 48...57: numbers[numbers.count - 1] = min(numbers[numbers.count - 1] * 10 + Int(bytes[at]) - 48, 1_000_000)
        case UInt8(ascii: ";"): numbers.append(0)
        default: return numbers
        }
        at += 1
      }
      return numbers
    }

    private mutating func repeated() -> Item? {
      let count = numbers()[0]
      guard at < bytes.count, (0x3F...0x7E).contains(bytes[at]) else { return nil }
      at += 1
      return .sixels(bits: bytes[at - 1] - 0x3F, count: count)
    }

    private mutating func color() -> Item {
      let numbers = numbers()
      return numbers.count > 1 ? .define(numbers[0]) : .select(numbers[0])
    }

    private mutating func raster() -> Item? {
      let numbers = numbers()
      return numbers.count >= 4 ? .raster(numbers[2], numbers[3]) : next()
    }
  }
}
