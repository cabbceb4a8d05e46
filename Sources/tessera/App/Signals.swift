import Dispatch
import Glibc

/// Turns the signals that a terminal program must survive into events of the loop.
final class Signals {
  private static let numbers = [SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT]
  private var sources: [any DispatchSourceSignal] = []

  /// Keeps the signals for the sources. To be called before the first thread begins.
  static func hold() { SignalSet.hold(numbers) }

  init(_ mailbox: Mailbox) {
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
