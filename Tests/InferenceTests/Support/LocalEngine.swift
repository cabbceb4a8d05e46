import Foundation
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
}
