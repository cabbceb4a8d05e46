import Raster
import Testing

@testable import Segmentation

/// A small grid with random links, whose smallest cut is found by trying all.
private struct Grid {
  let width: Int
  let height: Int
  /// Per node: how much more the source pulls than the sink.
  var pulls: [Int32] = []
  var links: [(one: Int, direction: Int, other: Int, capacity: Int32)] = []

  init(width: Int, height: Int, seed: UInt64) {
    (self.width, self.height) = (width, height)
    var random = SplitMix64(seed: seed)
    pulls = (0..<width * height).map { _ in Int32.random(in: -20...20, using: &random) }
    for y in 0..<height {
      for x in 0..<width {
        // Right, and the three neighbours below, in the directions of a flow.
        for (direction, dx, dy) in [(4, 1, 0), (5, -1, 1), (6, 0, 1), (7, 1, 1)]
        where (0..<width).contains(x + dx) && y + dy < height {
          let capacity = Int32.random(in: 0...12, using: &random)
          links.append((y * width + x, direction, (y + dy) * width + x + dx, capacity))
        }
      }
    }
  }

  /// What a cut costs, but for a constant.
  func cost(_ isSource: (Int) -> Bool) -> Int32 {
    let apart = links.filter { isSource($0.one) != isSource($0.other) }.reduce(0) { $0 + $1.capacity }
    return pulls.indices.reduce(apart) { isSource($1) ? $0 - pulls[$1] : $0 }
  }

  var leastCost: Int32 {
    (0..<1 << pulls.count).map { cut in cost { cut >> $0 & 1 == 1 } }.min() ?? 0
  }

  func flow() -> GridFlow {
    let flow = GridFlow(count: pulls.count)
    for (node, pull) in pulls.enumerated() { flow.pull(node, by: pull) }
    for link in links { flow.link(link.one, link.direction, link.other, capacity: link.capacity) }
    return flow
  }
}

@Test(arguments: UInt64(0)..<200) func theCutIsTheSmallest(seed: UInt64) throws {
  let (width, height) = [(1, 1), (1, 7), (7, 1), (2, 5), (3, 4), (4, 3)][Int(seed % 6)]
  let grid = Grid(width: width, height: height, seed: seed)
  let flow = grid.flow()
  try flow.run(MethodRun())
  #expect(grid.cost(flow.isSource) == grid.leastCost)
}

@Test func noNodesNeedNoFlow() throws { try GridFlow(count: 0).run(MethodRun()) }
