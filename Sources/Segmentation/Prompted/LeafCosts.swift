import Raster

extension PreparedRegions {
  /// What to call all that a box holds background costs: objects fill their boxes.
  private static let boxCost: Float = 9
  /// What to label all of an image otherwise than before costs.
  private static let changeCost: Float = 4
  /// Clicks beyond these make an answer no surer.
  private static let mostTrusted = 20
  /// What changing as much as the whole object against a click costs, in units of doing so along with it.
  private static let againstCost: Float = 2
  /// What adding costs, in units of removing as much: what is found too small may be so by far.
  private static let addingShare: Float = 0.3

  /// What every superpixel costs as object and as background, as far as box and previous mask tell.
  func leafCosts(of prompt: PointPrompt) -> [TreeLabeling.Cost] {
    var costs = [TreeLabeling.Cost](repeating: TreeLabeling.Cost(), count: tree.leaves)
    if let previous = prompt.previous, previous.size == size { addChanges(of: previous, to: &costs) }
    if let box = prompt.box { addBox(box.intersection(size.bounds), to: &costs) }
    return costs
  }

  /// A click decides for its superpixel. Of two in one the later counts here; its pixels are divided between them.
  func add(_ click: PointPrompt.Point, to costs: inout [TreeLabeling.Cost]) {
    costs[leaf(at: click.position)] =
      click.isForeground
      ? TreeLabeling.Cost(background: .infinity, object: 0) : TreeLabeling.Cost(background: 0, object: .infinity)
  }

  /// What it costs that a click, the one after `clicks` others, changes what those were answered.
  ///
  /// The more clicks, the nearer the answer is to what is meant. A foreground click is to add and a background click to
  /// remove: the other way round costs more.
  func addChanges(
    of labels: [Bool], by click: PointPrompt.Point, after clicks: Int, to costs: inout [TreeLabeling.Cost]
  ) {
    let object = labels.indices.reduce(1) { labels[$1] ? $0 + Float(tree.regions[$1].pixels) : $0 }
    let trust = Float(min(clicks, Self.mostTrusted))
    let along = max(0, trust - 1) / object
    let against = trust * Self.againstCost / object
    let (removing, adding) = click.isForeground ? (against, along * Self.addingShare) : (along, against)
    for leaf in costs.indices {
      let pixels = Float(tree.regions[leaf].pixels)
      if labels[leaf] { costs[leaf].background += removing * pixels } else { costs[leaf].object += adding * pixels }
    }
  }

  private func addChanges(of previous: Mask, to costs: inout [TreeLabeling.Cost]) {
    let inside = shares(in: size.bounds) { previous.elements[$0] != 0 }
    for leaf in costs.indices {
      let weight = Self.changeCost * Float(tree.regions[leaf].pixels) / Float(labels.size.area)
      if inside[leaf] > 0.5 { costs[leaf].background += weight } else { costs[leaf].object += weight }
    }
  }

  private func addBox(_ box: PixelRect, to costs: inout [TreeLabeling.Cost]) {
    let inside = shares(in: box)
    let pixels = max(1, Float(box.area) / Float(factor * factor))
    for leaf in costs.indices {
      costs[leaf].background += Self.boxCost * inside[leaf] * Float(tree.regions[leaf].pixels) / pixels
      if inside[leaf] < 0.5 { costs[leaf].object = .infinity }
    }
  }

  /// For every superpixel the share of its pixels that lie in `box` and are taken by their index in the image.
  func shares(in box: PixelRect, _ takes: (Int) -> Bool = { _ in true }) -> [Float] {
    var counts = [Float](repeating: 0, count: tree.leaves)
    let rows = (box.y + factor - 1) / factor..<max((box.y + factor - 1) / factor, (box.maxY + factor - 1) / factor)
    let columns = (box.x + factor - 1) / factor..<max((box.x + factor - 1) / factor, (box.maxX + factor - 1) / factor)
    for y in rows {
      for x in columns where takes(y * factor * size.width + x * factor) {
        counts[Int(labels.elements[y * labels.width + x]) - 1] += 1
      }
    }
    return counts.indices.map { counts[$0] / Float(tree.regions[$0].pixels) }
  }
}
