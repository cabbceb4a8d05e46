import Raster

/// How well a label map follows one human's division of the same image.
///
/// All labels count as segments, 0 included. A pixel is a boundary pixel if its right or lower neighbour has another
/// label. Every share is 0…1.
/// - Source: P. Neubert, P. Protzel, "Superpixel benchmark and comparison", Forum Bildverarbeitung, 2012;
///   D. Stutz, A. Hermans, B. Leibe, "Superpixels: an evaluation of the state-of-the-art", CVIU 166, 2018.
public struct SegmentationScores: Equatable, Sendable {
  /// Share of the truth's boundary pixels with a boundary pixel of the labels within the tolerance.
  public let boundaryRecall: Double
  /// Share of the labels' boundary pixels with a boundary pixel of the truth within the tolerance.
  public let boundaryPrecision: Double
  /// Undersegmentation error: over all segments S and truth regions G that meet, the sum of min(|S ∩ G|, |S − G|),
  /// by the number of pixels. May exceed 1.
  public let undersegmentationError: Double
  /// Achievable segmentation accuracy: the share of pixels that are right once every segment takes the truth region
  /// that it overlaps most.
  public let achievableAccuracy: Double
  /// Share of the labels' pixels that are boundary pixels.
  public let boundaryDensity: Double

  /// Compares `labels` with `truth`, which must have the same size.
  ///
  /// Of an empty map all scores are 0; so is the recall where the truth, the precision where `labels` has no boundary.
  /// - Parameter tolerance: how far a boundary may be off, in pixels of Chebyshev distance; not negative.
  /// - Complexity: O(pixels + runs · log runs).
  public init(of labels: LabelMap, against truth: LabelMap, tolerance: Int = 2) {
    precondition(labels.size == truth.size, "label maps of two sizes cannot be compared")
    let (found, wanted) = (boundary(of: labels), boundary(of: truth))
    boundaryRecall = share(of: wanted, near: found, size: labels.size, tolerance: tolerance)
    boundaryPrecision = share(of: found, near: wanted, size: labels.size, tolerance: tolerance)
    let overlap = Overlap(of: labels, with: truth)
    let pixels = Double(max(1, labels.size.area))
    undersegmentationError = Double(overlap.leak) / pixels
    achievableAccuracy = Double(overlap.matched) / pixels
    boundaryDensity = Double(found.reduce(0) { $0 + Int($1) }) / pixels
  }

  /// The harmonic mean of boundary recall and precision; 0 where both are.
  public var boundaryF: Double {
    2 * boundaryRecall * boundaryPrecision / max(1e-9, boundaryRecall + boundaryPrecision)
  }
}

/// 1 for every pixel whose right or lower neighbour has another label.
func boundary(of map: LabelMap) -> [UInt8] {
  let (width, height) = (map.width, map.height)
  var boundary = [UInt8](repeating: 0, count: map.size.area)
  boundary.withUnsafeMutableBufferPointer { boundary in
    map.elements.withUnsafeBufferPointer { labels in
      for y in 0..<height {
        let row = y * width
        for at in row..<max(row, row + width - 1) where labels[at] != labels[at + 1] { boundary[at] = 1 }
        guard y + 1 < height else { continue }
        for at in row..<row + width where labels[at] != labels[at + width] { boundary[at] = 1 }
      }
    }
  }
  return boundary
}

/// The share of the set pixels of `wanted` that have a set pixel of `found` within the tolerance.
private func share(of wanted: [UInt8], near found: [UInt8], size: Size, tolerance: Int) -> Double {
  let reached = dilated(found, size: size, by: tolerance)
  var (hits, all) = (0, 0)
  for at in wanted.indices {
    all += Int(wanted[at])
    hits += Int(wanted[at] & reached[at])
  }
  return Double(hits) / Double(max(1, all))
}

/// Sets every pixel with a set pixel in the square of side 2 · radius + 1 around it.
func dilated(_ set: [UInt8], size: Size, by radius: Int) -> [UInt8] {
  let across = dilatedLines(set, count: size.height, apart: size.width, length: size.width, step: 1, by: radius)
  return dilatedLines(across, count: size.width, apart: 1, length: size.height, step: size.width, by: radius)
}

/// Dilates along lines of pixels that lie `step` apart: one walk forwards and one back, each with the last set pixel.
private func dilatedLines(_ set: [UInt8], count: Int, apart: Int, length: Int, step: Int, by radius: Int) -> [UInt8] {
  var result = set
  for line in 0..<count {
    let start = line * apart
    var (before, after) = (-radius - 1, length + radius)
    for at in 0..<length {
      if set[start + at * step] != 0 { before = at }
      if at - before <= radius { result[start + at * step] = 1 }
      let back = length - 1 - at
      if set[start + back * step] != 0 { after = back }
      if after - back <= radius { result[start + back * step] = 1 }
    }
  }
  return result
}
