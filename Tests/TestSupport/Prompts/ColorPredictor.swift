import Raster
import Segmentation
import Session

/// Answers by a rule that can be written down: the pixels of a foreground point's grey value, first those that hang
/// together with it, then all of them. A box alone holds all that is inside; background points take their value out;
/// what is refined stays in.
public struct ColorPredictor: PromptAnswerer {
  /// Who it says it is.
  public var model: SamModel

  /// By default in the place of the built-in predictor.
  public init(model: SamModel = .builtIn) { self.model = model }

  /// Answers `sam-predict`.
  public func answer(
    _ command: Command, on image: Image, _ annotations: Annotations, _ run: MethodRun,
    preview: @escaping @Sendable (RunLengthPlane<Int32>) -> Void
  ) throws(SegmentationError) -> PreparedAnswer {
    let groups = annotations.sam.prompts(to: model).map { prompt in
      [
        ScoredMask(mask: mask(prompt, image, isConnected: true), score: 0.875),
        ScoredMask(mask: mask(prompt, image, isConnected: false), score: 0.5),
      ]
    }
    return PreparedAnswer(model, joining: groups, size: image.size)
  }

  private func mask(_ prompt: PointPrompt, _ image: Image, isConnected: Bool) -> Mask {
    let size = image.size
    var values = LabelMap(size: size, elements: (0..<size.area).map { Int32(image.bytes[$0 * 3]) + 1 })
    let excluded = Set(prompt.points.filter { !$0.isForeground }.map { values[$0.position] })
    let wanted = prompt.points.filter(\.isForeground).map { values[$0.position] }
    if isConnected { values = connectedRegions(of: values).labels }
    let parts = Set(prompt.points.filter(\.isForeground).map { values[$0.position] })
    var mask = prompt.previous ?? Mask(size: size, filledWith: 0)
    for at in 0..<size.area {
      let point = PixelPoint(x: at % size.width, y: at / size.width)
      let value = Int32(image.bytes[at * 3]) + 1
      let isIn = isConnected ? parts.contains(values.elements[at]) : wanted.contains(value)
      if isIn || wanted.isEmpty { mask[point] = 255 }
      if excluded.contains(value) || prompt.box?.contains(point) == false { mask[point] = 0 }
    }
    return mask
  }
}
