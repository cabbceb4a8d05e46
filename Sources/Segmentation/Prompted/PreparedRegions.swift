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
  private let image: Image

  /// Larger images are halved.
  private static let mostPixels = 4_000_000
  private static let pixelsPerSuperpixel = 40
  private static let mostSuperpixels = 4000
  private static let mostRadius = 12

  init(_ image: Image, _ run: MethodRun) throws(SegmentationError) {
    let work = ParallelWork(run.silent)
    (size, self.image) = (image.size, image)
    var (copy, factor) = (image, 1)
    while copy.size.area > Self.mostPixels { (copy, factor) = (try halved(copy, work), factor * 2) }
    run.progress(0.1)
    let wanted = min(max(copy.size.area / Self.pixelsPerSuperpixel, 1), Self.mostSuperpixels)
    labels = try SlicSegmenter(segments: wanted, compactness: 10, iterations: 5).segment(copy, work)
    run.progress(0.7)
    self.factor = factor
    let graph = try RegionGraph(of: labels, count: Int(labels.elements.max() ?? 0), image: copy, work)
    tree = try RegionTree(graph, edges: edgeCounts(labels, count: graph.regions.count), run.silent)
    run.progress(1)
  }

  /// The superpixel at a pixel of the image, from 0.
  func leaf(at point: PixelPoint) -> Int {
    let inside = size.clamp(point)
    return Int(labels[PixelPoint(x: inside.x / factor, y: inside.y / factor)]) - 1
  }

  /// How far from the superpixels' borders the object's may lie, in pixels of the image.
  var bandRadius: Int {
    let side = (Double(size.area) / Double(max(1, tree.leaves))).squareRoot()
    return min(max(2, Int(side / 4)), Self.mostRadius)
  }

  /// The pixels of the image whose superpixels are labelled. Where clicks disagree within a superpixel, its pixels
  /// follow the click that is the most like them in place and colour.
  func mask(of leaves: [Bool], dividedBy points: [PointPrompt.Point], _ work: ParallelWork) throws(SegmentationError)
    -> Mask
  {
    let disputes = disputes(points)
    var values: [UInt8] = [0] + leaves.map { $0 ? 255 : 0 }
    for dispute in disputes { values[dispute.leaf + 1] = 1 }
    let elements = try [UInt8](count: size.area) { result throws(SegmentationError) in
      try labels.elements.withUnsafeBufferPointer { labels throws(SegmentationError) in
        try work.divideRows(of: size) { rows in
          for y in rows {
            let (line, from) = (y * size.width, y / factor * self.labels.width)
            for x in 0..<size.width {
              let value = values[Int(labels[from + x / factor])]
              result[line + x] = value != 1 ? value : disputed(x, y, Int(labels[from + x / factor]) - 1, disputes)
            }
          }
        }
      }
    }
    return Mask(size: size, elements: elements)
  }

  /// A superpixel and the clicks of both kinds in it.
  private struct Dispute {
    let leaf: Int
    let points: [PointPrompt.Point]
  }

  private func disputes(_ points: [PointPrompt.Point]) -> [Dispute] {
    let leaves = points.map { leaf(at: $0.position) }
    var disputes: [Dispute] = []
    for leaf in Set(leaves).sorted() {
      let own = zip(points, leaves).filter { $1 == leaf }.map(\.0)
      if Set(own.map(\.isForeground)).count == 2 { disputes.append(Dispute(leaf: leaf, points: own)) }
    }
    return disputes
  }

  private func disputed(_ x: Int, _ y: Int, _ leaf: Int, _ disputes: [Dispute]) -> UInt8 {
    guard let points = disputes.first(where: { $0.leaf == leaf })?.points else { return 0 }
    let pixel = PixelPoint(x: x, y: y)
    let nearest = points.min { difference($0.position, pixel) < difference($1.position, pixel) }
    return nearest?.isForeground == true ? 255 : 0
  }

  /// Squared pixels and squared Lab units, of which a quarter of the superpixel's side weighs as many as 16 do.
  private func difference(_ click: PixelPoint, _ pixel: PixelPoint) -> Int {
    let click = size.clamp(click)
    let (dx, dy) = (click.x - pixel.x, click.y - pixel.y)
    let (one, other) = (image[click], image[pixel])
    let color = LabTable.shared.withConverter { lab in
      lab(one.red, one.green, one.blue).squaredDistance(to: lab(other.red, other.green, other.blue))
    }
    return (dx * dx + dy * dy) * 256 / (bandRadius * bandRadius) + Int(color)
  }
}

/// How many pixels of each region lie at the edge of the map, corners twice.
private func edgeCounts(_ labels: LabelMap, count: Int) -> [Int] {
  var counts = [Int](repeating: 0, count: count)
  func add(_ x: Int, _ y: Int) { counts[Int(labels[PixelPoint(x: x, y: y)]) - 1] += 1 }
  for x in 0..<labels.width {
    add(x, 0)
    add(x, labels.height - 1)
  }
  for y in 0..<labels.height {
    add(0, y)
    add(labels.width - 1, y)
  }
  return counts
}
