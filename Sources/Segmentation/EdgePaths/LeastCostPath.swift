import Raster

/// The cheapest way from one cell of a plane to another over its eight neighbours each.
///
/// A step costs what the cell it leads into costs, times the step's length.
/// - Source: E. W. Dijkstra, "A note on two problems in connexion with graphs", Numerische Mathematik 1, 1959; with the
///   buckets of R. B. Dial, "Algorithm 360: shortest-path forest with topological ordering", CACM 12(11), 1969.
struct LeastCostPath {
  /// Both ends included, in order.
  private(set) var cells: [PixelPoint] = []
  /// Per cell, 1…32.
  private let costs: Plane<UInt8>
  /// Least known cost of the way to each cell.
  private var totals: [Int32]
  /// The step by which the way enters each cell, in `steps`.
  private var entries: [UInt8]

  /// Their lengths are about 1 : √2.
  private static let steps: [(x: Int, y: Int, length: Int32)] = [
    (1, 0, 5), (0, 1, 5), (-1, 0, 5), (0, -1, 5), (1, 1, 7), (-1, 1, 7), (-1, -1, 7), (1, -1, 7),
  ]
  /// More than any step costs, so that no two costs that wait share a bucket.
  private static let buckets = 256

  /// Finds the way.
  /// - Complexity: O(cells), about 50 ns each.
  init(_ costs: Plane<UInt8>, from start: PixelPoint, to end: PixelPoint) {
    self.costs = costs
    totals = [Int32](repeating: .max, count: costs.size.area)
    entries = [UInt8](repeating: 0, count: costs.size.area)
    let (first, last) = (start.y * costs.width + start.x, end.y * costs.width + end.x)
    totals[first] = 0
    var waiting = [[Int32]](repeating: [], count: Self.buckets)
    waiting[0] = [Int32(first)]
    var (total, count) = (Int32(0), 1)
    while count > 0, totals[last] > total {
      let bucket = Int(total) % Self.buckets
      while let cell = waiting[bucket].popLast() {
        count -= 1
        // A cell waits again for each cheaper way that was found to it.
        if totals[Int(cell)] == total { count += spread(from: Int(cell), total, &waiting) }
      }
      total += 1
    }
    cells = way(from: first, to: last)
  }

  /// - Returns: how many cells wait because of it.
  private mutating func spread(from cell: Int, _ total: Int32, _ waiting: inout [[Int32]]) -> Int {
    let (x, y) = (cell % costs.width, cell / costs.width)
    var count = 0
    for (index, step) in Self.steps.enumerated() {
      let (nextX, nextY) = (x + step.x, y + step.y)
      guard nextX >= 0, nextY >= 0, nextX < costs.width, nextY < costs.height else { continue }
      let next = nextY * costs.width + nextX
      let cost = total + Int32(costs.elements[next]) * step.length
      guard cost < totals[next] else { continue }
      totals[next] = cost
      entries[next] = UInt8(index)
      waiting[Int(cost) % Self.buckets].append(Int32(next))
      count += 1
    }
    return count
  }

  private func way(from first: Int, to last: Int) -> [PixelPoint] {
    var (cell, back) = (last, [PixelPoint]())
    while cell != first {
      back.append(PixelPoint(x: cell % costs.width, y: cell / costs.width))
      let step = Self.steps[Int(entries[cell])]
      cell -= step.y * costs.width + step.x
    }
    back.append(PixelPoint(x: first % costs.width, y: first / costs.width))
    return back.reversed()
  }

  /// What a way costs.
  /// - Parameter cells: each a neighbour of the one before.
  static func cost(of cells: [PixelPoint], _ costs: Plane<UInt8>) -> Int {
    zip(cells, cells.dropFirst()).reduce(0) { sum, step in
      let isDiagonal = step.0.x != step.1.x && step.0.y != step.1.y
      return sum + Int(costs[step.1]) * (isDiagonal ? 7 : 5)
    }
  }
}
