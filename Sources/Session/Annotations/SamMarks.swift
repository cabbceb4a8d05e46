import Raster
import Segmentation

/// What a person has pointed at for Segment Anything, and what was answered.
public struct SamMarks: Equatable, Sendable {
  /// In the order in which they were set; inside the image.
  public internal(set) var points: [PointPrompt.Point] = []
  /// In the order in which they were drawn; inside the image, not empty.
  public internal(set) var boxes: [PixelRect] = []
  /// The last answer; it may be older than the last mark.
  public internal(set) var answer: SamAnswer?

  init() {}

  /// Points and boxes.
  public var count: Int { points.count + boxes.count }

  /// All marks are older than the answer.
  public var isAnswered: Bool { answer?.markCount == count }

  /// What is to be predicted, each on its own: every box with the points inside, then the points in no box together.
  ///
  /// A point in several boxes belongs to the smallest of them, the first where they are equal. Points in no box that
  /// only say where the object is not ask nothing. A single prompt refines the chosen mask of the last answer, where
  /// that was the same model's and knew fewer marks.
  public func prompts(to model: SamModel) -> [PointPrompt] {
    let owners = points.map { point in
      boxes.indices.filter { boxes[$0].contains(point.position) }.min { (boxes[$0].area, $0) < (boxes[$1].area, $1) }
    }
    func owned(by owner: Int?) -> [PointPrompt.Point] { zip(points, owners).filter { $1 == owner }.map(\.0) }
    var prompts = boxes.indices.map { PointPrompt(points: owned(by: $0), box: boxes[$0]) }
    let loose = owned(by: nil)
    if loose.contains(where: \.isForeground) { prompts.append(PointPrompt(points: loose)) }
    if prompts.count == 1 { prompts[0].previous = previous(of: model) }
    return prompts
  }

  private func previous(of model: SamModel) -> Mask? {
    guard let answer, answer.model == model, answer.markCount < count, answer.areas[answer.chosen] > 0 else {
      return nil
    }
    return answer.mask(answer.chosen)
  }
}
