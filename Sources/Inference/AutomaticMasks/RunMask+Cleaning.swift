import Raster

extension RunMask {
  /// Fills holes and drops islands of fewer than `pixels` pixels; nil where there are none.
  ///
  /// Pixels that touch at a corner belong together. If all islands are small, the first of the largest stays.
  /// - Complexity: O(runs · α).
  /// - Source: SamAutomaticMaskGenerator's `remove_small_regions`.
  func cleaned(below pixels: Int) -> RunMask? {
    let filled = withoutHoles(below: pixels)
    return (filled ?? self).withoutIslands(below: pixels) ?? filled
  }

  private func withoutHoles(below pixels: Int) -> RunMask? {
    let background = inverted
    let parts = background.islands
    let holes = background.runs.indices.filter { parts.areas[parts.numbers[$0]] < pixels }
    guard !holes.isEmpty else { return nil }
    return RunMask(size: size, runs: joined(runs + holes.map { background.runs[$0] }))
  }

  private func withoutIslands(below pixels: Int) -> RunMask? {
    let parts = islands
    guard parts.areas.contains(where: { $0 < pixels }) else { return nil }
    let largest = parts.areas.max() ?? 0
    let keeper = largest < pixels ? parts.areas.firstIndex(of: largest) : nil
    let kept = runs.indices.filter { at in
      let number = parts.numbers[at]
      return number == keeper || parts.areas[number] >= pixels
    }
    return RunMask(size: size, runs: kept.map { runs[$0] })
  }

  /// Everything else.
  private var inverted: RunMask {
    var (rest, at) = ([PixelRun](), 0)
    func add(to end: Int) {
      while at < end {
        let stop = min(end, (at / size.width + 1) * size.width)
        rest.append(PixelRun(start: UInt32(at), length: UInt32(stop - at)))
        at = stop
      }
    }
    for run in runs {
      add(to: run.range.lowerBound)
      at = run.range.upperBound
    }
    add(to: size.area)
    return RunMask(size: size, runs: rest)
  }

  /// Runs of one row that touch become one.
  private func joined(_ runs: [PixelRun]) -> [PixelRun] {
    var joined: [PixelRun] = []
    for run in runs.sorted(by: { $0.start < $1.start }) {
      if let last = joined.last, last.range.upperBound == run.range.lowerBound,
        run.range.lowerBound % size.width != 0
      {
        joined[joined.count - 1].length += run.length
      } else {
        joined.append(run)
      }
    }
    return joined
  }

  /// The number of each run's 8-connected part, in the order of their first pixels, and the parts' areas.
  private var islands: (numbers: [Int], areas: [Int]) {
    var forest = IslandForest(count: runs.count)
    var above = 0
    for at in runs.indices {
      let run = runs[at].range
      let upper = run.lowerBound - size.width
      // Of the row above only: neither what ends before the corner nor what lies in this row.
      let row = run.lowerBound / size.width
      while above < at, isBefore(runs[above].range, upper, row) { above += 1 }
      var other = above
      while other < at, runs[other].range.lowerBound / size.width == row - 1,
        runs[other].range.lowerBound <= run.upperBound - size.width
      {
        forest.join(at, other)
        other += 1
      }
    }
    return forest.numbered(runs)
  }

  private func isBefore(_ run: Range<Int>, _ upper: Int, _ row: Int) -> Bool {
    let runRow = run.lowerBound / size.width
    return runRow < row - 1 || (runRow == row - 1 && run.upperBound < upper)
  }
}

/// Union-find over runs; the root is the first run of a part.
private struct IslandForest {
  private var parents: [Int]

  init(count: Int) { parents = Array(0..<count) }

  mutating func join(_ one: Int, _ other: Int) {
    let (first, second) = (root(of: one), root(of: other))
    parents[max(first, second)] = min(first, second)
  }

  private mutating func root(of run: Int) -> Int {
    var at = run
    while parents[at] != at {
      parents[at] = parents[parents[at]]
      at = parents[at]
    }
    return at
  }

  mutating func numbered(_ runs: [PixelRun]) -> (numbers: [Int], areas: [Int]) {
    var (numbers, areas) = ([Int](repeating: 0, count: runs.count), [Int]())
    for at in runs.indices {
      let root = root(of: at)
      if root == at {
        numbers[at] = areas.count
        areas.append(0)
      } else {
        numbers[at] = numbers[root]
      }
      areas[numbers[at]] += Int(runs[at].length)
    }
    return (numbers, areas)
  }
}
