import Raster
import Segmentation

/// What one image's labeling consists of. Changes only through commands, so it can be undone and replayed.
public struct SessionState: Equatable, Sendable {
  public internal(set) var labels: LabelMap
  /// The highest segment id that was ever given out; new segments count on from here.
  public internal(set) var lastLabel: Int32
  public internal(set) var paint: PaintMap
  public internal(set) var classes: ClassList
}

/// What a command did, for the screen.
public struct Outcome: Equatable, Sendable {
  /// Where labels or paint changed; empty where nothing did.
  public var changed: PixelRect
  /// One sentence for the status line; nil where the picture says it all.
  public var message: String?

  public init(changed: PixelRect = PixelRect(x: 0, y: 0, width: 0, height: 0), message: String? = nil) {
    self.changed = changed
    self.message = message
  }
}
