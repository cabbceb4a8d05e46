import COpenCV
import Raster
import Segmentation

/// Scores templates everywhere by correlations through the frequency domain, by OpenCV.
///
/// - Output: OpenCV's `TM_SQDIFF_NORMED` within 1e-5, never below 0.
/// - Throws: `.cancelled`, within the time of a strip; `.engine` where OpenCV refuses.
/// - Complexity: O(pixels · log(template pixels)) per template, on all threads; the strips do not depend on them.
public struct CorrelationMatcher: TemplateMatcher {
  /// A matcher.
  public init() {}

  /// The score of `set` at every place of `image` where it fits.
  public func scores(
    of set: TemplateSet, in image: Image, _ run: MethodRun
  ) throws(SegmentationError) -> Plane<Float> {
    let size = image.size.places(for: set.template.size)
    guard size.area > 0 else { return Plane(size: Size(width: 0, height: 0), elements: []) }
    let rows = Self.rows(of: set.template.size)
    let parts = (size.height + rows - 1) / rows
    var failures = [cvb_error?](repeating: nil, count: parts)
    let done = RowCount(of: min(parts, size.height), run, 0...1)
    let scores = try [Float](count: size.area) { scores throws(SegmentationError) in
      try failures.withUnsafeMutableBufferPointer { failures throws(SegmentationError) in
        try ParallelWork(run).divide(size.height, parts: parts) { part, rows in
          guard let start = scores.baseAddress else { return }
          failures[part] = match(set, image, rows, into: start + rows.lowerBound * size.width)
          done.advance()
        }
      }
    }
    for case let failure? in failures { throw SegmentationError(failure, method: "template") }
    return Plane(size: size, elements: scores)
  }

  /// Rows of places per strip: few enough to be cancelled soon, many enough that the rows which strips share count little.
  private static func rows(of template: Size) -> Int { max(192, template.height * 2) }

  private func match(
    _ set: TemplateSet, _ image: Image, _ rows: Range<Int>, into scores: UnsafeMutablePointer<Float>
  ) -> cvb_error? {
    var failure = cvb_error()
    let (width, template) = (image.size.width, set.template.size)
    let isDone = image.bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return false }
      func match(_ mask: [UInt8]?) -> Bool {
        cvb_match(
          start + rows.lowerBound * width * 3, Int32(width), Int32(rows.count + template.height - 1),
          set.template.bytes,
          mask, Int32(template.width), Int32(template.height), scores, &failure)
      }
      return match(set.isWholeCompared ? nil : set.attention.elements)
    }
    return isDone ? nil : failure
  }
}
