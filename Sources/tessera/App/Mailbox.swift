import Editor
import Glibc
import Synchronization

/// What reaches the interactive loop from outside the terminal.
enum AppEvent: Sendable {
  case editor(EditorEvent)
  case signal(Int32)
}

/// Events from workers and signals, and a descriptor that wakes the loop's poll(2).
final class Mailbox: Sendable {
  /// Readable while events wait.
  let wakeDescriptor: Int32
  private let ringDescriptor: Int32
  private let events = Mutex<[AppEvent]>([])

  init?() {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (wakeDescriptor, ringDescriptor) = (ends[0], ends[1])
  }

  deinit {
    close(wakeDescriptor)
    close(ringDescriptor)
  }

  func post(_ event: AppEvent) { post([event]) }

  /// Posts events that are taken together.
  func post(_ new: [AppEvent]) {
    guard !new.isEmpty else { return }
    events.withLock { $0 += new }
    var ring: UInt8 = 1
    // A full pipe has already woken the loop.
    _ = write(ringDescriptor, &ring, 1)
  }

  /// All events that wait, in the order in which they were posted.
  func takeAll() -> [AppEvent] {
    var bytes = [UInt8](repeating: 0, count: 256)
    while read(wakeDescriptor, &bytes, bytes.count) > 0 {}
    return events.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }
}
