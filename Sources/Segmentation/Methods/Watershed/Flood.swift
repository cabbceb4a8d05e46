import Raster

/// Pixels in the order of the gradient that must be crossed to reach them, equal ones in the order in which they were
/// reached: a queue per level, as chains through one array.
struct Flood {
  private let relief: Plane<UInt16>
  private let levels: Int

  init(_ relief: Plane<UInt16>) {
    self.relief = relief
    levels = Int(relief.elements.max() ?? 0) + 1
  }

  /// Labels every pixel with the number, from 1, of the marker whose flood reaches it first.
  func run(from markers: [Int], _ run: MethodRun) throws(SegmentationError) -> [Int32] {
    var labels = [Int32](repeating: 0, count: relief.size.area)
    var queue = LevelQueue(count: relief.size.area, levels: levels)
    for (index, marker) in markers.enumerated() {
      labels[marker] = Int32(truncatingIfNeeded: index + 1)
      queue.push(marker, level: Int(relief.elements[marker]))
    }
    var done = 0
    while done < labels.count {
      try run.checkCancelled()
      run.progress(0.3 + 0.7 * Double(done) / Double(labels.count))
      let step = spread(&labels, &queue, pixels: 1 << 16)
      if step == 0 { break }
      done += step
    }
    return labels
  }

  /// Takes up to `pixels` pixels from the queue and labels their neighbours; returns how many there were.
  private func spread(_ labels: inout [Int32], _ queue: inout LevelQueue, pixels: Int) -> Int {
    let (width, height) = (relief.width, relief.height)
    var taken = 0
    labels.withUnsafeMutableBufferPointer { labels in
      relief.elements.withUnsafeBufferPointer { relief in
        while taken < pixels, let pixel = queue.pop() {
          taken += 1
          let (x, y) = (pixel % width, pixel / width)
          func reach(_ neighbour: Int) {
            guard labels[neighbour] == 0 else { return }
            labels[neighbour] = labels[pixel]
            queue.push(neighbour, level: Int(relief[neighbour]))
          }
          if y > 0 { reach(pixel - width) }
          if x > 0 { reach(pixel - 1) }
          if x + 1 < width { reach(pixel + 1) }
          if y + 1 < height { reach(pixel + width) }
        }
      }
    }
    return taken
  }
}

/// First in, first out within a level; lower levels first, and never one below the last. Every pixel may be in it once.
private struct LevelQueue {
  private var next: [Int32]
  private var heads: [Int32]
  private var tails: [Int32]
  private var lowest = 0

  init(count: Int, levels: Int) {
    next = [Int32](repeating: -1, count: count)
    heads = [Int32](repeating: -1, count: levels)
    tails = heads
  }

  @inline(__always)
  mutating func push(_ pixel: Int, level: Int) {
    // Water never falls: what lies below the current level is reached at it.
    let level = max(level, lowest)
    let last = Int(tails[level])
    if last < 0 {
      heads[level] = Int32(truncatingIfNeeded: pixel)
    } else {
      next[last] = Int32(truncatingIfNeeded: pixel)
    }
    tails[level] = Int32(truncatingIfNeeded: pixel)
  }

  @inline(__always)
  mutating func pop() -> Int? {
    while lowest < heads.count && heads[lowest] < 0 { lowest += 1 }
    guard lowest < heads.count else { return nil }
    let pixel = Int(heads[lowest])
    heads[lowest] = next[pixel]
    if heads[lowest] < 0 { tails[lowest] = -1 }
    return pixel
  }
}
