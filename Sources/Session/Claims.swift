import Glibc
import Segmentation
import Synchronization
import SystemPackage

/// The lock of an image, and those who hold others.
struct Claim {
  var lock: (any FileLock)?
  var claims = Claims()

  /// Gives the image free where nothing was written.
  func giveUp(_ output: OutputFolder, _ door: any FileDoor) {
    lock?.release()
    claims.created.removeEmpty(output, door)
  }
}

/// The locks that one opener has taken, and the folders that it has created for them. Whoever leaves last having
/// written nothing takes the folders away again.
final class Claims: Sendable {
  private struct State {
    /// Weak: a session that is dropped gives its lock free.
    var locks: [WeakLock] = []
    var isClosed = false
  }

  private struct WeakLock {
    weak var lock: (any FileLock)?
  }

  let created = CreatedFolders()
  private let state = Mutex(State())
  /// How often, every 10 ms, an opening of this process that was cancelled is asked whether it has ended.
  private static let patience = 200

  /// - Throws: `.file(.heldBy)`; `.segmentation(.cancelled)` once closed.
  func take(
    _ file: ImageFile, _ output: OutputFolder, _ door: any FileDoor, _ run: MethodRun
  ) throws(SessionError) -> Claim {
    var (misses, waits) = (0, 0)
    while true {
      do { return try takeOnce(file, output, door) } catch .file(.notFound) where misses < 3 {
        // Another session has just removed the folder because it had written nothing.
        misses += 1
      } catch .file(.heldBy(let path, let pid, let host)) {
        // An opening of our own that was cancelled gives it free as soon as its method has noticed.
        guard pid == getpid(), waits < Self.patience, !run.isCancelled() else {
          throw .file(.heldBy(path: path, pid: pid, host: host))
        }
        usleep(10_000)
        waits += 1
      }
    }
  }

  private func takeOnce(_ file: ImageFile, _ output: OutputFolder, _ door: any FileDoor) throws(SessionError) -> Claim {
    do throws(SessionError) {
      return try state.withLock { (state) throws(SessionError) in
        // Under the mutex, so that no lock is taken behind the back of `close`.
        if state.isClosed { throw .segmentation(.cancelled) }
        created.note(output, door)
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
      if case .file = error { created.removeEmpty(output, door) }
      throw error
    }
  }

  /// Releases all locks and takes no more.
  func close(_ output: OutputFolder, _ door: any FileDoor) {
    let hadAny = state.withLock { state in
      state.isClosed = true
      for held in state.locks { held.lock?.release() }
      return !state.locks.isEmpty
    }
    if hadAny { created.removeEmpty(output, door) }
  }
}
