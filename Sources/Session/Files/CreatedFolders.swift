import Synchronization
import SystemPackage

/// The output folders that were created for files that may never be written.
final class CreatedFolders: Sendable {
  private let roots = Mutex<Set<FilePath>>([])

  /// To be called before the folder is created.
  func note(_ output: OutputFolder, _ door: any FileDoor) {
    if !door.exists(output.root) { roots.withLock { _ = $0.insert(output.root) } }
  }

  /// Takes away what is empty; folders that hold anything stay, because removing them fails.
  func removeEmpty(_ output: OutputFolder, _ door: any FileDoor) {
    try? door.remove(output.hidden)
    if roots.withLock({ $0.contains(output.root) }) { try? door.remove(output.root) }
  }
}
