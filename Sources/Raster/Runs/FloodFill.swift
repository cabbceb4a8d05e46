/// Finds 4-connected regions of equal elements.
///
/// Keeps one bit per pixel between calls and clears only what it set, so that a call costs what the region has
/// pixels, whatever the size of the image.
public struct FloodFill: Sendable {
  /// The size of the planes that it searches.
  public let size: Size
  private var marks: PixelMarks
  private var pending: [PixelRun] = []

  /// Allocates one bit per pixel of `size`.
  public init(size: Size) {
    self.size = size
    marks = PixelMarks(count: size.area)
  }

  /// The 4-connected region of equal labels that holds `point`, as whole rows' runs in row-major order.
  /// - Precondition: `point` lies inside and `labels` has this size.
  public mutating func region(of labels: LabelMap, at point: PixelPoint) -> [PixelRun] {
    let runs = labels.elements.withUnsafeBufferPointer { flood($0, from: index(of: point)) }
    marks.clear(runs)
    return runs
  }

  /// The 4-connected region of equal paint that holds `point`, as whole rows' runs in row-major order.
  /// - Precondition: `point` lies inside and `paint` has this size.
  public mutating func region(of paint: PaintMap, at point: PixelPoint) -> [PixelRun] {
    let runs = paint.elements.withUnsafeBufferPointer { flood($0, from: index(of: point)) }
    marks.clear(runs)
    return runs
  }

  /// The 4-connected region around `point` of equal paint and equal object, as whole rows' runs in row-major order.
  /// - Precondition: `point` lies inside and both planes have this size.
  public mutating func region(of paint: PaintMap, _ objects: ObjectMap, at point: PixelPoint) -> [PixelRun] {
    precondition(paint.size == size && objects.size == size, "planes of another size")
    let start = index(of: point)
    let runs = paint.elements.withUnsafeBufferPointer { paint in
      objects.elements.withUnsafeBufferPointer { objects -> [PixelRun] in
        guard let paint = paint.baseAddress, let objects = objects.baseAddress else { return [] }
        let objectRule = EqualElements(elements: objects, value: objects[start])
        return flood(Both(one: EqualElements(elements: paint, value: paint[start]), other: objectRule), from: start)
      }
    }
    marks.clear(runs)
    return runs
  }

  /// The regions that hold any of `points`, each once, in the order in which the points meet them.
  /// - Precondition: all points lie inside and `labels` has this size.
  public mutating func regions(of labels: LabelMap, at points: [PixelPoint]) -> [[PixelRun]] {
    var regions: [[PixelRun]] = []
    labels.elements.withUnsafeBufferPointer { elements in
      for point in points {
        let runs = flood(elements, from: index(of: point))
        if !runs.isEmpty { regions.append(runs) }
      }
    }
    for runs in regions { marks.clear(runs) }
    return regions
  }

  /// The 4-connected region around `point` of pixels whose colour is like that of `point`, as whole rows' runs in
  /// row-major order: no channel differs by more than `tolerance`.
  /// - Precondition: `point` lies inside and `image` has this size.
  public mutating func region(of image: Image, at point: PixelPoint, tolerance: Int) -> [PixelRun] {
    precondition(image.size == size, "an image of \(image.size.area) pixels, room for \(size.area)")
    let color = image[point]
    let runs = image.bytes.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { flood(LikeColor(bytes: $0, color: color, tolerance: tolerance), from: index(of: point)) }
    }
    marks.clear(runs ?? [])
    return runs ?? []
  }

  private func index(of point: PixelPoint) -> Int { point.y * size.width + point.x }

  /// Empty if `start` is marked already; leaves the marks of what it found.
  private mutating func flood<Element: BitwiseCopyable & Equatable>(
    _ elements: UnsafeBufferPointer<Element>, from start: Int
  ) -> [PixelRun] {
    precondition(elements.count == size.area, "\(elements.count) elements, room for \(size.area)")
    guard let base = elements.baseAddress else { return [] }
    return flood(EqualElements(elements: base, value: base[start]), from: start)
  }

  private mutating func flood(_ rule: some FloodRule, from start: Int) -> [PixelRun] {
    var runs: [PixelRun] = []
    _ = marks.withMutableWords { words in
      var search = Search(rule: rule, width: size.width, count: size.area, words: words)
      search.run(from: start, pending: &pending, into: &runs)
    }
    runs.sort { $0.start < $1.start }
    return runs
  }
}

/// Which pixels belong to a region.
private protocol FloodRule {
  func holds(_ at: Int) -> Bool
}

private struct EqualElements<Element: BitwiseCopyable & Equatable>: FloodRule {
  let elements: UnsafePointer<Element>
  let value: Element

  @inline(__always) func holds(_ at: Int) -> Bool { elements[at] == value }
}

private struct Both<One: FloodRule, Other: FloodRule>: FloodRule {
  let one: One
  let other: Other

  @inline(__always) func holds(_ at: Int) -> Bool { one.holds(at) && other.holds(at) }
}

private struct LikeColor: FloodRule {
  let bytes: UnsafePointer<UInt8>
  let color: RGB
  let tolerance: Int

  @inline(__always) func holds(_ at: Int) -> Bool {
    abs(Int(bytes[3 * at]) - Int(color.red)) <= tolerance
      && abs(Int(bytes[3 * at + 1]) - Int(color.green)) <= tolerance
      && abs(Int(bytes[3 * at + 2]) - Int(color.blue)) <= tolerance
  }
}

/// One search: a stack of runs whose neighbouring rows are still to be looked at.
private struct Search<Rule: FloodRule> {
  let rule: Rule
  let width: Int
  let count: Int
  let words: UnsafeMutablePointer<UInt64>

  mutating func run(from start: Int, pending: inout [PixelRun], into runs: inout [PixelRun]) {
    guard !isMarked(start) else { return }
    let rowStart = start - start % width
    take(start, left: rowStart, right: rowStart + width, &pending, &runs)
    while let run = pending.popLast() {
      let range = run.range
      let rowStart = range.lowerBound - range.lowerBound % width
      if rowStart >= width { scan(range, by: -width, rowStart: rowStart - width, &pending, &runs) }
      if rowStart + width < count { scan(range, by: width, rowStart: rowStart + width, &pending, &runs) }
    }
  }

  /// Takes every unmarked run that touches `range` from the row `offset` elements away.
  @inline(__always)
  private func scan(
    _ range: Range<Int>, by offset: Int, rowStart: Int, _ pending: inout [PixelRun], _ runs: inout [PixelRun]
  ) {
    var at = range.lowerBound + offset
    let end = range.upperBound + offset
    while at < end {
      if rule.holds(at), !isMarked(at) {
        at = take(at, left: rowStart, right: rowStart + width, &pending, &runs)
      }
      at += 1
    }
  }

  /// Marks the whole run through `at` and returns its end. Runs are always whole, so an unmarked pixel's run is unmarked.
  @inline(__always) @discardableResult
  private func take(
    _ at: Int, left: Int, right: Int, _ pending: inout [PixelRun], _ runs: inout [PixelRun]
  ) -> Int {
    var (start, end) = (at, at + 1)
    while start > left, rule.holds(start - 1) { start -= 1 }
    while end < right, rule.holds(end) { end += 1 }
    eachWord(of: start..<end) { words[$0] |= $1 }
    let run = PixelRun(start: UInt32(start), length: UInt32(end - start))
    pending.append(run)
    runs.append(run)
    return end
  }

  @inline(__always)
  private func isMarked(_ at: Int) -> Bool { words[at >> 6] & (1 << UInt64(at & 63)) != 0 }
}
