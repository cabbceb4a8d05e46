import Raster

/// What a person points at. Coordinates are pixels of the image; the middle of the first pixel is (0, 0).
public struct Prompt: Equatable, Sendable {
  /// A click.
  public struct Point: Equatable, Sendable {
    /// To the right.
    public var x: Double
    /// Down.
    public var y: Double
    /// The object is here; otherwise it is not.
    public var isForeground: Bool

    /// A click at a place of the image.
    public init(x: Double, y: Double, isForeground: Bool = true) {
      (self.x, self.y, self.isForeground) = (x, y, isForeground)
    }
  }

  /// In the order in which they were made.
  public var points: [Point]
  /// A box around the object.
  public var box: Area?
  /// The logits of the candidate that is to be refined.
  public var previous: MaskLogits?

  /// Clicks and boxes, a box counting as one.
  var count: Int { points.count + (box == nil ? 0 : 1) }

  /// Clicks, a box, and a mask to refine: any of them.
  public init(points: [Point] = [], box: Area? = nil, previous: MaskLogits? = nil) {
    (self.points, self.box, self.previous) = (points, box, previous)
  }

  /// Coordinates in pixels of `size` and labels, as the models take them: clicks, then the box's corners.
  /// - Parameter isPadded: one padding point where there is no box. Never more: each point changes the result.
  func labelled(_ fit: ImageFit, in size: Size, isPadded: Bool) -> (coordinates: [Float], labels: [Float]) {
    var coordinates = points.flatMap { fit.point($0.x, $0.y, in: size) }
    var labels = points.map { Label.click($0) }
    if let box {
      coordinates += fit.point(box.x, box.y, in: size) + fit.point(box.x + box.width, box.y + box.height, in: size)
      labels += [Label.topLeft, Label.bottomRight]
    } else if isPadded {
      coordinates += [0, 0]
      labels.append(Label.padding)
    }
    return (coordinates, labels)
  }

  fileprivate enum Label {
    static let topLeft: Float = 2
    static let bottomRight: Float = 3
    static let padding: Float = -1
    static func click(_ point: Point) -> Float { point.isForeground ? 1 : 0 }
  }
}
