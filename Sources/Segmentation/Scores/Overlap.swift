import Raster

/// What the segments of a label map and the regions of a truth have in common, as two sums over all pixels.
struct Overlap {
  /// Over all pairs that meet, the sum of the smaller of the common part and the segment's rest.
  private(set) var leak = 0
  /// Over all segments, the sum of the largest common part with one region.
  private(set) var matched = 0

  init(of labels: LabelMap, with truth: LabelMap) {
    let parts = commonParts(of: labels, with: truth)
    var first = 0
    while first < parts.count {
      var end = first
      while end < parts.count && parts[end].segment == parts[first].segment { end += 1 }
      add(parts[first..<end])
      first = end
    }
  }

  private mutating func add(_ parts: ArraySlice<CommonPart>) {
    let pixels = parts.reduce(0) { $0 + $1.pixels }
    matched += parts.reduce(0) { max($0, $1.pixels) }
    leak += parts.reduce(0) { $0 + min($1.pixels, pixels - $1.pixels) }
  }
}

/// The pixels that one segment and one region share.
private struct CommonPart {
  /// Segment label above, region label below: equal pairs sort together.
  let key: UInt64
  var pixels: Int

  var segment: UInt64 { key >> 32 }
}

/// All pairs that meet, sorted by segment.
private func commonParts(of labels: LabelMap, with truth: LabelMap) -> [CommonPart] {
  var parts: [CommonPart] = []
  for run in commonRuns(of: labels, with: truth).sorted(by: { $0.key < $1.key }) {
    if parts.last?.key == run.key {
      parts[parts.count - 1].pixels += run.pixels
    } else {
      parts.append(run)
    }
  }
  return parts
}

/// The runs of pixels over which both labels stay the same.
private func commonRuns(of labels: LabelMap, with truth: LabelMap) -> [CommonPart] {
  var runs: [CommonPart] = []
  for at in labels.elements.indices {
    let key =
      UInt64(UInt32(bitPattern: labels.elements[at])) << 32 | UInt64(UInt32(bitPattern: truth.elements[at]))
    if runs.last?.key == key {
      runs[runs.count - 1].pixels += 1
    } else {
      runs.append(CommonPart(key: key, pixels: 1))
    }
  }
  return runs
}
