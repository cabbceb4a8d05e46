import Raster
import Synchronization

@testable import Inference

/// A predictor that knows what was drawn: a click on a rectangle is answered by that rectangle, as sure and as stable as
/// it says; a click elsewhere by nothing.
final class DrawnObjects: MaskPredictor {
  struct Object {
    var rect: PixelRect
    var score: Float = 1
    /// The logit's step across the border, per pixel.
    var slope: Float = 100
    /// Pixels inside that do not belong to it.
    var holes: [PixelRect] = []
    /// Pixels outside that do.
    var islands: [PixelRect] = []
  }

  private let objects: [Object]
  /// The sizes of the images that were embedded.
  let embedded = Mutex<[Size]>([])
  /// Where was clicked, in pixels of the image or crop.
  let clicks = Mutex<[Prompt.Point]>([])

  /// - Parameter objects: in pixels of the image, or of each crop.
  init(_ objects: [Object]) { self.objects = objects }

  func embed(_ image: Image) throws(PromptModelsError) -> ImageEmbedding {
    embedded.withLock { $0.append(image.size) }
    return ImageEmbedding(fit: ImageFit(image.size, .original, side: 1024), tensors: [:])
  }

  func answer(_ prompt: Prompt, on embedding: ImageEmbedding) throws(PromptModelsError) -> PromptAnswer {
    clicks.withLock { $0 += prompt.points }
    let point = PixelPoint(x: Int(prompt.points[0].x), y: Int(prompt.points[0].y))
    let hit = objects.filter { $0.rect.contains(point) }
    let candidates = (hit.isEmpty ? [Object(rect: PixelRect(x: 0, y: 0, width: 0, height: 0), score: 0)] : hit).map {
      candidate($0, embedding.fit)
    }
    return PromptAnswer(candidates, prompt)
  }

  /// The grid is the image's own, so nothing is interpolated.
  private func candidate(_ object: Object, _ fit: ImageFit) -> MaskCandidate {
    var logits = MaskLogits(size: fit.original, filledWith: -object.slope / 2)
    func draw(_ rect: PixelRect, _ logit: Float) {
      let rect = rect.intersection(logits.size.bounds)
      for y in rect.y..<max(rect.y, rect.maxY) {
        for x in rect.x..<max(rect.x, rect.maxX) { logits[PixelPoint(x: x, y: y)] = logit }
      }
    }
    draw(object.rect, object.slope / 2)
    object.holes.forEach { draw($0, -object.slope / 2) }
    object.islands.forEach { draw($0, object.slope / 2) }
    return MaskCandidate(score: object.score, logits: logits, fit: fit)
  }
}

/// A gray image; the double does not look at it.
func blankImage(_ width: Int, _ height: Int) -> Image {
  Image(size: Size(width: width, height: height), bytes: [UInt8](repeating: 128, count: width * height * 3))
}
