import Raster

/// Pixels in the order of their gradient plus a multiple of the distance to the marker they were reached from.
struct CompactFlood {
  private let relief: Plane<UInt16>
  private let compactness: Double

  init(_ relief: Plane<UInt16>, compactness: Double) {
    self.relief = relief
    self.compactness = compactness
  }

  /// Labels every pixel with the number, from 1, of the marker whose flood reaches it first.
  func run(from markers: [Int], _ run: MethodRun) throws(SegmentationError) -> [Int32] {
    var labels = [Int32](repeating: 0, count: relief.size.area)
    var heap = Heap()
    for (index, marker) in markers.enumerated() {
      heap.push(cost: Double(relief.elements[marker]), pixel: marker, marker: marker, label: Int32(index + 1))
    }
    var (done, steps) = (0, 0)
    while let entry = heap.pop() {
      steps += 1
      if steps % (1 << 14) == 0 {
        try run.checkCancelled()
        run.progress(0.3 + 0.7 * Double(done) / Double(labels.count))
      }
      guard labels[entry.pixel] == 0 else { continue }
      labels[entry.pixel] = entry.label
      done += 1
      spread(entry, labels, &heap)
    }
    try run.checkCancelled()
    return labels
  }

  @inline(__always)
  private func spread(_ entry: Heap.Entry, _ labels: [Int32], _ heap: inout Heap) {
    let (width, height) = (relief.width, relief.height)
    let (x, y) = (entry.pixel % width, entry.pixel / width)
    for (column, row) in [(x, y - 1), (x - 1, y), (x + 1, y), (x, y + 1)] {
      guard column >= 0, row >= 0, column < width, row < height else { continue }
      let pixel = row * width + column
      guard labels[pixel] == 0 else { continue }
      let (acrossX, acrossY) = (Double(column - entry.marker % width), Double(row - entry.marker / width))
      let distance = (acrossX * acrossX + acrossY * acrossY).squareRoot()
      heap.push(
        cost: Double(relief.elements[pixel]) + compactness * distance, pixel: pixel, marker: entry.marker,
        label: entry.label)
    }
  }
}

/// A binary heap: the cheapest entry first, of equal ones the oldest.
private struct Heap {
  struct Entry {
    let cost: Double
    let age: Int
    let pixel: Int
    let marker: Int
    let label: Int32

    func precedes(_ other: Entry) -> Bool { cost < other.cost || cost == other.cost && age < other.age }
  }

  private var entries: [Entry] = []
  private var age = 0

  mutating func push(cost: Double, pixel: Int, marker: Int, label: Int32) {
    age += 1
    entries.append(Entry(cost: cost, age: age, pixel: pixel, marker: marker, label: label))
    var at = entries.count - 1
    while at > 0, entries[at].precedes(entries[(at - 1) / 2]) {
      entries.swapAt(at, (at - 1) / 2)
      at = (at - 1) / 2
    }
  }

  mutating func pop() -> Entry? {
    guard let first = entries.first, let last = entries.popLast() else { return nil }
    guard !entries.isEmpty else { return first }
    var at = 0
    while true {
      var child = 2 * at + 1
      if child >= entries.count { break }
      if child + 1 < entries.count && entries[child + 1].precedes(entries[child]) { child += 1 }
      if !entries[child].precedes(last) { break }
      entries[at] = entries[child]
      at = child
    }
    entries[at] = last
    return first
  }
}
