import Raster

/// The superpixels of an image, on a smaller copy of it where it is large, and the tree that they merge to.
struct PreparedRegions: Sendable {
  /// Of the image.
  let size: Size
  /// Superpixels 1…`tree.leaves` of the copy.
  let labels: LabelMap
  /// Pixels of the image along a side of one of the copy.
  let factor: Int
  let tree: RegionTree

  /// Larger images are halved.
  private static let mostPixels = 4_000_000
  private static let pixelsPerSuperpixel = 50
  private static let mostSuperpixels = 4000

  init(_ image: Image, _ run: MethodRun) throws(SegmentationError) {
    let work = ParallelWork(run.silent)
    size = image.size
    var (copy, factor) = (image, 1)
    while copy.size.area > Self.mostPixels { (copy, factor) = (try halved(copy, work), factor * 2) }
    run.progress(0.1)
    let wanted = min(max(copy.size.area / Self.pixelsPerSuperpixel, 1), Self.mostSuperpixels)
    labels = try SlicSegmenter(segments: wanted, compactness: 10, iterations: 5).segment(copy, work)
    run.progress(0.7)
    self.factor = factor
    let graph = try RegionGraph(of: labels, count: Int(labels.elements.max() ?? 0), image: copy, work)
    tree = try RegionTree(graph, run.silent)
    run.progress(1)
  }

  /// The superpixel at a pixel of the image, from 0.
  func leaf(at point: PixelPoint) -> Int {
    let inside = size.clamp(point)
    return Int(labels[PixelPoint(x: inside.x / factor, y: inside.y / factor)]) - 1
  }

  /// The pixels of the image whose superpixels are labelled.
  func mask(of leaves: [Bool], _ work: ParallelWork) throws(SegmentationError) -> Mask {
    let values: [UInt8] = [0] + leaves.map { $0 ? 255 : 0 }
    let elements = try [UInt8](count: size.area) { result throws(SegmentationError) in
      try labels.elements.withUnsafeBufferPointer { labels throws(SegmentationError) in
        try work.divideRows(of: size) { rows in
          for y in rows {
            let (line, from) = (y * size.width, y / factor * self.labels.width)
            for x in 0..<size.width { result[line + x] = values[Int(labels[from + x / factor])] }
          }
        }
      }
    }
    return Mask(size: size, elements: elements)
  }
}
