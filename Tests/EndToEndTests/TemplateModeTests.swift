import Foundation
import Raster
import TestSupport
import Testing

extension EndToEnd {
  /// `t`: templates that are pictures, found and painted.
  @Suite struct TemplateModes {
    /// The second block with some ground around it, to be painted red where the block is.
    private func writeTemplate(_ workshop: Workshop) throws -> String {
      let (folder, box) = (workshop.folder.path("templates"), PixelRect(x: 46, y: 6, width: 28, height: 28))
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      var (template, segment): ([UInt8], [UInt8]) = ([], [])
      for y in box.y..<box.maxY {
        for x in box.x..<box.maxX {
          let point = PixelPoint(x: x, y: y)
          let color = Blocks.image[point]
          template += [color.red, color.green, color.blue]
          segment += Blocks.rect(1).contains(point) ? [204, 0, 0] : [0, 0, 0]
        }
      }
      let size = Size(width: box.width, height: box.height)
      try writeBytes(PNGFile.encode(Image(size: size, bytes: template)), to: folder + "/block_template.png")
      try writeBytes(PNGFile.encode(Image(size: size, bytes: segment)), to: folder + "/block_segment.png")
      return folder
    }

    @Test func picturesAreFoundAndPainted() throws {
      let workshop = try Workshop()
      let templates = try writeTemplate(workshop)
      let driver = try workshop.open(["--templates", templates])
      driver.send("t")
      // The other blocks are not that different.
      try driver.waitForText("Enter paints")
      driver.send("----")
      try driver.waitForText("matches  1 of")
      driver.send("\r")
      try driver.waitForText("1 match painted")
      try driver.save()
      try driver.wait(for: "the mask") { (try? workshop.mask("blocks", workshop.red)) == Blocks.mask(of: [1]) }
      #expect(try driver.quit() == .code(0))
      // What was painted is pinned: nobody needs the pictures again.
      let replay = try workshop.run(["replay", try workshop.journal(), "--output", workshop.folder.path("again")])
      #expect(replay.status == .code(0), "\(replay.errorText)")
      #expect(try workshop.mask("blocks", workshop.red, in: workshop.folder.path("again")) == Blocks.mask(of: [1]))
    }

    @Test func aScriptPaintsWithoutATerminal() throws {
      let workshop = try Workshop()
      let (templates, masks) = (try writeTemplate(workshop), workshop.folder.path("own"))
      let script = "tessera-session 1\nopen photos/blocks.png method=threshold\ntemplate block threshold=0.01\n"
      try writeBytes(Array(script.utf8), to: workshop.folder.path("own.txt"))
      let replay = try workshop.run(
        ["replay", workshop.folder.path("own.txt"), "--output", masks, "--templates", templates])
      #expect(replay.status == .code(0), "\(replay.errorText)")
      #expect(try workshop.mask("blocks", workshop.red, in: masks) == Blocks.mask(of: [1]))
      let bare = try workshop.run(["replay", workshop.folder.path("own.txt"), "--output", masks])
      #expect(bare.status != .code(0) && bare.errorText.contains("there are no templates"))
    }

    @Test func whatIsWrongIsSaidBeforeTheTerminalChanges() throws {
      let workshop = try Workshop()
      let wrong = try workshop.run(["replay", "x", "--templates", workshop.folder.path("photos")])
      #expect(wrong.errorText.contains("no picture is called NAME_template"), "\(wrong.errorText)")
      let alone = try workshop.run(["replay", "x", "--masks", workshop.folder.path("photos")])
      #expect(alone.errorText.contains("--attentions and --masks belong to"), "\(alone.errorText)")
    }
  }
}
