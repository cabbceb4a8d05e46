import Foundation
import Testing

/// The models beside the package; tests that need them are skipped where they are absent.
enum SharedModels {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "../shared/models").standardizedFileURL
  static let areThere = FileManager.default.fileExists(atPath: path("toy-sam/reference/click.json"))
  static let advice: Comment = "needs ../shared/models beside the package"

  static func path(_ name: String) -> String { folder.appending(path: name).path() }
  static func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: name))) }
}
