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
  let bonds: SuperpixelBonds
  let colors: SuperpixelColors
  /// The middles of the superpixels, on the copy.
  let centers: [SIMD2<Double>]
  /// The smaller copy, or the image itself.
  let copy: Image

  /// Larger images are halved.
  private static let mostPixels = 4_000_000
  private static let pixelsPerSuperpixel = 40
  private static let mostSuperpixels = 4000
  private static let mostRadius = 12

  init(_ image: Image, _ run: MethodRun) throws(SegmentationError) {
    let work = ParallelWork(run.silent)
    size = image.size
    var (copy, factor) = (image, 1)
    while copy.size.area > Self.mostPixels { (copy, factor) = (try halved(copy, work), factor * 2) }
    run.progress(0.1)
    let wanted = min(max(copy.size.area / Self.pixelsPerSuperpixel, 1), Self.mostSuperpixels)
    labels = try SlicSegmenter(segments: wanted, compactness: 10, iterations: 5).segment(copy, work)
    run.progress(0.7)
    (self.factor, self.copy) = (factor, copy)
    let count = Int(labels.elements.max() ?? 0)
    centers = middles(of: labels, count: count)
    let graph = try RegionGraph(of: labels, count: count, image: copy, work)
    (bonds, colors) = (SuperpixelBonds(graph), SuperpixelColors(graph.regions, of: copy))
    tree = try RegionTree(graph, edges: edgeCounts(labels, count: graph.regions.count), run.silent)
    run.progress(1)
  }

  /// The pixel of the copy that shows a pixel of the image, or the nearest one to it.
  func placeOnCopy(_ point: PixelPoint) -> PixelPoint {
    let inside = size.clamp(point)
    return PixelPoint(x: inside.x / factor, y: inside.y / factor)
  }

  /// The superpixel at a pixel of the image, from 0.
  func leaf(at point: PixelPoint) -> Int { Int(labels[placeOnCopy(point)]) - 1 }

  /// Pixels of the copy in a superpixel, on average.
  var meanPixels: Double { Double(labels.size.area) / Double(max(1, tree.leaves)) }

  /// The side of a superpixel on the copy.
  var side: Double { meanPixels.squareRoot() }

  /// How far from the superpixels' borders the object's may lie, in pixels of the copy.
  var bandRadius: Int { min(max(2, Int(side / 2)), Self.mostRadius) }

  /// The pixels of the copy whose superpixels are labelled. Where clicks disagree within a superpixel, its pixels
  /// follow the click that is the most like them in place and colour.
  /// - Parameter points: clicks on the copy.
  func mask(of leaves: [Bool], dividedBy points: [PointPrompt.Point], _ work: ParallelWork) throws(SegmentationError)
    -> Mask
  {
    let disputes = disputes(points)
    var values: [UInt8] = [0] + leaves.map { $0 ? 255 : 0 }
    for dispute in disputes { values[dispute.leaf + 1] = 1 }
    let width = labels.width
    let elements = try [UInt8](count: labels.size.area) { result throws(SegmentationError) in
      try labels.elements.withUnsafeBufferPointer { labels throws(SegmentationError) in
        try work.divideRows(of: self.labels.size) { rows in
          for at in rows.lowerBound * width..<rows.upperBound * width {
            let value = values[Int(labels[at])]
            result[at] = value != 1 ? value : disputed(at % width, at / width, Int(labels[at]) - 1, disputes)
          }
        }
      }
    }
    return Mask(size: labels.size, elements: elements)
  }

  /// A mask of the copy as one of the image.
  func enlarged(_ mask: Mask, _ work: ParallelWork) throws(SegmentationError) -> Mask {
    let elements = try [UInt8](count: size.area) { result throws(SegmentationError) in
      try mask.elements.withUnsafeBufferPointer { mask throws(SegmentationError) in
        try work.divideRows(of: size) { rows in
          for y in rows {
            let (line, from) = (y * size.width, y / factor * labels.width)
            for x in 0..<size.width { result[line + x] = mask[from + x / factor] }
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
    let leaves = points.map { Int(labels[$0.position]) - 1 }
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
    let (dx, dy) = (click.x - pixel.x, click.y - pixel.y)
    let (one, other) = (copy[click], copy[pixel])
    let color = LabTable.shared.withConverter { lab in
      lab(one.red, one.green, one.blue).squaredDistance(to: lab(other.red, other.green, other.blue))
    }
    return (dx * dx + dy * dy) * 1024 / (bandRadius * bandRadius) + Int(color)
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

/// The mean place of the pixels of each region.
private func middles(of labels: LabelMap, count: Int) -> [SIMD2<Double>] {
  var sums = [SIMD3<Int>](repeating: .zero, count: count)
  labels.elements.withUnsafeBufferPointer { elements in
    for y in 0..<labels.height {
      for x in 0..<labels.width { sums[Int(elements[y * labels.width + x]) - 1] &+= SIMD3(x, y, 1) }
    }
  }
  return sums.map { SIMD2(Double($0.x), Double($0.y)) / Double(max(1, $0.z)) }
}
