import Raster

/// Of boxes that overlap by more than `threshold` (intersection over union) the one with the best score: their indices,
/// best first, of equal scores the first.
///
/// Boxes reach from the middle of their first pixel to the middle of their last, as in the original.
/// - Complexity: O(boxes · boxes that stay).
/// - Source: torchvision's `nms`.
func bestBoxes(_ boxes: [PixelRect], scores: [Double], threshold: Double) -> [Int] {
  var kept: [Int] = []
  for index in boxes.indices.sorted(by: { (scores[$1], $0) < (scores[$0], $1) })
  where !kept.contains(where: { boxes[$0].overlap(boxes[index]) > threshold }) {
    kept.append(index)
  }
  return kept
}

extension PixelRect {
  fileprivate func overlap(_ other: PixelRect) -> Double {
    func span(_ rect: PixelRect) -> Double { Double(max(0, rect.width - 1)) * Double(max(0, rect.height - 1)) }
    let common = span(intersection(other))
    let both = span(self) + span(other) - common
    return both > 0 ? common / both : 0
  }
}
