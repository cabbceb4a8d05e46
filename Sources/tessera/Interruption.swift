import Foundation
import Glibc
import Session

/// Ctrl-C, a polite end or a dropped link as a flag that work asks for, so that it stops where nothing is half done.
enum Interruption {
  /// Raised by the first signal.
  private static let flag = StopFlag()

  /// Whether the program was asked to end.
  static var isAsked: Bool { flag.isRaised }

  /// Takes the signals from now on. To be called before the first thread begins: it inherits that they are blocked.
  ///
  /// A dropped link that is ignored already stays ignored: `nohup` says so on purpose.
  static func watch() {
    let taken = [SIGINT, SIGTERM, SIGHUP].filter { $0 != SIGHUP || !isIgnored($0) }
    // Scripts start what runs in the background with Ctrl-C ignored; whoever sends it all the same means it.
    for number in taken { signal(number, SIG_DFL) }
    let signals = SignalSet.hold(taken)
    Thread.detachNewThread { [signals] in
      var (signals, number) = (signals, Int32(0))
      while sigwait(&signals, &number) == 0 { flag.raise() }
    }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0, let handler = action.__sigaction_handler.sa_handler
    else { return false }
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
