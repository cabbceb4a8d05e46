import Raster
import Segmentation

/// Segments of the image or of a smaller copy of it, to be looked at only.
public struct SegmentsPreview: Equatable, Sendable {
  /// As methods give them: regions of one label need not be connected.
  let labels: LabelMap
  /// Number of segments, about.
  let count: Int

  /// - Parameter labels: 0 = edge, 1…n = segments.
  /// - Complexity: O(labels).
  public init(_ labels: LabelMap) { self.init(labels: labels, count: Int(labels.elements.max() ?? 0)) }

  init(labels: LabelMap, count: Int) { (self.labels, self.count) = (labels, count) }
}

extension Editor {
  /// Segments that are on their way; those of a request that nobody waits for are dropped.
  mutating func show(preview: SegmentsPreview, _ request: Int) {
    if isPreview(request) {
      state.dialog?.preview.segments = preview
    } else if isAwaited(request) {
      open?.segmentsPreview = (request, preview)
    }
  }

  /// What is shown instead of the segments as they are; nil where nothing is known of those that will be.
  var segmentsPreview: SegmentsPreview? {
    guard let (request, preview) = open?.segmentsPreview, isAwaited(request) else { return nil }
    return preview
  }

  /// The image is being segmented for that request.
  private func isAwaited(_ request: Int) -> Bool {
    guard let open else { return false }
    let isOpening = open.request == request && open.session == nil && open.failure == nil && !open.isCancelled
    return isOpening || open.resegmentation?.request == request
  }
}
