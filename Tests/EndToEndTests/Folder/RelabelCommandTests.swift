import Foundation
import Glibc
import Raster
import TestSupport
import Testing

extension EndToEnd {
  /// One class becomes another in all images of a folder.
  @Suite struct RelabelCommand {
    private struct Report: Decodable {
      struct Row: Decodable {
        var path: String
        var pixels: Int
        var error: String?
      }
      var images: [Row]
      var pixels: Int
      var done: Int
      var left: Int
    }

    private func report(_ run: CommandRun) throws -> Report {
      try JSONDecoder().decode(Report.self, from: Data(run.output))
    }

    /// a: two blocks red and saved; b: one red, one green, not saved; c: nothing.
    private func labeled() throws -> Workshop {
      let workshop = try Workshop(images: ["a.png", "b.png", "c.png"])
      let driver = try workshop.open()
      for line in ["class red 204 0 0", "class leaf 0 153 0", "fill 20 20 red", "fill 60 20 red", "save"] {
        try driver.command(line)
      }
      try driver.waitForText("saved the masks")
      driver.send("n")
      try driver.waitForText(" b.png")
      try driver.waitUntilOpened()
      for line in ["class leaf 0 153 0", "fill 20 60 red", "fill 60 60 leaf"] { try driver.command(line) }
      #expect(try driver.quit() == .code(0))
      return workshop
    }

    private func relabel(_ workshop: Workshop, _ arguments: String...) throws -> CommandRun {
      try workshop.run(["relabel", workshop.photos] + arguments)
    }

    @Test func countsRelabelsAndTakesBack() throws {
      let workshop = try labeled()
      let counted = try relabel(workshop, "--from", "red", "--to", "leaf", "--dry-run", "--json")
      #expect(counted.status == .code(0), "\(counted.errorText)")
      #expect(try report(counted).images.map(\.pixels) == [800, 400])
      #expect(try workshop.mask("a", workshop.red) == Blocks.mask(of: [0, 1]), "only counted")
      let done = try relabel(workshop, "--from", "red", "--to", "leaf")
      #expect(done.status == .code(0), "\(done.errorText)")
      #expect(done.outputText.contains("a.png: 800 pixels"))
      #expect(done.outputText.hasSuffix("red to leaf: 1200 pixels in 2 images relabeled\n"))
      #expect(try workshop.mask("a", workshop.green) == Blocks.mask(of: [0, 1]))
      #expect(try Workshop.allMasks(in: workshop.masks).count == 1, "b was not saved, red is gone")
      let replay = workshop.folder.path("replay")
      for stem in ["a", "b"] {
        let run = try workshop.run(["replay", try workshop.journal(of: stem), "--output", replay])
        #expect(run.status == .code(0), "\(run.errorText)")
      }
      #expect(try workshop.mask("a", workshop.green, in: replay) == Blocks.mask(of: [0, 1]))
      #expect(try workshop.mask("b", workshop.green, in: replay) == Blocks.mask(of: [3, 4]))
      let back = try relabel(workshop, "--undo", "--json")
      #expect(try back.status == .code(0) && report(back).pixels == 1200, "\(back.errorText)")
      #expect(try workshop.mask("a", workshop.red) == Blocks.mask(of: [0, 1]))
      #expect(try relabel(workshop, "--undo").status == .code(1))
    }

    @Test func undoInTheAppTakesItBackInOneImage() throws {
      let workshop = try labeled()
      #expect(try relabel(workshop, "--from", "red", "--to", "leaf").status == .code(0))
      let driver = try workshop.open(["--first"])
      driver.send("z")
      try driver.command("save")
      try driver.waitForText("saved the masks")
      #expect(try workshop.mask("a", workshop.red) == Blocks.mask(of: [0, 1]))
      let held = try relabel(workshop, "--undo", "--json")
      #expect(try held.status == .code(2) && report(held).images.map(\.pixels) == [0, 400], "a is open")
      let skipped = try relabel(workshop, "--from", "red", "--to", "leaf", "--json")
      #expect(skipped.status == .code(2) && skipped.errorText.contains("has this image open"))
      #expect(try report(skipped).left == 1 && report(skipped).done == 1)
      try driver.command("relabel-folder red leaf")
      try driver.waitForText("800 pixels in 1 image; Enter does it")
      driver.send("\r")
      try driver.waitForText("800 pixels in 1 image relabeled")
      #expect(try workshop.mask("a", workshop.green) == Blocks.mask(of: [0, 1]))
      #expect(try driver.quit() == .code(0))
    }

    @Test func whatMakesNoSenseIsOneSentence() throws {
      let workshop = try labeled()
      let before = try Workshop.allMasks(in: workshop.masks)
      func refusal(_ arguments: String...) throws -> String {
        let run = try workshop.run(["relabel", workshop.photos] + arguments)
        #expect(run.status == .code(1) && run.outputText.isEmpty, "\(arguments)")
        #expect(run.errorText.split(separator: "\n").count == 1, "\(run.errorText)")
        return run.errorText
      }
      #expect(try refusal("--from", "rad", "--to", "leaf").contains("did you mean 'red'?"))
      #expect(try refusal("--from", "red", "--to", "red").contains("choose two classes"))
      #expect(try refusal("--from", "\u{1B}[2J", "--to", "red").contains("\\x1b[2J"))
      #expect(try relabel(workshop, "--from", "red").status == .code(64))
      #expect(try relabel(workshop, "--undo", "--dry-run").status == .code(64))
      let empty = workshop.folder.path("empty")
      try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
      let nothing = try workshop.run(["relabel", empty, "--from", "red", "--to", "leaf"])
      #expect(nothing.status == .code(1) && nothing.errorText.contains("is empty"))
      #expect(!FileManager.default.fileExists(atPath: empty + "_segmented"))
      #expect(try Workshop.allMasks(in: workshop.masks) == before)
    }

    @Test(.enabled(if: getuid() != 0, "root may write everywhere"))
    func aFolderThatMayNotBeWrittenIsOneSentence() throws {
      let workshop = try labeled()
      let hidden = workshop.masks + "/.tessera"
      chmod(hidden, 0o500)
      defer { chmod(hidden, 0o700) }
      let run = try relabel(workshop, "--from", "red", "--to", "leaf")
      #expect(run.status == .code(1) && run.errorText.contains("permission denied"))
    }
  }
}
