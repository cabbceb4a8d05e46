import CTestSupport
import Glibc

/// How a process ended.
package enum ExitStatus: Equatable, Sendable, CustomStringConvertible {
  case code(Int32)
  case signal(Int32)

  package var description: String {
    switch self {
    case .code(let code): "exit code \(code)"
    case .signal(let number): "ended by signal \(number)"
    }
  }
}

/// Why a test could not go on.
package enum TestSupportError: Error, CustomStringConvertible {
  case system(call: String, code: Int32)
  case timeout(waitingFor: String, seconds: Double, screen: String)
  case missingProgram(String)
  case ended(ExitStatus, screen: String)
  case unreadable(String)

  package var description: String {
    switch self {
    case .system(let call, let code): "\(call): \(String(cString: strerror(code)))"
    case .timeout(let what, let seconds, let screen): "\(what) did not come within \(seconds) s; screen:\n\(screen)"
    case .missingProgram(let name): "\(name) is not built; run `swift build` first"
    case .ended(let status, let screen): "the program ended early, \(status); screen:\n\(screen)"
    case .unreadable(let file): "\(file) is not of the expected kind of PNG"
    }
  }
}

/// A started process that is killed with all its group at the latest when this value's owner goes away.
package final class ChildProcess {
  /// The process, and leader of its group and session.
  package let identifier: pid_t
  private var status: ExitStatus?

  /// Starts `arguments[0]` with exactly this environment and these streams.
  ///
  /// - Parameter terminal: the controlling terminal, also for streams that are -1; nil is none.
  package init(
    _ arguments: [String], environment: [String: String], directory: String?, terminal: String?, input: Int32 = -1,
    output: Int32 = -1, error: Int32 = -1
  ) throws {
    var process: pid_t = 0
    let variables = environment.keys.sorted().map { "\($0)=\(environment[$0] ?? "")" }
    let failure = withCStrings(arguments) { arguments in
      withCStrings(variables) { variables in
        withOptionalCString(directory) { directory in
          withOptionalCString(terminal) { terminal in
            ctest_spawn(
              arguments, variables,
              ctest_streams(terminal: terminal, input: input, output: output, error: error, directory: directory),
              &process)
          }
        }
      }
    }
    guard failure == 0 else { throw TestSupportError.system(call: "fork", code: -failure) }
    identifier = process
  }

  deinit { kill() }

  /// The end of the process if it has come.
  package func poll() -> ExitStatus? {
    guard status == nil else { return status }
    var raw: Int32 = 0
    guard waitpid(identifier, &raw, WNOHANG) == identifier else { return nil }
    let value = ctest_status_value(raw)
    status = ctest_status_kind(raw) == 1 ? .signal(value) : .code(value)
    return status
  }

  package func send(_ signal: Int32) {
    guard status == nil else { return }
    _ = Glibc.kill(identifier, signal)
  }

  /// Lets no file that the process writes grow beyond `bytes`, as a full disk would; nil takes the limit away.
  package func limitFileSize(_ bytes: Int?) throws {
    let failure = ctest_limit_file_size(identifier, Int64(bytes ?? -1))
    guard failure == 0 else { throw TestSupportError.system(call: "prlimit", code: -failure) }
  }

  /// Ends the process and its group at once.
  package func kill() {
    guard poll() == nil else { return }
    _ = Glibc.kill(-identifier, SIGKILL)
    _ = Glibc.kill(identifier, SIGKILL)
    while poll() == nil { usleep(1000) }
  }
}

private func withCStrings(_ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Int32) -> Int32 {
  let copies = strings.map { strdup($0) }
  defer { copies.forEach { free($0) } }
  let pointers = copies.map { $0.map { UnsafePointer($0) } } + [nil]
  return pointers.withUnsafeBufferPointer { $0.baseAddress.map(body) ?? -EINVAL }
}

private func withOptionalCString<Result>(_ string: String?, _ body: (UnsafePointer<CChar>?) -> Result) -> Result {
  guard let string else { return body(nil) }
  return string.withCString(body)
}
