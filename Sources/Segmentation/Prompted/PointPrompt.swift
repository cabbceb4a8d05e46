import Raster

/// What a person points at in an image, to have an object cut out.
public struct PointPrompt: Equatable, Sendable {
  /// A click.
  public struct Point: Equatable, Sendable {
    /// A pixel of the image; one outside stands for the nearest inside.
    public var position: PixelPoint
    /// The object is here; otherwise it is not.
    public var isForeground: Bool

    /// A click at a pixel.
    public init(_ position: PixelPoint, isForeground: Bool = true) {
      (self.position, self.isForeground) = (position, isForeground)
    }
  }

  /// In the order in which they were made; of two at one pixel the later counts.
  public var points: [Point]
  /// The object lies within it; what is outside the image is ignored.
  public var box: PixelRect?
  /// An answer that is to be refined, of the image's size; one of another size is ignored.
  public var previous: Mask?

  /// Clicks, a box, and a mask to refine: any of them.
  public init(points: [Point] = [], box: PixelRect? = nil, previous: Mask? = nil) {
    (self.points, self.box, self.previous) = (points, box, previous)
  }
}

/// One answer to a prompt.
public struct ScoredMask: Equatable, Sendable {
  /// Of the image.
  public let size: Size
  /// The pixels of the mask in row-major order; no two runs overlap.
  public let runs: [PixelRun]
  /// How clearly the mask stands out from what surrounds it, 0…1.
  public let score: Float

  /// A mask by its runs, with its score, 0…1.
  public init(size: Size, runs: [PixelRun], score: Float) {
    (self.size, self.runs, self.score) = (size, runs, score)
  }

  /// A mask with its score, 0…1; one pass over it.
  public init(mask: Mask, score: Float) {
    self.init(size: mask.size, runs: RunLengthPlane(mask).filledRuns.map(\.run), score: score)
  }

  /// 255 in the mask, 0 elsewhere; made anew each time.
  public var mask: Mask { Mask(size: size, runs: runs) }
}
