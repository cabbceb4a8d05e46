import Foundation

/// The files of this repository, for tests that hold documents and sources against each other.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// Paths of the Swift files below a folder, in a fixed order.
  static func swiftFiles(below folder: String) -> [URL] {
    let files = FileManager.default.enumerator(at: root.appending(path: folder), includingPropertiesForKeys: nil)
    let all = files?.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" } ?? []
    return all.sorted { $0.path < $1.path }
  }

  /// Compares a document with what the code generates; `RECORD_GOLDENS=1` writes it and fails all the same.
  static func isCurrent(_ path: String, _ generated: String) throws -> Bool {
    if (try? text(path)) == generated { return true }
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
      try generated.write(to: root.appending(path: path), atomically: true, encoding: .utf8)
    }
    return false
  }
}
