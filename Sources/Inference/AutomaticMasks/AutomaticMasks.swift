import Raster

/// A mask that was found without a prompt.
public struct AutomaticMask: Equatable, Sendable {
  /// In the image's size.
  public internal(set) var mask: RunMask
  /// The model's own estimate of how good it is, about 0…1.
  public let predictedIoU: Double
  /// How little the area changes with the border's logit, 0…1.
  public let stability: Double
  /// The click that it answers, in pixels of the image.
  public let point: Prompt.Point
  /// The part of the image that the model saw.
  public let crop: PixelRect
}

/// Finds everything in an image: clicks on a grid, keeps what the model is sure of, and drops what was found twice.
///
/// - Source: A. Kirillov et al., "Segment Anything", ICCV 2023, and its SamAutomaticMaskGenerator.
public struct AutomaticMasks {
  private let predictor: any MaskPredictor
  private let settings: AutomaticMaskSettings

  /// Masks by this model, with these settings.
  public init(_ predictor: any MaskPredictor, _ settings: AutomaticMaskSettings = AutomaticMaskSettings()) {
    (self.predictor, self.settings) = (predictor, settings)
  }

  /// The masks of `image`, best first; those of smaller crops before those of larger ones.
  ///
  /// Cost: one run of the encoder per crop and one of the decoder per click.
  /// - Parameters:
  ///   - progress: called after each row of clicks with the share that is done.
  ///   - isCancelled: asked before each run.
  ///   - offer: called after each click that found something; gives what the masks would be if it were the last.
  /// - Throws: `.cancelled`, `.model`.
  public func masks(
    of image: Image, progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false },
    offer: (_ soFar: () -> [AutomaticMask]) -> Void = { _ in }
  ) throws(AutomaticMasksError) -> [AutomaticMask] {
    guard image.size.area > 0 else { return [] }
    let crops = MaskCrop.all(of: image.size, settings)
    let total = crops.reduce(0) { $0 + settings.points(ofLayer: $1.layer) }
    var (found, rows) = ([AutomaticMask](), 0)
    for crop in crops {
      let before = found
      let candidates = try candidates(of: image, in: crop, isCancelled) { candidates in
        offer { finished(before + best(candidates), crops: crops.count) }
      } rowDone: {
        rows += 1
        progress(Double(rows) / Double(total))
      }
      found += best(candidates)
    }
    return finished(found, crops: crops.count)
  }

  /// Without what several crops found, without small holes and islands.
  private func finished(_ found: [AutomaticMask], crops: Int) -> [AutomaticMask] {
    cleaned(crops > 1 ? suppressed(found, settings.cropNMSThreshold) { 1 / Double($0.crop.area) } : found)
  }

  /// Of the candidates of one crop that overlap, the best.
  func best(_ candidates: [AutomaticMask]) -> [AutomaticMask] {
    suppressed(candidates, settings.boxNMSThreshold) { $0.predictedIoU }
  }

  /// What passes the filters, in the order of the clicks.
  func candidates(
    of image: Image, in crop: MaskCrop, _ isCancelled: () -> Bool = { false },
    found tell: ([AutomaticMask]) -> Void = { _ in }, rowDone: () -> Void = {}
  ) throws(AutomaticMasksError) -> [AutomaticMask] {
    if isCancelled() { throw .cancelled }
    let embedding: ImageEmbedding
    do { embedding = try predictor.embed(image.cropped(to: crop.rect)) } catch { throw .model(error) }
    var found: [AutomaticMask] = []
    for row in crop.grid(settings) {
      for point in row {
        if isCancelled() { throw .cancelled }
        let answer: PromptAnswer
        do { answer = try predictor.answer(Prompt(points: [point]), on: embedding) } catch { throw .model(error) }
        let sure = answer.several.compactMap { good($0, point, crop, image.size) }
        found += sure
        if !sure.isEmpty { tell(found) }
      }
      rowDone()
    }
    return found
  }

  /// The candidate as a mask of the image; nil where the model is not sure enough, or the crop cuts it off.
  private func good(
    _ candidate: MaskCandidate, _ point: Prompt.Point, _ crop: MaskCrop, _ size: Size
  ) -> AutomaticMask? {
    let threshold = Float(settings.predictedIoUThreshold)
    guard threshold <= 0 || candidate.score > threshold else { return nil }
    let scan = candidate.scan(offset: settings.stabilityOffset)
    guard scan.mask.area > 0, scan.stability >= settings.stabilityThreshold else { return nil }
    let origin = PixelPoint(x: crop.rect.x, y: crop.rect.y)
    let mask = scan.mask.moved(to: origin, in: size)
    guard !crop.cuts(mask.box, in: size) else { return nil }
    let place = Prompt.Point(x: point.x + Double(origin.x), y: point.y + Double(origin.y))
    return AutomaticMask(
      mask: mask, predictedIoU: Double(candidate.score), stability: scan.stability, point: place, crop: crop.rect)
  }

  /// Without small holes and islands. Masks that had none stay where others have become like them.
  private func cleaned(_ found: [AutomaticMask]) -> [AutomaticMask] {
    guard settings.minArea > 0, !found.isEmpty else { return found }
    let changed = found.map { $0.mask.cleaned(below: settings.minArea) }
    let masks = zip(found, changed).map { mask, changed in
      var mask = mask
      if let changed { mask.mask = changed }
      return mask
    }
    let threshold = max(settings.boxNMSThreshold, settings.cropNMSThreshold)
    let scores = changed.map { $0 == nil ? 1.0 : 0.0 }
    return bestBoxes(masks.map(\.mask.box), scores: scores, threshold: threshold).map { masks[$0] }
  }

  private func suppressed(
    _ masks: [AutomaticMask], _ threshold: Double, score: (AutomaticMask) -> Double
  ) -> [AutomaticMask] {
    bestBoxes(masks.map(\.mask.box), scores: masks.map(score), threshold: threshold).map { masks[$0] }
  }
}

/// Why there are no masks.
public enum AutomaticMasksError: Error, Equatable, Sendable, CustomStringConvertible {
  case cancelled
  case model(PromptModelsError)

  /// One sentence, with the file's name where a model is at fault.
  public var description: String {
    switch self {
    case .cancelled: "cancelled"
    case .model(let error): "\(error)"
    }
  }
}

extension PromptAnswer {
  /// The masks that are meant for one click: of four all but the first.
  fileprivate var several: ArraySlice<MaskCandidate> { candidates.count == 4 ? candidates[1...] : candidates[...] }
}

extension [AutomaticMask] {
  /// Small masks lie above large ones, of equal ones the later above. What no mask covers has label 1, the masks have
  /// 2, 3, … from the largest on: no pixel is left out.
  ///
  /// - Parameter step: of a copy that takes each so many-th pixel of a row and each so many-th row.
  /// - Precondition: all masks have that size.
  func labels(_ size: Size, step: Int = 1) -> LabelMap {
    var map = LabelMap(size: size.copied(by: step), filledWith: 1)
    let order = indices.sorted { (self[$1].mask.area, $0) < (self[$0].mask.area, $1) }
    map.elements.withUnsafeMutableBufferPointer { labels in
      for (position, index) in order.enumerated() {
        for run in self[index].mask.runs {
          let range = step == 1 ? run.range : taken(run.range, of: size, step)
          labels[range].update(repeating: Int32(position + 2))
        }
      }
    }
    return map
  }

  /// Where the pixels that are taken of a run lie in the copy; empty where none is.
  private func taken(_ range: Range<Int>, of size: Size, _ step: Int) -> Range<Int> {
    let (y, x) = range.lowerBound.quotientAndRemainder(dividingBy: size.width)
    guard y % step == 0 else { return 0..<0 }
    let row = y / step * size.copied(by: step).width
    return row + (x + step - 1) / step..<row + (x + range.count + step - 1) / step
  }
}

extension Size {
  /// Of a copy that takes each so many-th pixel along each side, the first included.
  func copied(by step: Int) -> Size {
    Size(width: (width + step - 1) / step, height: (height + step - 1) / step)
  }
}
