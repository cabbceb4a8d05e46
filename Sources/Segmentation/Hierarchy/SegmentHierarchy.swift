import Raster

/// A segmentation and all its coarser forms: segments merged step by step, the most alike first.
///
/// Built once, it answers for any number of segments without segmenting again. Coarser segments are unions of finer
/// ones, so what was painted by segment stays whole.
public struct SegmentHierarchy: Sendable {
  /// The finest form: 4-connected regions 1…`mostSegments` in raster order; 0 = edge.
  public let base: RunLengthPlane<Int32>
  private let tree: MergeTree

  /// Builds the hierarchy of `labels`, a label map of `image`. Its connected regions are the finest segments; regions
  /// that only touch across edge pixels (label 0) are never merged.
  ///
  /// The cheapest merge is Ward's: that which adds least to the squared error of the segments' mean Lab colours;
  /// a strong border makes it dearer, a long one cheaper.
  /// - Throws: `.cancelled`.
  /// - Complexity: O(pixels + borders · log borders); 40 ms on two processors at 2 megapixels and 2000 segments.
  /// - Source: J. H. Ward, "Hierarchical grouping to optimize an objective function", J. Am. Stat. Assoc. 58, 1963;
  ///   X. Wei et al., "Superpixel hierarchy", IEEE Trans. Image Processing 27(10), 2018; boundary terms after
  ///   P. Arbeláez et al., "Contour detection and hierarchical image segmentation", IEEE TPAMI 33(5), 2011.
  public init(of labels: LabelMap, image: Image, _ run: MethodRun = MethodRun()) throws(SegmentationError) {
    let (regions, count) = connectedRegions(of: labels)
    base = RunLengthPlane(regions)
    let graph = try RegionGraph(of: regions, count: Int(count), image: image, ParallelWork(run))
    // Only where noise or texture makes very many regions; a photograph's superpixels are merged one by one.
    let speck = Int(count) > 20_000 ? Double(image.size.area) / 160_000 : 0
    tree = try MergeTree(graph, specksBelow: speck, run)
  }

  /// The number of segments of the finest form.
  public var mostSegments: Int { tree.leaves }

  /// The number of segments of the coarsest form: 1, or more where edge pixels part the image.
  public var fewestSegments: Int { tree.roots }

  /// The label map with `count` segments, brought into `fewestSegments`…`mostSegments`: 1…n in the order of their
  /// first base segments.
  /// - Complexity: O(runs of the base), under a millisecond at 2 megapixels and 2400 segments.
  public func runs(segments count: Int) -> RunLengthPlane<Int32> {
    base.relabeled(by: [0] + tree.segments(count: count))
  }

  /// The label map with `count` segments, brought into `fewestSegments`…`mostSegments`.
  /// - Complexity: O(pixels).
  public func labels(segments count: Int) -> LabelMap { runs(segments: count).plane }

  /// The label map of a level: 0 is the base, each level above has 1/√2 of the segments of the one below.
  public func labels(atLevel level: Int) -> LabelMap { labels(segments: segments(atLevel: level)) }

  /// The number of segments of a level, brought into 0…`highestLevel`.
  public func segments(atLevel level: Int) -> Int { counts[min(max(level, 0), highestLevel)] }

  /// The level that has `fewestSegments`.
  public var highestLevel: Int { counts.count - 1 }

  /// The level whose number of segments is the nearest to `count`, by ratio; of two the finer.
  public func level(nearestTo count: Int) -> Int {
    let counts = counts
    guard let upper = counts.lastIndex(where: { $0 >= count }) else { return 0 }
    guard upper + 1 < counts.count else { return upper }
    return counts[upper] * counts[upper + 1] <= count * count ? upper : upper + 1
  }

  /// The numbers of segments by level.
  private var counts: [Int] {
    var counts = [mostSegments]
    while let last = counts.last, last > fewestSegments {
      counts.append(max(fewestSegments, min(last - 1, Int((Double(last) * 0.5.squareRoot()).rounded()))))
    }
    return counts
  }
}
