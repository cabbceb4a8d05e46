import Foundation
import Raster
import Testing

@testable import Inference

/// The masks that another engine and another implementation found in the reference scene.
private struct Everything: Decodable {
  struct Mask: Decodable {
    let predicted_iou: Double
    let stability_score: Double
    let area: Int
    let box_xyxy_inclusive: [Int]
    let point: [Double]
  }

  let points_per_side: Int
  let masks_before_nms: Int
  let masks: [Mask]

  static func read() throws -> Everything {
    try JSONDecoder().decode(Everything.self, from: Data(SharedModels.bytes("toy-sam/reference/everything.json")))
  }
}

@Suite(
  .serialized, .enabled(if: LocalEngine.isThere, LocalEngine.advice),
  .enabled(if: SharedModels.areThere, SharedModels.advice))
struct EverythingTests {
  private func predictor() throws -> SharedPredictor {
    SharedPredictor(try LocalEngine.models("toy_sam.encoder.onnx", "toy_sam.decoder.onnx"))
  }

  @Test func theReferencesMasksAreFound() throws {
    let reference = try Everything.read()
    var settings = AutomaticMaskSettings()
    settings.pointsPerSide = reference.points_per_side
    let (scene, generator) = (try ReferenceCase.scene(), AutomaticMasks(try predictor(), settings))
    let candidates = try generator.candidates(of: scene, in: MaskCrop(rect: scene.size.bounds, layer: 0))
    #expect(candidates.count == reference.masks_before_nms)
    let masks = generator.best(candidates)
    #expect(masks.count == reference.masks.count)
    // Scores that differ in the last digit may change places.
    for expected in reference.masks {
      let found = try #require(
        masks.first {
          [$0.point.x, $0.point.y] == expected.point && abs($0.mask.area - expected.area) <= expected.area / 1000
        },
        "\(expected.area) pixels at \(expected.point)")
      let box = found.mask.box
      #expect([box.x, box.y, box.maxX - 1, box.maxY - 1] == expected.box_xyxy_inclusive)
      #expect(abs(found.predictedIoU - expected.predicted_iou) < 1e-3)
      #expect(abs(found.stability - expected.stability_score) < 1e-3)
    }
    #expect(masks.map(\.predictedIoU) == masks.map(\.predictedIoU).sorted(by: >))
  }

  /// Two threads ask one pair of models; each gets what it gets alone.
  @Test func threadsShareTheModels() async throws {
    let (predictor, scene) = (try predictor(), try ReferenceCase.scene())
    let prompts = (0..<4).map { Prompt(points: [.init(x: 150 + Double($0) * 200, y: 300)]) }
    let embedding = try predictor.embed(scene)
    let alone = try prompts.map { try predictor.answer($0, on: embedding) }
    let together = try await withThrowingTaskGroup(of: (Int, PromptAnswer).self) { group in
      for (index, prompt) in prompts.enumerated() {
        group.addTask { (index, try predictor.answer(prompt, on: try predictor.embed(scene))) }
      }
      return try await group.reduce(into: [Int: PromptAnswer]()) { $0[$1.0] = $1.1 }
    }
    for index in prompts.indices { #expect(together[index] == alone[index]) }
  }
}
