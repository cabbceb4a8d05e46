import Glibc

/// This program once more, with the terminal to itself: a part of the same job of the shell.
struct ChildProgram {
  /// What has become of it.
  enum State: Equatable {
    case running
    /// By itself, as Ctrl-Z does.
    case stopped
    /// Nil where a signal ended it.
    case ended(code: Int32?)
  }

  let identifier: pid_t

  /// Nil where the system has no room for another process.
  /// - Parameter arguments: from the program's name on.
  init?(_ arguments: [String]) {
    let texts = arguments.map { strdup($0) } + [nil]
    let variables = ProcessEnvironment.variables.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") }
    defer { (texts + variables).forEach { free($0) } }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What this process blocks and ignores, another one would inherit.
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var identifier = pid_t()
    guard posix_spawn(&identifier, "/proc/self/exe", nil, &attributes, texts, variables + [nil]) == 0 else {
      return nil
    }
    self.identifier = identifier
  }

  /// Asked until it says that the program has ended, and not again.
  func state() -> State {
    var status: Int32 = 0
    let found = waitpid(identifier, &status, WNOHANG | WUNTRACED)
    if found == 0 { return .running }
    guard found == identifier else { return errno == EINTR ? .running : .ended(code: nil) }
    if status & 0xFF == 0x7F { return .stopped }
    return .ended(code: status & 0x7F == 0 ? status >> 8 & 0xFF : nil)
  }
}
