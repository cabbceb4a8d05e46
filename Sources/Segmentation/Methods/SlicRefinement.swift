import Raster

/// Moves the borders of cells, pixel by pixel, to where the colours change.
///
/// Only pixels on a border are looked at. Each joins the cell of the neighbour that costs least: squared distance to
/// the cell's colour and place, and `roughness` for every one of the eight pixels around that belongs to another cell.
/// All decisions of a pass are made on the map as it was before, so that their order does not matter.
/// - Source: the energy of J. Yao et al., "Real-time coarse-to-fine topologically preserving segmentation", CVPR 2015.
struct SlicRefinement {
  /// In the coordinates of the image to refine.
  let centers: [SlicCenter]
  /// What a squared quarter pixel costs, in 2^-20 squared Lab units.
  let placeWeight: Int
  /// In squared Lab units.
  let roughness: Int32

  /// One pass over `labels`, the map of `image`.
  func refined(_ labels: [Int32], _ image: Image, _ work: ParallelWork) throws(SegmentationError) -> [Int32] {
    var result = [Int32](repeating: 0, count: labels.count)
    try result.withUnsafeMutableBufferPointer { result throws(SegmentationError) in
      try labels.withUnsafeBufferPointer { labels throws(SegmentationError) in
        try image.bytes.withUnsafeBufferPointer { bytes throws(SegmentationError) in
          try centers.withUnsafeBufferPointer { centers throws(SegmentationError) in
            try work.divideRows(of: image.size) { lines in
              LabTable.shared.withConverter { lab in
                let pass = SlicPass(
                  size: image.size, placeWeight: placeWeight, roughness: roughness, labels: labels, bytes: bytes,
                  centers: centers, lab: lab)
                for y in lines { pass.refineLine(y, to: result) }
              }
            }
          }
        }
      }
    }
    return result
  }
}

/// One pass over borrowed planes.
private struct SlicPass {
  let size: Size
  let placeWeight: Int
  let roughness: Int32
  let labels: UnsafeBufferPointer<Int32>
  let bytes: UnsafeBufferPointer<UInt8>
  let centers: UnsafeBufferPointer<SlicCenter>
  let lab: LabConverter

  @inline(__always)
  func refineLine(_ y: Int, to result: UnsafeMutableBufferPointer<Int32>) {
    let line = y * size.width
    let (up, down) = (y > 0 ? -size.width : 0, y + 1 < size.height ? size.width : 0)
    for x in 0..<size.width {
      let at = line + x
      let (left, right) = (x > 0 ? -1 : 0, x + 1 < size.width ? 1 : 0)
      let own = labels[at]
      // The bits that differ, of all four at once: a branch per neighbour would cost more than the rest.
      let difference =
        (labels[at + left] ^ own) | (labels[at + right] ^ own) | (labels[at + up] ^ own) | (labels[at + down] ^ own)
      result[at] = difference == 0 ? own : best(at, x, y, left, right, up, down)
    }
  }

  /// The label that costs pixel `at`, on a border, least.
  private func best(_ at: Int, _ x: Int, _ y: Int, _ left: Int, _ right: Int, _ up: Int, _ down: Int) -> Int32 {
    let color = lab(bytes[at * 3], bytes[at * 3 + 1], bytes[at * 3 + 2])
    @inline(__always) func cost(_ label: Int32) -> Int32 {
      @inline(__always) func other(_ step: Int) -> Int32 { labels[at + step] == label ? 0 : 1 }
      let others =
        other(left) &+ other(right) &+ other(up) &+ other(down) &+ other(left + up) &+ other(right + up)
        &+ other(left + down) &+ other(right + down)
      let center = centers[Int(label) - 1]
      let (dx, dy) = (x * 4 - Int(center.x), y * 4 - Int(center.y))
      let place = Int32(truncatingIfNeeded: ((dx &* dx &+ dy &* dy) &* placeWeight) >> 20)
      return color.squaredDistance(to: center.color) &+ place &+ roughness &* others
    }
    let own = labels[at]
    var (best, least) = (own, cost(own))
    @inline(__always) func offer(_ step: Int) {
      let label = labels[at + step]
      guard label != own && label != best else { return }
      let offered = cost(label)
      if offered < least { (best, least) = (label, offered) }
    }
    offer(left)
    offer(right)
    offer(up)
    offer(down)
    return best
  }
}

/// Every pixel of `size` takes the label of the pixel that covers it in the map of half the size.
func doubled(_ labels: [Int32], from half: Size, to size: Size, _ work: ParallelWork) throws(SegmentationError)
  -> [Int32]
{
  var result = [Int32](repeating: 0, count: size.area)
  try result.withUnsafeMutableBufferPointer { result throws(SegmentationError) in
    try labels.withUnsafeBufferPointer { labels throws(SegmentationError) in
      try work.divideRows(of: size) { lines in
        for y in lines {
          let (line, from) = (y * size.width, y / 2 * half.width)
          for x in 0..<size.width { result[line + x] = labels[from + x / 2] }
        }
      }
    }
  }
  return result
}
