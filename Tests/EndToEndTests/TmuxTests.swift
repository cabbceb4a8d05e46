import Foundation
import Raster
import TestSupport
import Testing

extension EndToEnd {
  /// The real program in a real tmux (a server of our own), which shows half blocks.
  @Suite(.enabled(if: installedProgram("tmux") != nil, "tmux is not installed: apt-get install tmux"))
  struct Tmux {
    private final class Pane {
      let workshop: Workshop
      let driver: AppDriver

      init(_ workshop: Workshop) throws {
        self.workshop = workshop
        var setup = workshop.setup(profile: .xterm)
        setup.arguments = Pane.tmux(workshop) + ["new-session"] + setup.arguments
        driver = try AppDriver(setup)
        try driver.waitUntilOpened()
        driver.pump(milliseconds: 300)
      }

      deinit { _ = try? CommandRun.run(Pane.tmux(workshop) + ["kill-server"], environment: ["PATH": "/usr/bin:/bin"]) }

      static func tmux(_ workshop: Workshop) -> [String] {
        ["tmux", "-S", workshop.folder.path("tmux"), "-f", "/dev/null"]
      }

      func capture() throws -> String {
        let run = try CommandRun.run(
          Pane.tmux(workshop) + ["capture-pane", "-e", "-p"],
          environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"])
        #expect(run.status == .code(0), "\(run.errorText)")
        return run.outputText
      }

      /// The middle of a block in cells, found in what tmux says its pane shows.
      func cell(ofBlock block: Int) throws -> CellPoint {
        let screen = TerminalEmulator(size: CellSize(columns: 100, rows: 40), profile: .silent)
        screen.feed(Array(try capture().replacing("\n", with: "\r\n").utf8))
        return try #require(
          screen.middleCell(of: Blocks.colors[block]), "block \(block) is not in the pane:\n\(screen.screenText)")
      }
    }

    @Test func labelsWithHalfBlocks() throws {
      let workshop = try Workshop()
      let pane = try Pane(workshop)
      #expect(try pane.capture().contains("▀"))
      #expect(pane.driver.emulator.images.isEmpty)
      try pane.driver.command("class one 204 0 0")
      try pane.driver.click(try pane.cell(ofBlock: 4))
      try pane.driver.click(try pane.cell(ofBlock: 2))
      try pane.driver.type("z")
      try pane.driver.save()
      try pane.driver.expectMask(workshop, workshop.red, is: [4])
      _ = try pane.driver.quit()
      let again = workshop.folder.path("again")
      let replay = try workshop.run(["replay", try workshop.journal(), "--output", again])
      #expect(replay.status == .code(0), "\(replay.errorText)")
      #expect(try Workshop.allMasks(in: again) == Workshop.allMasks(in: workshop.masks))
    }
  }
}
