import Raster
import Testing

@testable import Inference

private func encoder(_ input: TensorSpec, grid: Int = 64) throws -> EncoderSignature {
  let output = Signatures.masks("image_embeddings", 1, 256, grid, grid)
  return try #require(try EncoderSignature(Signatures.model([input], [output])))
}

private func plain(side: Int) throws -> EncoderSignature {
  try encoder(TensorSpec("x", .float32, Signatures.fixed(1, 3, side, side)), grid: side / 16)
}

private let flat = Image(size: Size(width: 8, height: 4), bytes: (0..<32).flatMap { _ in [200, 100, 50] as [UInt8] })

/// floor(side · 1024 / longest + 0.5).
@Test(arguments: [
  (1024, 768, 1024, 768), (4000, 3000, 1024, 768), (3000, 4000, 768, 1024), (1000, 333, 1024, 341), (1, 1, 1024, 1024),
  (2048, 1, 1024, 1), (5000, 1, 1024, 1), (640, 427, 1024, 683),
])
func theLongestSideIsScaled(width: Int, height: Int, newWidth: Int, newHeight: Int) {
  let scaled = ImageFit.longest(Size(width: width, height: height), 1024)
  #expect(scaled == Size(width: newWidth, height: newHeight))
}

@Test func plainEncodersGetNormalisedPixelsAndZeros() throws {
  let tensor = try plain(side: 32).tensor(flat)
  #expect(tensor.shape == [1, 3, 32, 32])
  let values = tensor.floats
  let expected: [Float] = [(200 - 123.675) / 58.395, (100 - 116.28) / 57.12, (50 - 103.53) / 57.375]
  for channel in 0..<3 {
    let plane = values[channel * 1024..<(channel + 1) * 1024]
    #expect(plane.prefix(32 * 16).allSatisfy { abs($0 - expected[channel]) < 1e-5 })
    #expect(plane.suffix(32 * 16).allSatisfy { $0 == 0 })
  }
}

@Test func otherEncodersGetPixelsAsTheyTakeThem() throws {
  let bytes = try encoder(TensorSpec("x", .uint8, [.unknown, .unknown, .fixed(3)])).tensor(flat)
  #expect(bytes.shape == [512, 1024, 3] && bytes.elementType == .uint8 && bytes.bytes.prefix(3) == [200, 100, 50])
  let planes = try encoder(TensorSpec("x", .uint8, [.fixed(1), .fixed(3), .unknown, .unknown])).tensor(flat)
  #expect(planes.shape == [1, 3, 512, 1024] && planes.bytes[512 * 1024] == 100)
  let interleaved = try encoder(TensorSpec("x", .float32, [.unknown, .unknown, .fixed(3)])).tensor(flat)
  #expect(interleaved.shape == [512, 1024, 3] && interleaved.floats.suffix(3) == [200, 100, 50])
  let free = [Dimension.unknown, .fixed(3), .unknown, .unknown]
  let unit = try encoder(TensorSpec("batched_images", .float32, free)).tensor(flat)
  #expect(unit.shape == [1, 3, 4, 8] && unit.floats.last == 50 / 255)
}

@Test func theSecondGenerationStretches() throws {
  let outputs = ["high_res_feats_0", "high_res_feats_1", "image_embed"].map { TensorSpec($0, .float32, nil) }
  let model = Signatures.model([TensorSpec("image", .float32, Signatures.fixed(1, 3, 1024, 1024))], outputs)
  let signature = try #require(try EncoderSignature(model))
  let fit = signature.imageFit(Size(width: 500, height: 2000))
  #expect(fit.scaled == Size(width: 1024, height: 1024) && fit.isStretched)
  #expect(fit.point(250, 500, in: fit.scaled) == [512, 256])
}

/// Shrinking averages, growing interpolates, and both keep the mean of a ramp.
@Test(arguments: [(16, 4), (100, 7), (4, 16), (5, 5), (1, 9), (9, 1)])
func tapsAreWeightedMeans(source: Int, target: Int) {
  let ramp = (0..<source).map(Float.init)
  for isSmooth in [true, false] {
    let taps = LinearTaps(from: source, to: target, isSmooth: isSmooth)
    let scaled = taps.horizontally(ramp, rows: 1)
    #expect(scaled.count == target)
    let mean = scaled.reduce(0, +) / Float(target)
    #expect(abs(mean - Float(source - 1) / 2) < 1e-3, "\(scaled)")
    #expect(scaled == scaled.sorted())
    if source == target { #expect(scaled == ramp) }
  }
}

/// Hand-computed: centres of a doubled row lie a quarter of a pixel off.
@Test func growingIsBilinear() {
  let taps = LinearTaps(from: 2, to: 4, isSmooth: false)
  #expect(taps.horizontally([0, 4], rows: 1) == [0, 1, 3, 4])
}

@Test func labelsFollowTheRules() {
  let fit = ImageFit(Size(width: 512, height: 256), .padded, side: 1024)
  let point = Prompt.Point(x: 10, y: 20)
  let box = Area(x: 100, y: 50, width: 200, height: 100)
  func labels(_ prompt: Prompt, isPadded: Bool = true) -> [Float] {
    prompt.labelled(fit, in: fit.scaled, isPadded: isPadded).labels
  }
  #expect(labels(Prompt(points: [point])) == [1, -1])
  #expect(labels(Prompt(points: [point], box: box)) == [1, 2, 3])
  #expect(labels(Prompt(points: [point]), isPadded: false) == [1])
  let both = Prompt(points: [point, .init(x: 1, y: 2, isForeground: false)], box: box)
  let found = both.labelled(fit, in: fit.scaled, isPadded: true)
  #expect(found.labels == [1, 0, 2, 3] && found.coordinates == [20, 40, 2, 4, 200, 100, 600, 300])
}
