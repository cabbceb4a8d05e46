import Raster

/// What one more click changes: only superpixels around it, only to its side, only such as are connected with it.
///
/// An annotator clicks the middle of what is wrong: the farther the outline is from the click, the farther the change
/// may reach. So no click undoes what others have settled, and one beside the outline moves nothing but the outline.
struct ClickChange {
  let regions: PreparedRegions

  /// How far a change reaches, in distances between the click and what has its label already.
  private static let reach = 5.0
  /// The same for clicks beside the outline, in pixels of the copy.
  private static let leastReach = 6.0
  /// What speaks for the side of `proposal`.
  private static let proposalWeight = 1.0
  /// What a difference of colour counts.
  private static let colorWeight = 0.3
  /// Squared Lab units that speak as much as one superpixel.
  private static let colorScale = 400.0
  private static let mostColor = 3.0
  private static let sure = 1e4

  /// - Parameters:
  ///   - labels: what was answered without the last of `clicks`.
  ///   - proposal: what the tree makes of all.
  /// - Complexity: O(superpixels within reach · clicks), and a cut through them.
  func callAsFunction(_ labels: [Bool], _ proposal: [Bool], by clicks: [PointPrompt.Point]) -> [Bool] {
    guard let click = clicks.last else { return labels }
    let leaf = regions.leaf(at: click.position)
    guard labels[leaf] != click.isForeground else { return labels }
    let open = open(labels, click)
    let places = clicks.map { (leaf: regions.leaf(at: $0.position), isForeground: $0.isForeground) }
    let pulls = open.map { pull($0, proposal[$0], places) }
    return connected(labels, regions.bonds.divide(open, pulls, labels), from: leaf)
  }

  /// Superpixels of the other label within reach of the click, rising.
  private func open(_ labels: [Bool], _ click: PointPrompt.Point) -> [Int] {
    let leaf = regions.leaf(at: click.position)
    let place = regions.placeOnCopy(click.position)
    let reach = Self.leastReach + Self.reach * distance(from: place, to: click.isForeground, labels)
    return labels.indices.filter {
      guard labels[$0] != click.isForeground else { return false }
      let apart = regions.centers[$0] - SIMD2(Double(place.x), Double(place.y))
      return $0 == leaf || (apart * apart).sum() <= reach * reach
    }
  }

  private func pull(_ leaf: Int, _ isProposed: Bool, _ clicks: [(leaf: Int, isForeground: Bool)]) -> Double {
    if let own = clicks.last(where: { $0.leaf == leaf }) { return own.isForeground ? Self.sure : -Self.sure }
    var (fore, back) = (Double.infinity, Double.infinity)
    for click in clicks {
      let distance = squaredColorDistance(regions.tree.regions[leaf], regions.tree.regions[click.leaf])
      if click.isForeground { fore = min(fore, distance) } else { back = min(back, distance) }
    }
    let color = fore.isFinite && back.isFinite ? (back - fore) / Self.colorScale : 0
    let weight = regions.tree.regions[leaf].pixels / regions.meanPixels
    let proposed = isProposed ? Self.proposalWeight : -Self.proposalWeight
    return weight * (proposed + Self.colorWeight * max(-Self.mostColor, min(Self.mostColor, color)))
  }

  /// Those changes that hang together with the superpixel `leaf`, which changes as well.
  private func connected(_ labels: [Bool], _ changed: [Bool], from leaf: Int) -> [Bool] {
    var (result, open) = (labels, [leaf])
    result[leaf].toggle()
    while let next = open.popLast() {
      regions.bonds.forEachNeighbour(of: next) { other, _ in
        guard result[other] == labels[other] && changed[other] != labels[other] else { return }
        result[other].toggle()
        open.append(other)
      }
    }
    return result
  }

  private static let rays = [
    (1, 0), (2, 1), (1, 1), (1, 2), (0, 1), (-1, 2), (-1, 1), (-2, 1), (-1, 0), (-2, -1), (-1, -1), (-1, -2), (0, -1),
    (1, -2), (1, -1), (2, -1),
  ]

  /// How far the nearest superpixel with a label is, along rays, in pixels of the copy; as far as it is wide and high
  /// together where there is none.
  private func distance(from place: PixelPoint, to label: Bool, _ labels: [Bool]) -> Double {
    let map = regions.labels
    var nearest = Double(map.width + map.height)
    for (dx, dy) in Self.rays {
      let step = Double(dx * dx + dy * dy).squareRoot()
      var at = PixelPoint(x: place.x + dx, y: place.y + dy)
      var length = step
      while length < nearest && map.size.contains(at) {
        if labels[Int(map[at]) - 1] == label { nearest = length }
        at = PixelPoint(x: at.x + dx, y: at.y + dy)
        length += step
      }
    }
    return nearest
  }
}
