import Raster

/// Watershed: regions grow from markers through low gradients and meet where the gradient is high.
///
/// - Input: any image; its gradient is Sobel's, the strongest of the three channels.
/// - Parameters: about `markers` markers, one in each cell of a grid where the gradient is least; `compactness` adds
///   that many units of gradient (0…1443) per pixel of distance to the marker, for segments of even shape.
/// - Output: 4-connected segments from 1 in the raster order of the cells, no edge, no lines.
/// - Throws: `.cancelled`.
/// - Complexity: O(pixels) time at compactness 0, about 50 ns per pixel, else O(pixels · log pixels); 10 and 50 bytes per
///   pixel.
/// - Source: S. Beucher, F. Meyer, "The morphological approach to segmentation: the watershed transformation", 1993;
///   P. Neubert, P. Protzel, "Compact watershed and preemptive SLIC", ICPR 2014.
public struct Watershed: SegmentationMethod {
  /// What people read about the method.
  public let description = MethodDescription(
    name: "watershed",
    summary: "regions that grow from points of low gradient until they meet at high ones",
    parameters: [
      Parameter("markers", .integer(1...1_000_000), default: .integer(250), help: "about how many segments"),
      Parameter(
        "compactness", .real(0...100_000), default: .real(0),
        help: "units of gradient (0…1443) per pixel from the marker; larger values give more even shapes",
        dimension: .perLength),
    ])

  /// The method; it holds nothing.
  public init() {}

  /// The gradient and the queue; compact floods keep a heap of pixels.
  public func bytesPerPixel(_ parameters: Parameters, threads: Int) -> Int {
    parameters.real("compactness") > 0 ? 56 : 12
  }

  /// Labels every pixel with its marker's number, from 1.
  public func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap
  {
    let relief = try relief(of: image, ParallelWork(run))
    let markers = gridMinima(of: relief, count: parameters.integer("markers"))
    run.progress(0.3)
    let compactness = parameters.real("compactness")
    let labels =
      compactness > 0
      ? try CompactFlood(relief, compactness: compactness).run(from: markers, run)
      : try Flood(relief).run(from: markers, run)
    run.progress(1)
    return LabelMap(size: image.size, elements: labels)
  }

  /// The gradient's length, rounded down, of the channel where it is longest.
  private func relief(of image: Image, _ work: ParallelWork) throws(SegmentationError) -> Plane<UInt16> {
    var longest = try sobelSquares(of: image, channel: 0, work)
    for channel in 1...2 {
      work.run.progress(0.1 * Double(channel))
      let squares = try sobelSquares(of: image, channel: channel, work)
      longest.withUnsafeMutableBufferPointer { longest in
        squares.withUnsafeBufferPointer { squares in
          for pixel in squares.indices { longest[pixel] = max(longest[pixel], squares[pixel]) }
        }
      }
    }
    try work.run.checkCancelled()
    return Plane(size: image.size, elements: longest.map { UInt16(Double($0).squareRoot()) })
  }
}

/// The pixel of least gradient in the middle of each cell of a grid of about `count` cells, row by row; of equal ones
/// the one that is nearest to the cell's centre, then the first.
func gridMinima(of relief: Plane<UInt16>, count: Int) -> [Int] {
  let (width, height) = (relief.width, relief.height)
  let side = (Double(relief.size.area) / Double(count)).squareRoot()
  let columns = max(1, min(width, Int((Double(width) / side).rounded())))
  let rows = max(1, min(height, Int((Double(height) / side).rounded())))
  var minima: [Int] = []
  for row in 0..<rows {
    for column in 0..<columns {
      let (left, right) = (width * column / columns, width * (column + 1) / columns)
      let (top, bottom) = (height * row / rows, height * (row + 1) / rows)
      // A quarter of the cell on each side keeps markers apart.
      let (marginX, marginY) = ((right - left) / 4, (bottom - top) / 4)
      let (centreX, centreY) = ((left + right - 1) / 2, (top + bottom - 1) / 2)
      var best: (gradient: UInt16, distance: Int, pixel: Int)?
      for y in top + marginY..<bottom - marginY {
        for x in left + marginX..<right - marginX {
          let pixel = y * width + x
          let apart = (x - centreX) * (x - centreX) + (y - centreY) * (y - centreY)
          let candidate = (relief.elements[pixel], apart, pixel)
          if best.map({ candidate < ($0.gradient, $0.distance, $0.pixel) }) ?? true { best = candidate }
        }
      }
      if let best { minima.append(best.pixel) }
    }
  }
  return minima
}
