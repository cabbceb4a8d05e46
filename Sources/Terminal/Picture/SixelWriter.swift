/// Appends sixel codes to memory that is known to be large enough.
struct SixelWriter {
  private let start: UnsafeMutablePointer<UInt8>
  private var end: UnsafeMutablePointer<UInt8>

  init(_ memory: UnsafeMutablePointer<UInt8>) { (start, end) = (memory, memory) }

  var written: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: end - start) }

  /// Selects a colour at the left end of the band.
  @inline(__always) mutating func begin(color: UInt8, isFirst: Bool) {
    if !isFirst { put(UInt8(ascii: "$")) }
    put(UInt8(ascii: "#"))
    putDecimal(UInt32(color))
  }

  /// One sixel, repeated; three bytes or fewer are written out, more as `!count`.
  @inline(__always) mutating func write(_ mask: UInt8, times count: Int32) {
    let code = mask &+ 0x3F
    if count <= 3 {
      // Writes three, keeps as many as wanted: no branch on lengths that are hard to predict.
      end[0] = code
      end[1] = code
      end[2] = code
      end += Int(count)
    } else {
      put(UInt8(ascii: "!"))
      putDecimal(UInt32(truncatingIfNeeded: count))
      put(code)
    }
  }

  @inline(__always) private mutating func put(_ byte: UInt8) {
    end.pointee = byte
    end += 1
  }

  @inline(__always) private mutating func putDecimal(_ value: UInt32) {
    if value < 10 {
      put(digit(value))
    } else if value < 100 {
      put(digit(value / 10))
      put(digit(value % 10))
    } else {
      putLong(value)
    }
  }

  private mutating func putLong(_ value: UInt32) {
    if value >= 100 { putLong(value / 10) } else if value >= 10 { put(digit(value / 10)) }
    put(digit(value % 10))
  }

  @inline(__always) private func digit(_ value: UInt32) -> UInt8 {
    UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value)
  }
}
