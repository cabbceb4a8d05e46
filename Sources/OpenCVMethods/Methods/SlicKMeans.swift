import COpenCV
import Raster
import Segmentation

/// k-means of superpixels: OpenCV's, by the mean row, column and 8-bit L, a and b of their pixels.
///
/// - Input: any image; one that is smaller than a superpixel in width or height becomes one segment.
/// - Parameters: `region_size` and `ruler` are those of `superpixel`, `k` the number of clusters, `seed` draws the first
///   centres.
/// - Output: clusters from 1 in raster order of their first superpixels, no edge; fewer than `k` where there are fewer
///   superpixels. A cluster may lie in parts.
/// - Throws: `.cancelled`, within 20 ms; `.engine` where OpenCV refuses.
/// - Complexity: that of the superpixels; the clusters take one pass over the pixels.
/// - Source: see `Superpixel` and `Clustering`.
public struct SlicKMeans: SegmentationMethod {
  /// What people read about the method.
  public let description = MethodDescription(
    name: "slickmeans",
    summary: "clusters of superpixels that are alike in place and colour (MSLIC, then k-means)",
    parameters: [
      Parameter(
        "region_size", .integer(2...2000), default: .integer(40), help: "side of a superpixel in pixels",
        dimension: .length),
      Parameter(
        "ruler", .real(0.01...1000), default: .real(30),
        help: "smoothness: larger values give more compact superpixels"),
      Parameter("k", .integer(1...1000), default: .integer(15), help: "number of clusters"),
      Parameter("seed", .integer(0...Int.max), default: .integer(0), help: "of the generator that draws first centres"),
    ])

  private static let attempts = 10

  /// The method; it holds nothing.
  public init() {}

  /// That of the superpixels.
  public func bytesPerPixel(_ parameters: Parameters, threads: Int) -> Int { 40 }

  /// Labels every pixel with its cluster, from 1.
  public func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap
  {
    let superpixels = try superpixels(image, parameters, run)
    let means = means(of: superpixels, lab: try lab(of: image))
    let clustering = Clustering(
      clusters: parameters.integer("k"), attempts: Self.attempts, seed: UInt64(parameters.integer("seed")))
    let clusters = try clustering.run(means.points, run.part(0.8...1)).labels
    let labels = superpixels.elements.map { clusters[means.indices[Int($0)]] }
    run.progress(1)
    return LabelMap(size: image.size, elements: labels)
  }

  private func superpixels(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError)
    -> LabelMap
  {
    let settings = ["region_size", "ruler"].map { name in
      MethodSpec.Setting(name, name == "ruler" ? "\(parameters.real(name))" : "\(parameters.integer(name))")
    }
    return try MethodRegistry([Superpixel()]).segment(
      image, MethodSpec("superpixel", settings), run.part(0...0.8))
  }

  private func lab(of image: Image) throws(SegmentationError) -> [UInt8] {
    var failure = cvb_error()
    let lab = [UInt8](unsafeUninitializedCapacity: image.bytes.count) { lab, written in
      guard let start = lab.baseAddress, cvb_lab(image.bytes, image.size.area, start, &failure) else { return }
      written = image.bytes.count
    }
    guard lab.count == image.bytes.count else { throw SegmentationError(failure, method: description.name) }
    return lab
  }

  /// A point per label that occurs, in raster order of their first pixels, and the index of each label's point.
  private func means(of map: LabelMap, lab: [UInt8]) -> (points: PointCloud, indices: [Int]) {
    var indices = [Int](repeating: -1, count: Int(map.elements.max() ?? 0) + 1)
    var (sums, counts): ([Int], [Int]) = ([], [])
    for y in 0..<map.height {
      for x in 0..<map.width {
        let pixel = y * map.width + x
        let label = Int(map.elements[pixel])
        if indices[label] < 0 {
          indices[label] = counts.count
          counts.append(0)
          sums += [0, 0, 0, 0, 0]
        }
        let index = indices[label]
        counts[index] += 1
        sums[index * 5] += y
        sums[index * 5 + 1] += x
        for channel in 0..<3 { sums[index * 5 + 2 + channel] += Int(lab[pixel * 3 + channel]) }
      }
    }
    let points = PointCloud(count: counts.count)
    for dimension in 0..<PointCloud.dimensions {
      for index in counts.indices {
        points.coordinate(dimension)[index] = Float(Double(sums[index * 5 + dimension]) / Double(counts[index]))
      }
    }
    return (points, indices)
  }
}
