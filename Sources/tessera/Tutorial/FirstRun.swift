import Session
import SystemPackage

/// Whether somebody is here for the first time, as an empty file remembers.
enum FirstRun {
  private static var mark: FilePath? { StateFolder.path?.appending("welcomed") }

  /// True once in a lifetime; never where that cannot be remembered.
  static func begins() -> Bool {
    let door = SystemFiles()
    guard let mark, !door.exists(mark) else { return false }
    do throws(FileError) {
      try door.createFolder(mark.removingLastComponent())
      try door.replace(mark, with: [])
      return true
    } catch {
      return false
    }
  }
}
