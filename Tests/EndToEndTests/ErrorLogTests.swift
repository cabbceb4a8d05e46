import Foundation
import Glibc
import TestSupport
import Testing

extension EndToEnd {
  /// What libraries write to standard error while the interface is up.
  @Suite struct ErrorLogs {
    private let words = "library: something is odd"

    /// Writes to the program's standard error, as a library inside would.
    private func complain(_ driver: AppDriver, _ text: String) throws {
      let path = "/proc/\(driver.terminal.process.identifier)/fd/2"
      let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
      try #require(descriptor >= 0, "\(path)")
      defer { close(descriptor) }
      #expect(write(descriptor, text, text.utf8.count) == text.utf8.count)
    }

    private func log(_ workshop: Workshop) -> String? {
      (try? readBytes(workshop.folder.path("state/tessera/label.log"))).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func wordsGoToALog() throws {
      let workshop = try Workshop()
      let driver = try workshop.open()
      try complain(driver, words + "\n")
      try driver.command("class one 204 0 0")
      #expect(!driver.emulator.screenText.contains(words))
      #expect(try driver.quit() == .code(0))
      #expect(!String(decoding: driver.output, as: UTF8.self).contains(words))
      #expect(log(workshop) == words + "\n")
    }

    @Test func nothingIsLeftWhereNothingWasSaid() throws {
      let workshop = try Workshop()
      let driver = try workshop.open()
      #expect(log(workshop) == "")
      #expect(try driver.quit() == .code(0))
      #expect(log(workshop) == nil)
    }

    /// The reason of a crash is the last that was said; it is read on the restored terminal.
    @Test func aCrashTellsWhatWasSaid() throws {
      let workshop = try Workshop()
      let driver = try workshop.open()
      let flood = String(repeating: "many words\n", count: 2000)
      try complain(driver, flood + words + "\n")
      driver.terminal.process.send(SIGABRT)
      #expect(try driver.waitForExit() == .signal(SIGABRT))
      #expect(driver.emulator.modes == TerminalModes())
      #expect(driver.emulator.screenText.contains(words))
      #expect(log(workshop) == flood + words + "\n")
    }

    /// Whoever sends standard error to a file has it there.
    @Test func aFileStaysAFile() throws {
      let workshop = try Workshop()
      var setup = workshop.setup()
      let file = workshop.folder.path("errors")
      setup.arguments = ["/bin/sh", "-c", "exec \"$@\" 2>'\(file)'", "sh"] + setup.arguments
      let driver = try AppDriver(setup)
      try driver.waitUntilOpened()
      try complain(driver, words)
      #expect(try driver.quit() == .code(0))
      #expect(try String(decoding: readBytes(file), as: UTF8.self) == words)
      #expect(log(workshop) == nil)
    }
  }
}
