import Raster
import Segmentation

/// The strength of the gradient at every pixel: per channel Sobel's magnitude, stretched from the smallest of the image
/// to its largest, as an integer 0…255; then the sum of the three.
func gradientStrength(of image: Image, _ work: ParallelWork) throws(SegmentationError) -> Plane<UInt16> {
  var (least, most) = (Int32.max, Int32.min)
  for channel in 0..<3 {
    let squares = try sobelSquares(of: image, channel: channel, work)
    least = min(least, squares.min() ?? 0)
    most = max(most, squares.max() ?? 0)
  }
  var sums = Plane<UInt16>(size: image.size, filledWith: 0)
  guard most > least else { return sums }
  let lowest = Double(least).squareRoot()
  let scale = 255 / (Double(most).squareRoot() - lowest)
  try sums.elements.withUnsafeMutableBufferPointer { sums throws(SegmentationError) in
    for channel in 0..<3 {
      try sobelSquares(of: image, channel: channel, work).withUnsafeBufferPointer { squares in
        for pixel in sums.indices {
          sums[pixel] &+= UInt16(max(0, min(255, (Double(squares[pixel]).squareRoot() - lowest) * scale)))
        }
      }
    }
  }
  return sums
}

/// The regions between the pixels whose mean gradient is above `threshold`, once gaps of two pixels are closed; each
/// grows by one pixel into the edges around it, where two meet the one with the smaller number.
func regionsBetweenEdges(_ gradient: Plane<UInt16>, threshold: Double) -> LabelMap {
  let strength = (0...765).map { sum in UInt8(Double(sum) > threshold * 3 ? 2 : 0) }
  return grown(regions(outside: closed(gradient, strength)), laterWins: false)
}

/// As the older tool numbers them: every region grows over those before it, and pixels whose mean gradient is exactly
/// `threshold` keep that as their label.
func overlappingRegions(_ gradient: Plane<UInt16>, threshold: Double) -> LabelMap {
  let strength = (0...765).map { sum in
    UInt8(Double(sum) > threshold * 3 ? 2 : Double(sum) < threshold * 3 ? 0 : 1)
  }
  let edges = closed(gradient, strength)
  var labels = grown(regions(outside: edges), laterWins: true)
  for pixel in labels.elements.indices where labels.elements[pixel] == 0 && edges.elements[pixel] == 1 {
    labels.elements[pixel] = Int32(threshold)
  }
  return labels
}

/// Dilates and then erodes the strengths of the sums by 3 x 3 pixels; beyond the border nothing counts.
private func closed(_ gradient: Plane<UInt16>, _ strength: [UInt8]) -> Plane<UInt8> {
  let edges = Plane(size: gradient.size, elements: gradient.elements.map { strength[Int($0)] })
  return extremes(of: extremes(of: edges, isDilation: true), isDilation: false)
}

/// The largest (dilation) or smallest value of every 3 x 3 square.
private func extremes(of plane: Plane<UInt8>, isDilation: Bool) -> Plane<UInt8> {
  let (width, height) = (plane.width, plane.height)
  var rows = plane, result = plane
  func extreme(_ one: UInt8, _ other: UInt8) -> UInt8 { isDilation ? max(one, other) : min(one, other) }
  plane.elements.withUnsafeBufferPointer { from in
    rows.elements.withUnsafeMutableBufferPointer { rows in
      result.elements.withUnsafeMutableBufferPointer { to in
        for y in 0..<height {
          let start = y * width
          for x in 0..<width {
            let (left, right) = (max(0, x - 1), min(width - 1, x + 1))
            rows[start + x] = extreme(from[start + x], extreme(from[start + left], from[start + right]))
          }
        }
        for y in 0..<height {
          let (above, own, below) = (max(0, y - 1) * width, y * width, min(height - 1, y + 1) * width)
          for x in 0..<width { to[own + x] = extreme(rows[own + x], extreme(rows[above + x], rows[below + x])) }
        }
      }
    }
  }
  return result
}

private func regions(outside edges: Plane<UInt8>) -> LabelMap {
  connectedRegions(of: LabelMap(size: edges.size, elements: edges.elements.map { $0 == 0 ? 1 : 0 })).labels
}

/// Every region with the pixels next to it, corners included: of the regions that meet at an edge pixel the first one
/// takes it, or, with `laterWins`, the last one, which takes other regions' pixels as well.
private func grown(_ regions: LabelMap, laterWins: Bool) -> LabelMap {
  var result = regions
  let (width, height) = (regions.width, regions.height)
  regions.elements.withUnsafeBufferPointer { from in
    result.elements.withUnsafeMutableBufferPointer { to in
      for y in 0..<height {
        for x in 0..<width where laterWins || from[y * width + x] == 0 {
          var (first, last): (Int32, Int32) = (.max, 0)
          for row in max(0, y - 1)...min(height - 1, y + 1) {
            for column in max(0, x - 1)...min(width - 1, x + 1) {
              let region = from[row * width + column]
              if region > 0 && region < first { first = region }
              if region > last { last = region }
            }
          }
          to[y * width + x] = laterWins || last == 0 ? last : first
        }
      }
    }
  }
  return result
}
