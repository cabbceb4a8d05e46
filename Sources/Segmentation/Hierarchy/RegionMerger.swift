/// Merges the two touching regions whose union costs least, again and again.
struct RegionMerger {
  private var regions: [RegionGraph.Region]
  private var links: [[Link]]
  private var queue = MergeQueue()
  /// Where in the list that is being made a neighbour is, + 1.
  private var places: [Int32]

  /// A border as one of its two regions sees it.
  private struct Link {
    var neighbor: Int32
    var length: Double
    var contrast: Double
  }

  init(_ graph: RegionGraph) {
    regions = graph.regions
    regions.reserveCapacity(2 * regions.count)
    links = [[Link]](repeating: [], count: regions.count)
    places = [Int32](repeating: 0, count: 2 * regions.count)
    for border in graph.borders {
      let (length, contrast) = (Double(border.length), Double(border.contrast))
      links[Int(border.first)].append(Link(neighbor: border.second, length: length, contrast: contrast))
      links[Int(border.second)].append(Link(neighbor: border.first, length: length, contrast: contrast))
    }
    for border in graph.borders {
      let cost = cost(border.first, border.second, Double(border.length), Double(border.contrast))
      queue.push(Merge(cost: cost, one: border.first, other: border.second))
    }
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
    let node = Int32(regions.count)
    regions.append(regions[Int(one)] + regions[Int(other)])
    regions[Int(one)].pixels = 0
    regions[Int(other)].pixels = 0
    let joined = joinedLinks(one, other)
    for link in joined {
      let neighbor = Int(link.neighbor)
      links[neighbor].removeAll { $0.neighbor == one || $0.neighbor == other }
      links[neighbor].append(Link(neighbor: node, length: link.length, contrast: link.contrast))
    }
    links[Int(one)] = []
    links[Int(other)] = []
    links.append(joined)
    for link in joined {
      let cost = cost(link.neighbor, node, link.length, link.contrast)
      queue.push(Merge(cost: cost, one: link.neighbor, other: node))
    }
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

  /// What is lost by seeing two regions as one: Ward's growth of the squared error of colour, larger across a strong
  /// border, smaller along a long one.
  private func cost(_ one: Int32, _ other: Int32, _ length: Double, _ contrast: Double) -> Double {
    let (first, second) = (regions[Int(one)], regions[Int(other)])
    let distance = first.squaredColorDistance(to: second) + Self.contrastWeight * contrast / length
    // Beyond a clear difference the cost grows with the distance, no longer with its square: a white letter on black
    // must not take all segments from the weaker borders of objects.
    let error = Self.floor + distance / (1 + distance / Self.clearDistance).squareRoot()
    let size = first.pixels * second.pixels / (first.pixels + second.pixels)
    let contact = length / min(first.pixels, second.pixels).squareRoot()
    return size * error / contact.squareRoot().squareRoot()
  }

  /// What an average squared contrast across the border counts against the squared distance of the regions' colours.
  private static let contrastWeight = 0.2
  /// Squared Lab units, 10 squared steps: what equal colours cost, so that small plain regions merge before large ones.
  private static let floor = 160.0
  /// Squared Lab units, 500 squared steps.
  private static let clearDistance = 8000.0
}

extension RegionGraph.Region {
  /// Between mean colours; hue counts double, because shade and texture vary lightness more than they vary hue.
  fileprivate func squaredColorDistance(to other: RegionGraph.Region) -> Double {
    let l = lightness / pixels - other.lightness / other.pixels
    let a = self.a / pixels - other.a / other.pixels
    let b = self.b / pixels - other.b / other.pixels
    return l * l + 2 * (a * a + b * b)
  }
}
