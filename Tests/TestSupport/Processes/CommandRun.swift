import Foundation
import Glibc

/// A finished run of a program without a terminal.
package struct CommandRun: Sendable {
  package let status: ExitStatus
  package let output: [UInt8]
  package let error: [UInt8]

  package var outputText: String { String(decoding: output, as: UTF8.self) }
  package var errorText: String { String(decoding: error, as: UTF8.self) }

  /// Runs a program to its end; streams go to files, so no amount of output blocks it.
  ///
  /// - Throws: a time-out after `seconds`; the program is killed then.
  package static func run(
    _ arguments: [String], environment: [String: String], directory: String? = nil, seconds: Double = 30
  ) throws -> CommandRun {
    let files = try TemporaryFolder()
    let (outputPath, errorPath) = (files.path("output"), files.path("error"))
    let input = open("/dev/null", O_RDONLY | O_CLOEXEC)
    let output = open(outputPath, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    let error = open(errorPath, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    defer { [input, output, error].forEach { close($0) } }
    let process = try ChildProcess(
      arguments, environment: environment, directory: directory, terminal: nil, input: input, output: output,
      error: error)
    let status = try wait(for: process, seconds: seconds, what: arguments.joined(separator: " "))
    return CommandRun(status: status, output: try readBytes(outputPath), error: try readBytes(errorPath))
  }

  private static func wait(for process: ChildProcess, seconds: Double, what: String) throws -> ExitStatus {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < deadline {
      if let status = process.poll() { return status }
      usleep(2000)
    }
    process.kill()
    throw TestSupportError.timeout(waitingFor: "the end of `\(what)`", seconds: seconds, screen: "")
  }
}

/// A folder that is removed with all it holds when the value goes away.
package final class TemporaryFolder: Sendable {
  package let path: String

  package init() throws {
    let template = strdup("\(FileManager.default.temporaryDirectory.path)/tessera-test-XXXXXX")
    defer { free(template) }
    guard let template, mkdtemp(template) != nil else { throw TestSupportError.system(call: "mkdtemp", code: errno) }
    path = String(cString: template)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a name inside.
  package func path(_ name: String) -> String { path + "/" + name }
}

/// All bytes of a file.
package func readBytes(_ path: String) throws -> [UInt8] {
  guard let data = FileManager.default.contents(atPath: path)
  else { throw TestSupportError.system(call: "read \(path)", code: ENOENT) }
  return Array(data)
}

/// Writes a file's bytes, replacing what is there.
package func writeBytes(_ bytes: some Sequence<UInt8>, to path: String) throws {
  guard FileManager.default.createFile(atPath: path, contents: Data(bytes))
  else { throw TestSupportError.system(call: "write \(path)", code: errno) }
}

/// Where the program under test was built: beside the test bundle.
package func builtProgram(_ name: String) throws -> String {
  let running = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
  let beside = URL(fileURLWithPath: running).deletingLastPathComponent().appendingPathComponent(name).path
  if FileManager.default.isExecutableFile(atPath: beside) { return beside }
  let fromRoot = packageRoot + "/.build/debug/" + name
  if FileManager.default.isExecutableFile(atPath: fromRoot) { return fromRoot }
  throw TestSupportError.missingProgram(name)
}

/// The folder of Package.swift.
package let packageRoot: String = {
  var url = URL(fileURLWithPath: #filePath)
  for _ in 0..<4 { url.deleteLastPathComponent() }
  return url.path
}()

/// The first of the folders in PATH that holds `program`; nil if it is not installed.
package func installedProgram(_ program: String) -> String? {
  let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
  return folders.map { "\($0)/\(program)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
}
