/// Sorts the edges of a bucket by the upper halves of their words; equal ones keep their order.
final class BucketSorter {
  private var room: UnsafeMutablePointer<UInt64> = .allocate(capacity: 1 << 14)
  private var capacity = 1 << 14
  private let tallies: UnsafeMutablePointer<Int> = .allocate(capacity: 4 * 256)

  deinit {
    room.deallocate()
    tallies.deallocate()
  }

  /// Sorts `count` edges in place.
  func sort(_ edges: UnsafeMutablePointer<UInt64>, count: Int) {
    if count <= 48 { return insertionSort(edges, count: count) }
    reserve(count)
    tally(edges, count: count)
    var (from, to) = (edges, room)
    for digit in 0..<4 {
      let shift = UInt64(32 + digit * 8)
      let next = tallies + digit * 256
      // One value only: the pass would change nothing.
      if next[Int(edges[0] >> shift & 255)] == count { continue }
      var at = 0
      for value in 0..<256 {
        let size = next[value]
        next[value] = at
        at += size
      }
      for place in 0..<count {
        let edge = from[place]
        let value = Int(edge >> shift & 255)
        to[next[value]] = edge
        next[value] += 1
      }
      (from, to) = (to, from)
    }
    if from != edges { edges.update(from: from, count: count) }
  }

  private func reserve(_ count: Int) {
    guard count > capacity else { return }
    room.deallocate()
    capacity = count
    room = .allocate(capacity: count)
  }

  private func tally(_ edges: UnsafeMutablePointer<UInt64>, count: Int) {
    tallies.initialize(repeating: 0, count: 4 * 256)
    for place in 0..<count {
      let edge = edges[place]
      for digit in 0..<4 { tallies[digit * 256 + Int(edge >> UInt64(32 + digit * 8) & 255)] += 1 }
    }
  }

  private func insertionSort(_ edges: UnsafeMutablePointer<UInt64>, count: Int) {
    for place in 1..<max(count, 1) {
      let edge = edges[place]
      var at = place
      while at > 0 && edges[at - 1] >> 32 > edge >> 32 {
        edges[at] = edges[at - 1]
        at -= 1
      }
      edges[at] = edge
    }
  }
}
