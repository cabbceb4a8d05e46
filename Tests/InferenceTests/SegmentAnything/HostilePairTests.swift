import Foundation
import Raster
import TestSupport
import Testing

@testable import Inference

/// Files that look like an encoder or decoder and are not.
private enum Impostor {
  private static let image = Signatures.masks("image", 1, 3, 1024, 1024)
  private static let embedding = Signatures.masks("image_embeddings", 1, 256, 64, 64)

  /// Gives the image itself where an embedding is promised.
  static let echo = ONNXModel.encoded(
    [ONNXNode(name: "echo", operation: "Identity", inputs: ["image"], outputs: ["image_embeddings"])],
    inputs: [image], outputs: [TensorSpec("image_embeddings", .float32, nil)])

  /// Names nodes that nobody knows.
  static let strange = ONNXModel.encoded(
    [ONNXNode(name: "a", operation: "NoSuchOperation", inputs: ["image"], outputs: ["image_embeddings"])],
    inputs: [image], outputs: [embedding])

  /// Promises an output that no node gives.
  static let hollow = ONNXModel.encoded([], inputs: [image], outputs: [embedding])

  /// Makes more of an image than any memory holds.
  static let vast = Hostile.model { graph in
    graph.field(1) {
      $0.write(ONNXNode(name: "a", operation: "Expand", inputs: ["image", "extents"], outputs: ["image_embeddings"]))
    }
    graph.field(2, "graph")
    graph.field(5) { weights in
      weights.field(1, 4)
      weights.field(2, ElementType.int64.rawValue)
      weights.field(8, "extents")
      weights.field(9, [Int64(1 << 20), 3, 1024, 1024].withUnsafeBytes(Array.init))
    }
    graph.field(11) { $0.write(image) }
    graph.field(12) { $0.write(TensorSpec("image_embeddings", .float32, nil)) }
  }

  /// A decoder that gives its points for masks.
  static let decoder = ONNXModel.encoded(
    [
      ONNXNode(name: "a", operation: "Relu", inputs: ["point_coords"], outputs: ["low_res_masks"]),
      ONNXNode(name: "b", operation: "Relu", inputs: ["point_labels"], outputs: ["iou_predictions"]),
      ONNXNode(name: "c", operation: "Relu", inputs: ["mask_input"], outputs: ["masks"]),
    ],
    inputs: Signatures.sam1,
    outputs: ["masks", "iou_predictions", "low_res_masks"].map { TensorSpec($0, .float32, nil) })
}

/// The sentence of `body`'s error.
private func sentence(_ body: () throws -> Void) throws -> String {
  do { try body() } catch { return "\(error)" }
  throw TestSupportError.unreadable("it was taken")
}

@Suite(.serialized, .enabled(if: LocalEngine.isThere, LocalEngine.advice)) struct HostilePairTests {
  /// Opens and runs both; whoever is at fault is named.
  private func run(_ encoder: [UInt8], _ decoder: [UInt8]) throws {
    let engine = try #require(LocalEngine.report.engine)
    guard case .encoder(let first) = try ModelKind(ONNXReader.read(encoder)),
      case .decoder(let second) = try ModelKind(ONNXReader.read(decoder))
    else { throw ModelKindError.unknown(inputs: [], outputs: []) }
    let models = PromptModels(
      try ModelPair(first, second),
      encoder: .init(name: "e.onnx", source: .bytes(encoder), digest: Digest(of: encoder)),
      decoder: .init(name: "d.onnx", source: .bytes(decoder), digest: Digest(of: decoder)), engine: engine)
    _ = try AutomaticMasks(SharedPredictor(models)).masks(of: blankImage(60, 40))
  }

  @Test(arguments: [Impostor.echo, Impostor.strange, Impostor.hollow, Impostor.vast])
  func impostorsAreOneSentence(encoder: [UInt8]) throws {
    let sentence = try sentence { try run(encoder, Impostor.decoder) }
    #expect(sentence.hasPrefix("e.onnx: ") && isOneSentence(sentence), "\(sentence)")
  }

  @Test(.enabled(if: SharedModels.areThere, SharedModels.advice)) func aDecoderThatAnswersNonsense() throws {
    let encoder = try SharedModels.bytes("toy-sam/toy_sam.encoder.onnx")
    let sentence = try sentence { try run(encoder, Impostor.decoder) }
    #expect(sentence.hasPrefix("d.onnx: the model's output low_res_masks is f32 [1,2,2]"), "\(sentence)")
  }

  /// Cut anywhere, whole files of the engine's own: it is never asked about them.
  @Test(.enabled(if: SharedModels.areThere, SharedModels.advice), arguments: 0..<20)
  func truncatedFilesAreRefusedBeforeTheEngineSeesThem(part: Int) throws {
    let engine = try #require(LocalEngine.report.engine)
    for name in ["toy-sam/toy_sam.encoder.onnx", "toy-sam/toy_sam.decoder.onnx"] {
      let whole = try SharedModels.bytes(name)
      let cut = Array(whole.prefix(whole.count * part / 20))
      do {
        _ = try engine.open(.bytes(cut), InferenceOptions())
        Issue.record("it was taken")
      } catch {
        guard case .model = error else {
          Issue.record("\(error)")
          continue
        }
        #expect(isOneSentence("\(error)"), "\(error)")
      }
    }
  }

  /// Whatever bytes are changed: an answer or a sentence, never a crash.
  @Test(.enabled(if: SharedModels.areThere, SharedModels.advice), arguments: UInt64(0)..<4)
  func anyEncoderIsAnswered(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let engine = try #require(LocalEngine.report.engine)
    let whole = try SharedModels.bytes("toy-sam/toy_sam.encoder.onnx")
    for _ in 0..<25 {
      var bytes = whole
      for _ in 0..<2 { bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next()) }
      do { _ = try engine.open(.bytes(bytes), InferenceOptions()) } catch {
        #expect(!"\(error)".contains("\n") && "\(error)".count < 400, "\(error)")
      }
    }
  }
}
