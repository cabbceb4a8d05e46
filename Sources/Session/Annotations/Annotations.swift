import Raster
import Segmentation

/// What a person has marked for the methods that answer prompts, and what these have answered. Part of the state: as
/// undoable, journaled and replayable as paint.
public struct Annotations: Equatable, Sendable {
  /// Marks for GrabCut and its answer.
  public internal(set) var grabCut = GrabCutMarks()

  init() {}
}
