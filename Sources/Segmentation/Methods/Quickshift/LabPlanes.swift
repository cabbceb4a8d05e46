import Glibc
import Raster

/// An image in CIE L*a*b* (sRGB, D65, 2°), one plane per coordinate, each multiplied by a scale.
final class LabPlanes {
  let size: Size
  /// Lightness, a and b, `size.area` reals each, one plane after the other.
  let planes: UnsafeMutablePointer<Float>

  /// - Throws: `.cancelled`.
  init(_ image: Image, scale: Double, swapsRedAndBlue: Bool, _ work: ParallelWork) throws(SegmentationError) {
    size = image.size
    planes = .allocate(capacity: size.area * 3)
    let linear = (0...255).map { linearLight(Double($0) / 255) }
    let (count, width) = (size.area, size.width)
    let (red, blue) = swapsRedAndBlue ? (2, 0) : (0, 2)
    try image.bytes.withUnsafeBufferPointer { bytes throws(SegmentationError) in
      try linear.withUnsafeBufferPointer { linear throws(SegmentationError) in
        try work.divideRows(of: size) { rows in
          for y in rows {
            for at in y * width..<(y + 1) * width {
              let lab = labOf(
                linear[Int(bytes[at * 3 + red])], linear[Int(bytes[at * 3 + 1])], linear[Int(bytes[at * 3 + blue])])
              planes[at] = Float(lab.0 * scale)
              planes[count + at] = Float(lab.1 * scale)
              planes[2 * count + at] = Float(lab.2 * scale)
            }
          }
        }
      }
    }
  }

  deinit { planes.deallocate() }
}

/// The light of an sRGB value 0…1.
private func linearLight(_ value: Double) -> Double {
  value > 0.04045 ? pow((value + 0.055) / 1.055, 2.4) : value / 12.92
}

@inline(__always)
private func labOf(_ red: Double, _ green: Double, _ blue: Double) -> (Double, Double, Double) {
  let x = response((0.412453 * red + 0.357580 * green + 0.180423 * blue) / 0.95047)
  let y = response(0.212671 * red + 0.715160 * green + 0.072169 * blue)
  let z = response((0.019334 * red + 0.119193 * green + 0.950227 * blue) / 1.08883)
  return (116 * y - 16, 500 * (x - y), 200 * (y - z))
}

@inline(__always)
private func response(_ light: Double) -> Double { light > 0.008856 ? cbrt(light) : 7.787 * light + 16.0 / 116 }
