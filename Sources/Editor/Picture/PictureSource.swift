import Display
import Raster

/// What pictures of one image are made of, whatever the view: made on a worker, because it takes the whole image.
public struct PictureSource: Sendable {
  /// The image in all sizes.
  public let pyramid: Pyramid
  let histogram: ColorHistogram

  /// - Precondition: the image is not empty.
  /// - Complexity: that of the pyramid, and 3 ms for the colours of images of any size.
  public init(_ image: Image) {
    pyramid = Pyramid(image)
    histogram = ColorHistogram(image)
  }

  /// The image itself.
  public var image: Image { pyramid.image }
}
