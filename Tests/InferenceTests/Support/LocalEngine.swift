import Foundation
import Raster
import TestSupport
import Testing

@testable import Inference

/// The engine of this machine; tests that need one are skipped where there is none.
enum LocalEngine {
  static let report = EngineReport(
    EngineSearch { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
      .places(explicit: TestEngine.place, environment: ProcessInfo.processInfo.environment))
  static let isThere = report.engine != nil
  static let advice = Comment(rawValue: TestEngine.advice)

  /// A model from ../shared, on two threads.
  static func session(_ name: String) throws -> any InferenceSession {
    let engine = try #require(report.engine)
    return try engine.open(.bytes(SharedModels.bytes(name)), InferenceOptions(threads: 2))
  }

  /// A pair of models from ../shared/models/toy-sam.
  static func models(_ encoder: String, _ decoder: String) throws -> PromptModels {
    try SharedModels.pair(encoder, decoder, try #require(report.engine))
  }
}

extension SharedModels {
  /// A pair of models from toy-sam, to be run by `engine`.
  static func pair(_ encoder: String, _ decoder: String, _ engine: any InferenceEngine) throws -> PromptModels {
    func file(_ name: String) throws -> (ModelKind, PromptModels.File) {
      let bytes = try bytes("toy-sam/\(name)")
      return (
        try ModelKind(ONNXReader.read(bytes)),
        .init(name: name, source: .file(bytes: bytes, path: path("toy-sam/\(name)")), digest: Digest(of: bytes))
      )
    }
    guard case (.encoder(let first), let encoder) = try file(encoder),
      case (.decoder(let second), let decoder) = try file(decoder)
    else { throw ModelKindError.unknown(inputs: [], outputs: []) }
    return PromptModels(try ModelPair(first, second), encoder: encoder, decoder: decoder, engine: engine)
  }
}
