import Foundation
import Raster
import TestSupport
import Testing

/// The driver's hands: a real terminal, real signals, real ends of processes.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PseudoTerminalTests {
  private func driver(_ script: String, log: String = "/nonexistent") throws -> AppDriver {
    var setup = AppDriver.Setup(["/bin/sh", "-c", script], testLog: log)
    setup.size = CellSize(columns: 40, rows: 10)
    return try AppDriver(setup)
  }

  @Test func carriesBytesBothWays() throws {
    let driver = try driver("stty size; read line; echo \"got $line\"; exit 3")
    try driver.waitForText("10 40")
    driver.send("hello\n")
    #expect(try driver.waitForExit() == .code(3))
    #expect(driver.emulator.screenText.contains("got hello"))
  }

  @Test func tellsSettingsAndSignals() throws {
    let driver = try driver(
      "trap 'echo resized; stty size' WINCH; stty raw -echo; echo ready; while :; do sleep 0.05; done")
    let before = driver.terminal.settings
    #expect(before.isCooked)
    try driver.waitForText("ready")
    #expect(!driver.terminal.settings.isCooked)
    driver.resize(to: CellSize(columns: 50, rows: 12))
    try driver.waitForText("12 50")
    driver.terminal.process.send(SIGTERM)
    #expect(try driver.waitForExit() == .signal(SIGTERM))
    #expect(driver.terminal.settings != before)
  }

  @Test func answersQueriesOfTheProgram() throws {
    let driver = try driver("stty raw -echo; printf '\\033[6n'; dd bs=1 count=6 2>/dev/null | tr '\\033' E")
    try driver.waitForText("E[1;1R")
  }

  @Test func waitsForSettledFrames() throws {
    let folder = try TemporaryFolder()
    let log = folder.path("log")
    let driver = try driver(
      "echo READY 1 >\(log); read line; printf 'key x\\nREADY 2\\nREADY' >>\(log); sleep 5", log: log)
    try driver.waitReady()
    try driver.type("x\n")
    #expect(driver.settledFrames == 2)
  }

  @Test func leavesNoProcessBehind() throws {
    var session: pid_t = 0
    do {
      let driver = try driver("sleep 100 & echo started; sleep 100")
      try driver.waitForText("started")
      session = driver.terminal.process.identifier
      #expect(livingProcesses(inSession: session).count >= 2)
    }
    // A killed process may take a moment to die.
    for _ in 0..<500 where !livingProcesses(inSession: session).isEmpty { usleep(10_000) }
    #expect(livingProcesses(inSession: session).isEmpty)
  }

  @Test func timeOutsEndARunawayProgram() throws {
    #expect(throws: TestSupportError.self) {
      try CommandRun.run(["/bin/sh", "-c", "sleep 50"], environment: ["PATH": "/bin:/usr/bin"], seconds: 0.2)
    }
    let run = try CommandRun.run(
      ["/bin/sh", "-c", "echo out; echo err >&2; exit 4"], environment: ["PATH": "/bin:/usr/bin"])
    #expect(run.status == .code(4))
    #expect((run.outputText, run.errorText) == ("out\n", "err\n"))
  }
}
