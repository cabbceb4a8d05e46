import ArgumentParser
import Foundation

/// Exit codes of every subcommand; ArgumentParser adds 64 for usage.
enum Exit {
  static let failed = ExitCode(1)
  static let partlyFailed = ExitCode(2)
}

/// Ends a command with one sentence on stderr.
func fail(_ sentence: some CustomStringConvertible, _ code: ExitCode = Exit.failed) -> ExitCode {
  note(sentence)
  return code
}

/// Says a sentence on stderr, under the program's name.
func note(_ sentence: some CustomStringConvertible) {
  FileHandle.standardError.write(Data("tessera: \(sentence)\n".utf8))
}
