/// Two regions that could be merged.
struct Merge {
  let cost: Double
  let one: Int32
  let other: Int32

  @inline(__always)
  static func < (one: Merge, other: Merge) -> Bool {
    if one.cost != other.cost { return one.cost < other.cost }
    return (one.one, one.other) < (other.one, other.other)
  }
}

/// A binary heap, the cheapest merge on top; of equal ones that of the lowest regions.
struct MergeQueue {
  private var heap: [Merge] = []

  mutating func push(_ merge: Merge) {
    heap.append(merge)
    var at = heap.count - 1
    while at > 0 && heap[at] < heap[(at - 1) / 2] {
      heap.swapAt(at, (at - 1) / 2)
      at = (at - 1) / 2
    }
  }

  mutating func pop() -> Merge? {
    guard let last = heap.popLast() else { return nil }
    guard let first = heap.first else { return last }
    heap[0] = last
    var at = 0
    while true {
      var least = at
      for child in [2 * at + 1, 2 * at + 2] where child < heap.count && heap[child] < heap[least] { least = child }
      if least == at { return first }
      heap.swapAt(at, least)
      at = least
    }
  }
}
