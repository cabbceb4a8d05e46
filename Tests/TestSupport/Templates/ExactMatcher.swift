import Raster
import Segmentation

/// Scores templates place by place, in whole numbers.
public struct ExactMatcher: TemplateMatcher {
  /// A matcher.
  public init() {}

  /// The score of `set` at every place of `image` where it fits. Cost: places x template pixels.
  public func scores(
    of set: TemplateSet, in image: Image, _ run: MethodRun
  ) throws(SegmentationError) -> Plane<Float> {
    let size = image.size.places(for: set.template.size)
    let exact = ExactScore(set, in: image)
    let places = (0..<size.area).map { PixelPoint(x: $0 % size.width, y: $0 / size.width) }
    return Plane(size: size, elements: places.map { Float(exact.score(at: $0)) })
  }
}
