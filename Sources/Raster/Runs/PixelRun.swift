/// A run of pixels side by side in one row.
public struct PixelRun: Equatable, Sendable {
  /// Row-major index of the first pixel.
  public var start: UInt32
  /// Number of pixels.
  public var length: UInt32

  /// A run by its first pixel and its length.
  public init(start: UInt32, length: UInt32) {
    self.start = start
    self.length = length
  }

  /// The row-major indices of its pixels.
  public var range: Range<Int> { Int(start)..<Int(start) + Int(length) }
}

extension Mask {
  /// 255 in `runs`, 0 elsewhere.
  /// - Precondition: `runs` lie inside.
  public init(size: Size, runs: [PixelRun]) {
    self.init(size: size, filledWith: 0)
    elements.withUnsafeMutableBufferPointer { elements in
      for run in runs { elements[run.range].update(repeating: 255) }
    }
  }
}

/// One bit per pixel, set and cleared by runs.
struct PixelMarks: Sendable {
  private var words: [UInt64]

  init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

  mutating func withMutableWords<Result>(_ body: (UnsafeMutablePointer<UInt64>) -> Result) -> Result? {
    words.withUnsafeMutableBufferPointer { buffer in buffer.baseAddress.map(body) }
  }

  mutating func clear(_ runs: [PixelRun]) {
    _ = withMutableWords { words in
      for run in runs { eachWord(of: run.range) { words[$0] &= ~$1 } }
    }
  }
}

/// The 64-bit words that hold the bits of `range`, each with the mask of those bits.
@inline(__always)
func eachWord(of range: Range<Int>, _ body: (Int, UInt64) -> Void) {
  var at = range.lowerBound
  while at < range.upperBound {
    let bit = at & 63
    let count = min(64 - bit, range.upperBound - at)
    let ones = count == 64 ? UInt64.max : (1 << UInt64(count)) - 1
    body(at >> 6, ones << UInt64(bit))
    at += count
  }
}
