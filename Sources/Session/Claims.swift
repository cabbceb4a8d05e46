import Synchronization
import SystemPackage

/// The lock of an image, and those who hold others.
struct Claim {
  var lock: (any FileLock)?
  var claims = Claims()

  /// Gives the image free where nothing was written.
  func giveUp(_ output: OutputFolder, _ door: any FileDoor) {
    lock?.release()
    claims.removeEmpty(output, door)
  }
}

/// The locks that one opener has taken, and the folders that it has created for them. Whoever leaves last having
/// written nothing takes the folders away again.
final class Claims: Sendable {
  private struct State {
    var roots: Set<FilePath> = []
    /// Weak: a session that is dropped gives its lock free.
    var locks: [WeakLock] = []
    var isClosed = false
  }

  private struct WeakLock {
    weak var lock: (any FileLock)?
  }

  private let state = Mutex(State())

  /// - Throws: `.file(.heldBy)`; `.segmentation(.cancelled)` once closed.
  func take(_ file: ImageFile, _ output: OutputFolder, _ door: any FileDoor) throws(SessionError) -> Claim {
    do {
      return try takeOnce(file, output, door)
    } catch .file(.notFound) {
      // Another session has just removed the folder because it had written nothing.
      return try takeOnce(file, output, door)
    } catch {
      throw error
    }
  }

  private func takeOnce(_ file: ImageFile, _ output: OutputFolder, _ door: any FileDoor) throws(SessionError) -> Claim {
    do throws(SessionError) {
      return try state.withLock { (state) throws(SessionError) in
        // Under the mutex, so that no lock is taken behind the back of `close`.
        if state.isClosed { throw .segmentation(.cancelled) }
        if !door.exists(output.root) { state.roots.insert(output.root) }
        let lock: any FileLock
        do throws(FileError) {
          try door.createFolder(output.hidden)
          lock = try door.lock(output.lock(of: file.stem))
        } catch { throw .file(error) }
        state.locks.removeAll { $0.lock == nil }
        state.locks.append(WeakLock(lock: lock))
        return Claim(lock: lock, claims: self)
      }
    } catch {
      if case .file = error { removeEmpty(output, door) }
      throw error
    }
  }

  /// Folders that hold anything stay: removing them fails.
  func removeEmpty(_ output: OutputFolder, _ door: any FileDoor) {
    try? door.remove(output.hidden)
    if state.withLock({ $0.roots.contains(output.root) }) { try? door.remove(output.root) }
  }

  /// Releases all locks and takes no more.
  func close(_ output: OutputFolder, _ door: any FileDoor) {
    let hadAny = state.withLock { state in
      state.isClosed = true
      for held in state.locks { held.lock?.release() }
      return !state.locks.isEmpty
    }
    if hadAny { removeEmpty(output, door) }
  }
}
