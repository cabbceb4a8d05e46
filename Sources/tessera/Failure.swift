import ArgumentParser
import Foundation
import Session

/// Exit codes of every subcommand; ArgumentParser adds 64 for usage.
enum Exit {
  static let failed = ExitCode(1)
  static let partlyFailed = ExitCode(2)
}

/// Ends the process while workers may still run: exit(3) would destroy what they use under their hands.
func leave(_ code: ExitCode) -> Never {
  fflush(nil)
  _exit(code.rawValue)
}

/// Ends a command with one sentence on stderr.
func fail(_ sentence: some CustomStringConvertible, _ code: ExitCode = Exit.failed) -> ExitCode {
  note(sentence)
  return code
}

/// Says a sentence on stderr, under the program's name; whatever it quotes, it is one line fit for a terminal.
func note(_ sentence: some CustomStringConvertible) {
  FileHandle.standardError.write(Data("tessera: \(printable("\(sentence)"))\n".utf8))
}
