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

/// Logits as noisy as can be, held against every pixel worked out by itself.
@Test(
  arguments: [(1, 1), (1, 9), (7, 1), (5, 40), (40, 5), (64, 64), (33, 70)],
  [Size(width: 1, height: 1), Size(width: 50, height: 3), Size(width: 7, height: 90), Size(width: 97, height: 61)])
func spansAreWhereInterpolatedLogitsAreAbove(extents: (Int, Int), size: Size) {
  var generator = SplitMix64(seed: UInt64(extents.0 * 1000 + extents.1 * 100 + size.width))
  for noise in [0.05, 0.5, 1] {
    var logits = MaskLogits(size: Size(width: extents.0, height: extents.1), filledWith: -1)
    for at in logits.elements.indices {
      let wasIn = at > 0 && logits.elements[at - 1] > 0
      let isIn = Double.random(in: 0..<1, using: &generator) < noise ? !wasIn : wasIn
      logits.elements[at] = Float.random(in: 0.1...3, using: &generator) * (isIn ? 1 : -1)
    }
    for limit in [Float(0), -1, 1] {
      ScaledLogits(logits, ImageFit(size, .original, side: 64)).eachRow { y, row in
        var (found, last) = ([Bool](repeating: false, count: size.width), -1)
        row.eachSpan(above: limit) { span in
          #expect(span.lowerBound > last && !span.isEmpty && span.upperBound <= size.width)
          for x in span { found[x] = true }
          last = span.upperBound
        }
        for x in 0..<size.width {
          let value = interpolated(logits, x, y, size)
          // Rounding may decide for a pixel that lies on the border.
          if abs(value - Double(limit)) > 1e-4 { #expect(found[x] == (value > Double(limit)), "\(x) \(y)") }
        }
      }
    }
  }
}

/// By the definition: samples and pixels have their values at their middles, and the plane's border goes on outside.
private func interpolated(_ logits: MaskLogits, _ x: Int, _ y: Int, _ size: Size) -> Double {
  func place(_ at: Int, _ target: Int, _ source: Int) -> (Int, Double) {
    let middle = (Double(at) + 0.5) * Double(source) / Double(target) - 0.5
    let inside = min(max(middle, 0), Double(source - 1))
    let first = min(Int(inside), max(0, source - 2))
    return (first, inside - Double(first))
  }
  let (left, right) = place(x, size.width, logits.width)
  let (top, bottom) = place(y, size.height, logits.height)
  func value(_ x: Int, _ y: Int) -> Double {
    Double(logits[PixelPoint(x: min(x, logits.width - 1), y: min(y, logits.height - 1))])
  }
  let upper = value(left, top) * (1 - right) + value(left + 1, top) * right
  let lower = value(left, top + 1) * (1 - right) + value(left + 1, top + 1) * right
  return upper * (1 - bottom) + lower * bottom
}

@Test func anAnswerWithoutNumbersIsEmpty() {
  let fit = ImageFit(Size(width: 40, height: 20), .padded, side: 64)
  let logits = MaskLogits(size: Size(width: 16, height: 16), filledWith: .nan)
  #expect(MaskCandidate(score: 1, logits: logits, fit: fit).mask() == Mask(size: fit.original, filledWith: 0))
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
