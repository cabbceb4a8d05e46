import Glibc

/// Signals that this process takes itself, instead of dying of them.
enum SignalSet {
  /// Blocks the signals in this thread and in those that it begins, and ignores what is an error to report: a write
  /// beyond `ulimit -f` or into a closed pipe. To be called before the first thread begins: a thread that does not
  /// block a signal may take it, and it is lost.
  @discardableResult
  static func hold(_ numbers: [Int32]) -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for number in numbers { sigaddset(&set, number) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    return set
  }
}
