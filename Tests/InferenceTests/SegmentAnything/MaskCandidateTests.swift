import Raster
import Testing

@testable import Inference

/// Logits that grow by one per pixel of the frame, so that interpolation is exact: 0 at column or row `zero`.
private func ramp(_ side: Int, frame: Size, zero: Double, alongX: Bool) -> MaskLogits {
  var logits = MaskLogits(size: Size(width: side, height: side), filledWith: 0)
  for y in 0..<side {
    for x in 0..<side {
      let extent = alongX ? frame.width : frame.height
      let place = (Double(alongX ? x : y) + 0.5) * Double(extent) / Double(side)
      logits[PixelPoint(x: x, y: y)] = Float(place - zero)
    }
  }
  return logits
}

private func mask(_ size: Size, _ fit: EncoderSignature.Fit, zero: Double, alongX: Bool) -> Mask {
  let fit = ImageFit(size, fit, side: 64)
  let logits = ramp(16, frame: fit.frame, zero: zero, alongX: alongX)
  return MaskCandidate(score: 1, logits: logits, fit: fit).mask()
}

/// A border at a third of the image is found there to the pixel, whatever the proportions.
@Test(
  arguments: [(128, 96), (96, 128), (640, 100), (40, 20), (64, 64), (33, 61)],
  [EncoderSignature.Fit.padded, .stretched])
func masksLieWhereTheLogitsDo(extents: (Int, Int), fit: EncoderSignature.Fit) {
  let size = Size(width: extents.0, height: extents.1)
  let scaled = ImageFit(size, fit, side: 64).scaled
  for alongX in [true, false] {
    let (extent, scaledExtent) = alongX ? (size.width, scaled.width) : (size.height, scaled.height)
    let zero = Double(scaledExtent) / 3
    let mask = mask(size, fit, zero: zero, alongX: alongX)
    let border = Double(extent) / 3
    for y in 0..<size.height {
      for x in 0..<size.width {
        let place = Double(alongX ? x : y) + 0.5
        // Rounding may decide for a pixel whose centre lies on the border.
        if abs(place - border) < 1e-3 { continue }
        let isIn = mask[PixelPoint(x: x, y: y)] == 255
        #expect(isIn == (place > border), "\(size) \(fit) at \(x) \(y)")
      }
    }
  }
}

@Test func theChoiceDependsOnTheNumberOfPrompts() {
  let fit = ImageFit(Size(width: 4, height: 4), .padded, side: 64)
  let logits = MaskLogits(size: Size(width: 4, height: 4), filledWith: 0)
  func answer(_ scores: [Float], _ prompt: Prompt) -> PromptAnswer {
    PromptAnswer(scores.map { MaskCandidate(score: $0, logits: logits, fit: fit) }, prompt)
  }
  let click = Prompt(points: [.init(x: 0, y: 0)])
  let box = Prompt(box: Area(x: 0, y: 0, width: 2, height: 2))
  let both = Prompt(points: click.points, box: box.box)
  #expect(answer([0.9, 0.5, 0.7, 0.6], click).best == 2)
  #expect(answer([0.9, 0.5, 0.7, 0.6], click).alternatives == [3, 1])
  #expect(answer([0.9, 0.5, 0.7, 0.6], box).best == 2)
  #expect(answer([0.1, 0.5, 0.7, 0.6], both).best == 0)
  #expect(answer([0.1, 0.5, 0.7, 0.6], both).alternatives == [2, 3, 1])
  #expect(answer([0.1, 0.5, 0.5], both).best == 1)
  #expect(answer([0.4], both).best == 0)
}
