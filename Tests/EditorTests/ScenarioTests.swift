import Foundation
import Testing

@testable import Editor

/// Folders with `keys` in and `expected` out; `setup` where the beginning is another.
@Suite struct ScenarioTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scenarios")

  static let names: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
    return names.filter { FileManager.default.fileExists(atPath: folder.appending(path: $0 + "/keys").path()) }.sorted()
  }()

  @Test func thereAreScenarios() { #expect(Self.names.count >= 40) }

  @Test(arguments: names)
  func scenario(_ name: String) throws {
    let folder = Self.folder.appending(path: name)
    let setup = ScenarioSetup(Self.text(folder, "setup") ?? "")
    let steps = try ScenarioKeys.read(try #require(Self.text(folder, "keys")))
    let runner = try ScenarioRunner(setup, images: Self.images)
    runner.perform(steps)
    try Self.expect(runner.report(setup.show), folder.appending(path: "expected"))
  }

  /// `RECORD_GOLDENS=1` rewrites, and fails, so that it cannot pass unseen.
  private static func expect(_ report: String, _ golden: URL) throws {
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
      try report.write(to: golden, atomically: true, encoding: .utf8)
      Issue.record("recorded \(golden.lastPathComponent); look at it")
      return
    }
    let wanted = try #require(try? String(contentsOf: golden, encoding: .utf8), "no expectation; RECORD_GOLDENS=1")
    let (want, have) = (wanted.split(separator: "\n"), report.split(separator: "\n"))
    #expect(report == wanted, "\(have.difference(from: want).map { "\($0)" }.joined(separator: "\n"))")
  }

  static let images: [String: [UInt8]] = {
    let folder = Self.folder.appending(path: "images")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
    return Dictionary(
      uniqueKeysWithValues: names.compactMap { name in
        text(folder, name).map { (name.replacing(".txt", with: ""), image($0)) }
      })
  }()

  /// A drawing, or bytes as they are where the file is none.
  private static func image(_ text: String) -> [UInt8] {
    text.hasPrefix("not an image") ? Array(text.utf8) : drawing(text.split(separator: "\n").map(String.init))
  }

  private static func text(_ folder: URL, _ name: String) -> String? {
    try? String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }
}
