/// Merges the two touching regions whose union costs least, again and again; of equal costs the lowest regions.
///
/// The queue holds one merge per region, the cheapest with any neighbour, and it is only looked for again when that
/// neighbour is merged: a pair may then be missing from the older region's side, but never from both, because the
/// younger one was compared with all its neighbours when it was made.
struct RegionMerger {
  private let cost: MergeCost
  private var regions: [RegionGraph.Region]
  private var links: [[Link]]
  /// The neighbour of each region's merge in the queue; -1 where none touches.
  private var choices: [Int32]
  private var queue = MergeQueue()
  /// Where in the list that is being made a neighbour is, + 1.
  private var places: [Int32]

  /// A border as one of its two regions sees it.
  private struct Link {
    var neighbor: Int32
    var cost: Double
    var length: Double
    var contrast: Double
  }

  init(_ graph: RegionGraph) {
    cost = graph.cost
    regions = graph.regions
    regions.reserveCapacity(2 * regions.count)
    links = [[Link]](repeating: [], count: regions.count)
    choices = [Int32](repeating: -1, count: regions.count)
    places = [Int32](repeating: 0, count: 2 * regions.count)
    for border in graph.borders {
      let (one, other) = (Int(border.first), Int(border.second))
      var link = Link(
        neighbor: border.second, cost: 0, length: Double(border.length), contrast: Double(border.contrast))
      link.cost = cost(regions[one], regions[other], length: link.length, contrast: link.contrast)
      links[one].append(link)
      link.neighbor = border.first
      links[other].append(link)
    }
    for region in regions.indices { choose(for: region) }
  }

  /// Merges one pair; the new region has the next free number. Nil if no two regions touch any more.
  mutating func mergeCheapest() -> (one: Int32, other: Int32)? {
    while let merge = queue.pop() {
      // A region that was merged has lost its size.
      guard regions[Int(merge.one)].pixels > 0 && regions[Int(merge.other)].pixels > 0 else { continue }
      join(merge.one, merge.other)
      return (merge.one, merge.other)
    }
    return nil
  }

  private mutating func join(_ one: Int32, _ other: Int32) {
    let node = regions.count
    regions.append(regions[Int(one)] + regions[Int(other)])
    regions[Int(one)].pixels = 0
    regions[Int(other)].pixels = 0
    choices.append(-1)
    links.append(joinedLinks(one, other))
    links[Int(one)] = []
    links[Int(other)] = []
    for place in links[node].indices { relink(place, of: node, instead: one, other) }
    choose(for: node)
  }

  /// Tells a neighbour of `node` that it now touches it instead of two others.
  private mutating func relink(_ place: Int, of node: Int, instead one: Int32, _ other: Int32) {
    var link = links[node][place]
    let neighbor = Int(link.neighbor)
    link.cost = cost(regions[neighbor], regions[node], length: link.length, contrast: link.contrast)
    links[node][place].cost = link.cost
    link.neighbor = Int32(node)
    links[neighbor].removeAll { $0.neighbor == one || $0.neighbor == other }
    links[neighbor].append(link)
    if choices[neighbor] == one || choices[neighbor] == other { choose(for: neighbor) }
  }

  /// Queues the cheapest merge of a region.
  private mutating func choose(for region: Int) {
    var best: Merge?
    for link in links[region] {
      let number = Int32(region)
      let merge = Merge(cost: link.cost, one: min(number, link.neighbor), other: max(number, link.neighbor))
      if best.map({ merge < $0 }) ?? true { best = merge }
    }
    guard let best else { return }
    choices[region] = best.one == Int32(region) ? best.other : best.one
    queue.push(best)
  }

  private mutating func joinedLinks(_ one: Int32, _ other: Int32) -> [Link] {
    var joined: [Link] = []
    for link in links[Int(one)] + links[Int(other)] where link.neighbor != one && link.neighbor != other {
      let place = Int(places[Int(link.neighbor)])
      if place == 0 {
        joined.append(link)
        places[Int(link.neighbor)] = Int32(joined.count)
      } else {
        joined[place - 1].length += link.length
        joined[place - 1].contrast += link.contrast
      }
    }
    for link in joined { places[Int(link.neighbor)] = 0 }
    return joined
  }
}
