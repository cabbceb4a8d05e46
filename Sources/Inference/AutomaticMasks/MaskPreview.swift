import Raster

/// Labels of the masks that were found so far, of a copy of the image that is small enough to be made again and again.
struct MaskPreview {
  /// Of the image.
  private let size: Size
  /// Each so many-th pixel is taken along each side.
  private let step: Int
  private var last: (masks: [AutomaticMask], labels: LabelMap)?

  /// Pixels that the labels have at most.
  static let pixels = 1_000_000

  init(_ size: Size) {
    self.size = size
    step = (1...).first { size.copied(by: $0).area <= Self.pixels } ?? 1
  }

  /// - Returns: nil where the labels are those of the last time.
  /// - Complexity: O(runs of all masks), 1 ms for a megapixel besides.
  mutating func labels(of masks: [AutomaticMask]) -> LabelMap? {
    guard masks != last?.masks else { return nil }
    let labels = masks.labels(size, step: step)
    defer { last = (masks, labels) }
    return labels == last?.labels ? nil : labels
  }
}
