import Dispatch
import Glibc

/// Turns the signals that a terminal program must survive into events of the loop.
final class Signals {
  private var sources: [any DispatchSourceSignal] = []

  init(_ mailbox: Mailbox) {
    // A save beyond `ulimit -f`, or a closed pipe, is an error to report, not a death.
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    for number in [SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { mailbox.post(.signal(number)) }
      source.resume()
      sources.append(source)
    }
  }

  deinit { sources.forEach { $0.cancel() } }
}
