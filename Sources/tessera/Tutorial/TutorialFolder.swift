import Foundation
import Glibc
import Session
import SystemPackage

/// Where the masks and journals of the tutorial go: a folder that is nobody's work.
struct TutorialFolder {
  let path: FilePath
  private let isTemporary: Bool

  /// - Parameter chosen: must be new or empty; nil for a temporary one.
  init(_ chosen: FilePath?) throws {
    if let chosen {
      try Self.check(chosen)
      (path, isTemporary) = (chosen, false)
    } else {
      (path, isTemporary) = (try Self.temporary(), true)
    }
  }

  private static func check(_ folder: FilePath) throws {
    let door = SystemFiles()
    guard door.exists(folder) else { return }
    let names = try reading { () throws(FileError) in try door.names(in: folder) }
    guard names.isEmpty else {
      throw fail("\(folder.shown) is not empty, and the tutorial touches nobody's work; name a new folder")
    }
  }

  private static func temporary() throws -> FilePath {
    let base = ProcessEnvironment.variables["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var name = Array(FilePath(base).appending("tessera-tutorial-XXXXXX").string.utf8CString)
    guard mkdtemp(&name) != nil else {
      throw fail("\(FilePath(base).shown): no folder can be made there; name one with --output")
    }
    return FilePath(platformString: name)
  }

  /// Takes a temporary folder away with all that is in it; one that was chosen stays.
  func remove() {
    if isTemporary { try? FileManager.default.removeItem(atPath: path.string) }
  }
}
