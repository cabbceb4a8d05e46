import Raster

/// The Lab colours of an image, one plane per axis, in units of `LabTable`.
struct LabImage {
  let size: Size
  /// All of lightness, then all of a, then all of b.
  private let values: [Int16]

  /// Converts every pixel of `image`.
  /// - Throws: `.cancelled`.
  init(of image: Image, _ work: ParallelWork) throws(SegmentationError) {
    size = image.size
    let count = size.area
    var values = [Int16](repeating: 0, count: count * 3)
    try values.withUnsafeMutableBufferPointer { values throws(SegmentationError) in
      try image.bytes.withUnsafeBufferPointer { bytes throws(SegmentationError) in
        try work.divide(count, grain: 100_000) { range in
          LabTable.shared.withConverter { lab in
            for at in range {
              let color = lab(bytes[at * 3], bytes[at * 3 + 1], bytes[at * 3 + 2])
              values[at] = Int16(truncatingIfNeeded: color.lightness)
              values[count + at] = Int16(truncatingIfNeeded: color.a)
              values[2 * count + at] = Int16(truncatingIfNeeded: color.b)
            }
          }
        }
      }
    }
    self.values = values
  }

  /// Lends the colours without bounds checks.
  @inline(__always)
  func withColors<Result, Failure: Error>(_ body: (LabColors) throws(Failure) -> Result) throws(Failure) -> Result {
    let count = size.area
    return try values.withUnsafeBufferPointer { values throws(Failure) in
      try body(
        LabColors(
          lightness: .init(rebasing: values[..<count]), a: .init(rebasing: values[count..<2 * count]),
          b: .init(rebasing: values[(2 * count)...])))
    }
  }
}

/// The colours of `LabImage` while they are borrowed.
struct LabColors {
  fileprivate let lightness: UnsafeBufferPointer<Int16>
  fileprivate let a: UnsafeBufferPointer<Int16>
  fileprivate let b: UnsafeBufferPointer<Int16>

  @inline(__always)
  subscript(at: Int) -> LabColor {
    LabColor(lightness: Int32(lightness[at]), a: Int32(a[at]), b: Int32(b[at]))
  }
}
