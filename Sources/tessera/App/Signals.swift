import Dispatch
import Glibc

/// Turns the signals that a terminal program must survive into events of the loop.
final class Signals {
  private static let numbers = [SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT]
  private var sources: [any DispatchSourceSignal] = []

  /// Keeps the signals for the sources. To be called before the first thread begins: a thread that does not block them
  /// may take one, and it is lost.
  static func hold() {
    var set = sigset_t()
    sigemptyset(&set)
    for number in numbers { sigaddset(&set, number) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  init(_ mailbox: Mailbox) {
    // A save beyond `ulimit -f`, or a closed pipe, is an error to report, not a death.
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    for number in Self.numbers {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { mailbox.post(.signal(number)) }
      source.resume()
      sources.append(source)
    }
  }

  deinit { sources.forEach { $0.cancel() } }
}
