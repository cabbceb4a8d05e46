import Raster

/// k-means of the pixels by colour and position.
///
/// - Input: any image.
/// - Parameters: `k` clusters; `color_importance` divides the coordinates in pixels, so larger values let colour count
///   for more; `attempts` first centres are drawn by `seed`, the best ones win.
/// - Output: clusters from 1 in raster order of their first pixels, no edge; fewer than `k` where fewer colours and
///   places differ. A cluster lies in many parts.
/// - Throws: `.cancelled`.
/// - Complexity: O(pixels · k) time per round on all cores, up to 100 rounds; 24 bytes per pixel. The sum of squared
///   distances is that of OpenCV's k-means with as many attempts, or less.
/// - Source: see `Clustering`.
public struct KMeans: SegmentationMethod {
  /// What people read about the method.
  public let description = MethodDescription(
    name: "kmeans",
    summary: "clusters of pixels that are alike in colour and position (k-means)",
    parameters: [
      Parameter("k", .integer(1...1000), default: .integer(15), help: "number of clusters"),
      Parameter(
        "color_importance", .real(0.01...10_000), default: .real(5),
        help: "divisor of the coordinates in pixels; larger values let colour count for more",
        dimension: .length),
      Parameter("attempts", .integer(1...1000), default: .integer(10), help: "how often first centres are drawn"),
      Parameter("seed", .integer(0...Int.max), default: .integer(0), help: "of the generator that draws them"),
    ])

  /// The method; it holds nothing.
  public init() {}

  /// Five coordinates and two label maps.
  public func bytesPerPixel(_ parameters: Parameters, threads: Int) -> Int { 30 }

  /// Labels every pixel with its cluster, from 1.
  public func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap
  {
    try run.checkCancelled()
    let clustering = Clustering(
      clusters: parameters.integer("k"), attempts: parameters.integer("attempts"),
      seed: UInt64(parameters.integer("seed")))
    let divisor = Float(parameters.real("color_importance"))
    let points = try colourPoints(of: image, divisor: divisor, ParallelWork(run))
    let labels = try clustering.run(points, run).labels
    run.progress(1)
    return LabelMap(size: image.size, elements: labels)
  }
}

/// Blue, green, red, and row and column by `divisor`, of every pixel.
/// - Throws: `.cancelled`.
func colourPoints(of image: Image, divisor: Float, _ work: ParallelWork) throws(SegmentationError) -> PointCloud {
  let points = PointCloud(count: image.size.area)
  let width = image.size.width
  try image.bytes.withUnsafeBufferPointer { bytes throws(SegmentationError) in
    try work.divideRows(of: image.size) { lines in
      for y in lines {
        let row = y * width..<(y + 1) * width
        for channel in 0..<3 {
          let plane = points.coordinate(channel)
          for pixel in row { plane[pixel] = Float(bytes[pixel * 3 + 2 - channel]) }
        }
        let (rows, columns) = (points.coordinate(3), points.coordinate(4) + y * width)
        for pixel in row { rows[pixel] = Float(y) / divisor }
        for x in 0..<width { columns[x] = Float(x) / divisor }
      }
    }
  }
  return points
}
