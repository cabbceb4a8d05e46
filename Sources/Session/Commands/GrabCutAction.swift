import Raster
import Segmentation

/// What a command does with marks for GrabCut.
public enum GrabCutAction: Equatable, Sendable {
  case stroke(GrabCutStroke)
  /// Two opposite corners, both inside of the rectangle.
  case rectangle(PixelPoint, PixelPoint)
  /// Has the marks answered, coarse to fine or, if `exact`, by OpenCV at full size.
  case run(iterations: Int = 1, exact: Bool = false)
  /// The answer's regions become the segments.
  case finish
  /// Drops all marks and the answer.
  case clear

  /// The radius of a brush in pixels.
  public static let radii = 0...1000
  /// How often one run may repeat its steps.
  public static let iterations = 1...1000
}
