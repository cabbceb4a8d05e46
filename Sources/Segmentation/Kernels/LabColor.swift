/// A colour of CIE L*a*b* in fixed point: `LabTable.scale` units per step of an 8-bit Lab image.
struct LabColor: Equatable {
  var lightness: Int32
  var a: Int32
  var b: Int32

  /// The squared Euclidean distance, in squared units.
  @inline(__always)
  func squaredDistance(to other: LabColor) -> Int32 {
    let (x, y, z) = (lightness &- other.lightness, a &- other.a, b &- other.b)
    return x &* x &+ y &* y &+ z &* z
  }
}

/// Converts sRGB to Lab by tables and integers, so that every machine finds the same colours.
///
/// Lightness runs over 0…255 steps as in 8-bit Lab images, a and b over -128…127.
/// - Source: IEC 61966-2-1 (sRGB, D65); CIE 15:2004 (L*a*b*).
final class LabTable: Sendable {
  /// Units per step.
  static let scale: Int32 = 4
  static let shared = LabTable()

  /// Linear light of each sRGB byte, 0…65535.
  private let linear: [Int32]
  /// 32768 · f(t) of CIE 15 for t = index / 4096, up to t = 1.
  private let root: [Int32]

  private init() {
    linear = (0...255).map { level in
      let value = Double(level) / 255
      let light = value <= 0.04045 ? value / 12.92 : power((value + 0.055) / 1.055, 2.4)
      return Int32((light * 65535).rounded())
    }
    root = (0...4096).map { index in
      let t = Double(index) / 4096
      let f = t > 216.0 / 24389 ? power(t, 1.0 / 3) : (24389.0 / 27 * t + 16) / 116
      return Int32((f * 32768).rounded())
    }
  }

  /// Calls `body` with a converter that reads the tables without bounds or reference checks.
  @inline(__always)
  func withConverter<Result>(_ body: (LabConverter) -> Result) -> Result {
    linear.withUnsafeBufferPointer { linear in
      root.withUnsafeBufferPointer { root in body(LabConverter(linear: linear, root: root)) }
    }
  }
}

/// Tables of a `LabTable` while they are borrowed.
struct LabConverter {
  fileprivate let linear: UnsafeBufferPointer<Int32>
  fileprivate let root: UnsafeBufferPointer<Int32>

  /// The colour of an sRGB pixel.
  @inline(__always)
  func callAsFunction(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> LabColor {
    let (r, g, b) = (linear[Int(red)], linear[Int(green)], linear[Int(blue)])
    // Rows of the sRGB matrix by the white point, 4096 = 1, so that white gives 1 on every axis; light has 16 bits.
    let x = root[Int((r &* 1777 &+ g &* 1541 &+ b &* 778) >> 16)]
    let y = root[Int((r &* 871 &+ g &* 2929 &+ b &* 296) >> 16)]
    let z = root[Int((r &* 73 &+ g &* 448 &+ b &* 3575) >> 16)]
    let scale = LabTable.scale
    return LabColor(
      lightness: ((y &* 116 &- (16 << 15)) &* scale &* 51 / 20) >> 15,
      a: ((x &- y) &* 500 &* scale) >> 15, b: ((y &- z) &* 200 &* scale) >> 15)
  }
}

/// `base` to the power of `exponent`, for 0 < base ≤ 1 and positive exponents, without the platform's mathematics
/// library, whose last bit differs between machines.
func power(_ base: Double, _ exponent: Double) -> Double {
  guard base > 0 else { return 0 }
  let target = logarithm(base) * exponent
  var (sum, part) = (1.0, 1.0)
  // e^target as a power of 2^-10 of it: the series stays short and positive arguments never occur.
  for step in 1...20 {
    part *= target / 1024 / Double(step)
    sum += part
  }
  for _ in 0..<10 { sum *= sum }
  return sum
}

/// The natural logarithm of a positive number, the same on every machine.
func logarithm(_ value: Double) -> Double {
  // value = mantissa · 2^shift with the mantissa near 1, where the series converge quickly.
  let shift = Double(value.exponent) + (value.significand > 1.414_213_562 ? 1 : 0)
  let mantissa = value.significand > 1.414_213_562 ? value.significand / 2 : value.significand
  let ratio = (mantissa - 1) / (mantissa + 1)
  var (logarithm, term) = (0.0, ratio)
  for odd in stride(from: 1.0, through: 31, by: 2) {
    logarithm += 2 * term / odd
    term *= ratio * ratio
  }
  return logarithm + shift * 0.693_147_180_559_945_31
}
