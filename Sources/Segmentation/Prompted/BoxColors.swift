import Raster

/// What a box holds by its colours alone: what is unlike its surroundings.
///
/// - Source: how GrabCut begins; C. Rother, V. Kolmogorov, A. Blake, "GrabCut: interactive foreground extraction using
///   iterated graph cuts", ACM Trans. Graphics 23(3), 2004; here on superpixels.
struct BoxColors {
  let regions: PreparedRegions
  /// Of the image.
  let box: PixelRect
  /// By superpixel, the share that is in the box.
  let shares: [Float]

  /// Superpixels outside that are compared.
  private static let mostOutside = 256
  /// Squared Lab units that speak as much as one superpixel.
  private static let scale = 400.0
  private static let mostPull = 3.0
  /// What fills less than one of so many parts of the box is none.
  private static let leastShare = 5.0

  /// For every superpixel whether it is object; never nothing, if there is one in the box.
  /// - Complexity: O(superpixels).
  func callAsFunction() -> [Bool] {
    let inside = shares.indices.filter { shares[$0] >= 0.5 }
    let nothing = [Bool](repeating: false, count: shares.count)
    let whole = shares.map { $0 >= 0.5 }
    let distances = distances(of: inside)
    guard let least = distances.min(), let most = distances.max(), most > least else { return whole }
    // Below the mean of both ends it looks more like what is outside.
    let middle = (least + most) / 2
    let pulls = zip(inside, distances).map { leaf, distance in
      let weight = regions.tree.regions[leaf].pixels / regions.meanPixels
      return weight * max(-Self.mostPull, min(Self.mostPull, (distance - middle) / Self.scale))
    }
    let found = regions.bonds.divide(inside, pulls, nothing)
    let pixels = inside.reduce(0) { found[$1] ? $0 + regions.tree.regions[$1].pixels : $0 }
    let all = inside.reduce(0) { $0 + regions.tree.regions[$1].pixels }
    return pixels * Self.leastShare >= all ? found : whole
  }

  /// How unlike each is to the most similar superpixel outside, squared Lab units up to a limit.
  private func distances(of inside: [Int]) -> [Double] {
    let outside = outside
    let sample = stride(from: 0, to: outside.count, by: max(1, outside.count / Self.mostOutside)).map { outside[$0] }
    let limit = 2 * Self.mostPull * Self.scale
    return inside.map { leaf in
      sample.reduce(limit) { min($0, squaredColorDistance(regions.tree.regions[leaf], regions.tree.regions[$1])) }
    }
  }

  /// What surrounds the box, up to its own size away.
  private var outside: [Int] {
    let (first, last) = (
      regions.placeOnCopy(PixelPoint(x: box.x - box.width, y: box.y - box.height)),
      regions.placeOnCopy(PixelPoint(x: box.maxX + box.width, y: box.maxY + box.height))
    )
    return shares.indices.filter {
      let center = regions.centers[$0]
      return shares[$0] == 0 && center.x >= Double(first.x) && center.x <= Double(last.x)
        && center.y >= Double(first.y) && center.y <= Double(last.y)
    }
  }
}
