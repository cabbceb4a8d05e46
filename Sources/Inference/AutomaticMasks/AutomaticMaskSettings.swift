/// What decides which masks are found without a prompt. Names and values are those of SamAutomaticMaskGenerator.
public struct AutomaticMaskSettings: Equatable, Sendable {
  /// Clicks along each side of the image, at least 1; the original has 32.
  public var pointsPerSide = 16
  /// Masks whose score is not above this are dropped; 0 keeps all.
  public var predictedIoUThreshold = 0.88
  /// Masks that are less stable are dropped: the share that is left of the area when the border is drawn
  /// `stabilityOffset` inwards instead of outwards. 0 keeps all.
  public var stabilityThreshold = 0.95
  /// In logits.
  public var stabilityOffset: Float = 1
  /// Of two masks whose boxes overlap by more, the worse is dropped.
  public var boxNMSThreshold = 0.7
  /// How many times the image is divided: layer i looks at 2^i x 2^i crops besides.
  public var cropLayers = 0
  /// As `boxNMSThreshold`, between crops: the mask of the smaller crop stays.
  public var cropNMSThreshold = 0.7
  /// How much crops of layer 1 overlap, in parts of the shorter side.
  public var cropOverlapRatio = 512.0 / 1500
  /// Each layer has that many times fewer clicks along a side of a crop.
  public var cropPointsDownscale = 1
  /// Holes and islands of fewer pixels are filled and dropped; 0 leaves masks as they are.
  public var minArea = 0

  /// The original's, but a quarter of its clicks: those would take minutes without a graphics card.
  public init() {}

  /// Clicks along a side of a crop of that layer, at least 1.
  func points(ofLayer layer: Int) -> Int {
    var points = pointsPerSide
    for _ in 0..<layer { points /= max(1, cropPointsDownscale) }
    return max(1, points)
  }
}
