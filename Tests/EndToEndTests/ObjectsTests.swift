import Foundation
import Glibc
import Raster
import TestSupport
import Testing

extension EndToEnd {
  /// `a`: objects by keys, a kill, a walk over them, the instance map, a replay, the statistics.
  @Suite struct Objects {
    @Test func objectsBecomeAnInstanceMap() throws {
      let workshop = try Workshop()
      var driver = try workshop.open()
      try driver.command("class one 204 0 0")
      driver.send("a")
      try driver.waitForText("object   1  0 px")
      for block in [0, 1] { try fill(block, driver) }
      try driver.waitForText("object   1  800 px")
      driver.send("a")
      try driver.waitForText("object   2  0 px")
      try fill(2, driver)
      driver.send("az")
      try driver.waitForText("object   3  0 px")
      driver.send("Z")
      try driver.waitForText("undo     3")
      driver.terminal.process.send(SIGKILL)
      #expect(try driver.waitForExit() == .signal(SIGKILL))
      driver = try workshop.open()
      try driver.waitForText("object   3  0 px")
      driver.send("A")
      try driver.waitForText("object   1  800 px")
      try fill(4, driver)
      driver.send("\u{1B}a")
      try driver.waitForText("object   none")
      try fill(5, driver)
      try driver.save()
      try driver.wait(for: "the instance map") { FileManager.default.fileExists(atPath: self.map(workshop)) }
      #expect(try driver.quit() == .code(0))
      #expect(try objects(workshop.masks) == expected([0: 1, 1: 1, 2: 2, 4: 1]))
      try driver.expectMask(workshop, workshop.red, is: [0, 1, 2, 4, 5])
      try replayAndCount(workshop)
    }

    private func replayAndCount(_ workshop: Workshop) throws {
      let again = workshop.folder.path("again")
      let replay = try workshop.run(["replay", try workshop.journal(), "--output", again, "--json"])
      #expect(replay.status == .code(0), "\(replay.errorText)")
      #expect(try Workshop.allMasks(in: again) == Workshop.allMasks(in: workshop.masks))
      let rows = try JSONSerialization.jsonObject(with: Data(replay.output)) as? [[String: Any]]
      let map = try #require(rows?.first?["instances"] as? [String: Any])
      #expect(map["objects"] as? Int == 2 && map["file"] as? String == again + "/blocks_instances.png")
      let stats = try workshop.run(["stats", workshop.photos, "--json"])
      let report = try JSONSerialization.jsonObject(with: Data(stats.output)) as? [String: Any]
      #expect((report?["classes"] as? [[String: Any]])?.first?["objects"] as? Int == 2)
      // Masks and map alone are what another person may have.
      try FileManager.default.removeItem(atPath: workshop.masks + "/.tessera")
      let driver = try workshop.open()
      driver.send("AA")
      try driver.waitForText("object   2  400 px")
      try driver.command("unfill 90 20")
      try driver.save()
      #expect(try driver.quit() == .code(0))
      #expect(try objects(workshop.masks) == expected([0: 1, 1: 1, 4: 1]))
    }

    private func fill(_ block: Int, _ driver: AppDriver) throws {
      let point = Blocks.middle(block)
      try driver.command("fill \(point.x) \(point.y)")
    }

    private func map(_ workshop: Workshop) -> String { workshop.masks + "/blocks_instances.png" }

    private func objects(_ folder: String) throws -> [Int32]? {
      PNGFile.decodeLabels(try readBytes(folder + "/blocks_instances.png"))?.elements
    }

    private func expected(_ blocks: [Int: Int32]) -> [Int32] {
      var map = [Int32](repeating: 0, count: Blocks.size.area)
      for (block, id) in blocks {
        for (at, value) in Blocks.mask(of: [block]).elements.enumerated() where value != 0 { map[at] = id }
      }
      return map
    }
  }
}
