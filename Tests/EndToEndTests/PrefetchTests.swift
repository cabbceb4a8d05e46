import Foundation
import Glibc
import Raster
import TestSupport
import Testing

extension EndToEnd {
  /// Images made ready in the background change nothing but the time that the next one takes.
  @Suite struct Prefetch {
    private static let names = ["a", "b", "c", "d", "e"]

    private func workshop() throws -> Workshop { try Workshop(images: Self.names.map { $0 + ".png" }) }

    private func fill(_ blocks: [Int], _ driver: AppDriver) throws {
      for block in blocks {
        let middle = Blocks.middle(block)
        try driver.command("fill \(middle.x) \(middle.y)")
      }
    }

    private func go(_ key: String, to name: String, _ driver: AppDriver) throws {
      driver.send(key)
      try driver.waitForText(" \(name).png")
      try driver.waitUntilOpened()
      try driver.waitForText("overlay")
    }

    /// A journal without what differs between folders and runs.
    private func lines(_ journal: String) throws -> [String] {
      String(decoding: try readBytes(journal), as: UTF8.self).split(separator: "\n").map(String.init).filter {
        !$0.hasPrefix("open ")
      }.map { $0.hasPrefix("@") ? String($0.drop { $0 != " " }) : $0 }
    }

    /// Forwards and back, once with neighbours to make ready and once image by image.
    @Test(arguments: ["threshold", "slic"]) func aWalkIsAsWithoutIt(method: String) throws {
      let (walked, alone) = (try workshop(), try workshop())
      let steps: [(key: String, name: String, blocks: [Int])] = [
        ("", "a", [0]), ("n", "b", [1, 2]), ("n", "c", [3]), ("p", "b", [4]), ("n", "c", [5]), ("n", "d", [0, 5]),
      ]
      let driver = try walked.open(["--method", method])
      for step in steps {
        if !step.key.isEmpty { try go(step.key, to: step.name, driver) }
        try fill(step.blocks, driver)
        try driver.save()
      }
      #expect(try driver.quit() == .code(0))
      for step in steps {
        let single = try AppDriver(
          alone.setup(["--method", method, "--output", alone.masks], path: alone.photo(step.name + ".png")))
        try single.waitUntilOpened()
        try fill(step.blocks, single)
        try single.save()
        #expect(try single.quit() == .code(0))
      }
      #expect(try Workshop.allMasks(in: walked.masks) == Workshop.allMasks(in: alone.masks))
      #expect(try Workshop.allMasks(in: walked.masks).count == 4)
      for name in ["a", "b", "c", "d"] {
        #expect(try lines(walked.journal(of: name)) == lines(alone.journal(of: name)), "\(name)")
      }
    }

    @Test func anImageThatIsReplacedMeanwhileIsReadAnew() throws {
      let workshop = try workshop()
      let driver = try workshop.open()
      // Time to make the neighbours ready.
      driver.pump(milliseconds: 500)
      var bytes = Blocks.image.bytes
      for at in stride(from: 0, to: bytes.count, by: 3) { bytes.swapAt(at, at + 2) }
      try writeBytes(PNGFile.encode(Image(size: Blocks.size, bytes: bytes)), to: workshop.photo("b.png"))
      try FileManager.default.removeItem(atPath: workshop.photo("c.png"))
      try writeBytes(Array("no image".utf8), to: workshop.photo("d.png"))
      try go("n", to: "b", driver)
      let swapped = Blocks.colors[3]
      try driver.wait(for: "the new picture") {
        driver.emulator.middle(of: RGB(swapped.blue, swapped.green, swapped.red)) != nil
      }
      driver.send("n")
      try driver.waitForText("no such file")
      driver.send("n")
      try driver.waitForText(" d.png")
      try driver.wait(for: "another complaint") { !driver.emulator.screenText.contains("no such file") }
      try go("n", to: "e", driver)
      try fill([2], driver)
      #expect(try driver.quit() == .code(0))
      #expect(try lines(workshop.journal(of: "e")).last == " fill 100 20")
    }

    @Test func memoryStaysBounded() throws {
      let workshop = try Workshop(images: [])
      var random = SplitMix64(seed: 4)
      let size = Size(width: 400, height: 300)
      for number in 0..<200 {
        var bytes = [UInt8](repeating: UInt8(number), count: size.area * 3)
        for at in stride(from: 0, to: bytes.count, by: 40) { bytes[at] = UInt8(truncatingIfNeeded: random.next()) }
        try writeBytes(PNGFile.encode(Image(size: size, bytes: bytes)), to: workshop.photo("\(1000 + number).png"))
      }
      let driver = try workshop.open()
      func walk(to number: Int) throws -> Int {
        while !driver.emulator.screenText.contains(" \(1000 + number).png") {
          driver.send("n")
          driver.pump(milliseconds: 15)
        }
        try driver.waitUntilOpened()
        driver.pump(milliseconds: 300)
        return try residentBytes(driver.terminal.process.identifier)
      }
      let before = try walk(to: 40)
      let after = try walk(to: 190)
      // Kept images would be 72 MB.
      #expect(after - before < 24 << 20, "\((after - before) >> 20) MB more after 150 images")
      #expect(try driver.quit() == .code(0))
      #expect(!FileManager.default.fileExists(atPath: workshop.masks), "nothing was done")
    }

    private func residentBytes(_ process: pid_t) throws -> Int {
      let text = try String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8)
      let pages = try #require(Int(text.split(separator: " ")[1]))
      return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// While neighbours are segmented, and while the image on the screen still is: no lock, no folder, no process stays.
    @Test(arguments: [false, true]) func leavingMeanwhileLeavesNothing(isOpened: Bool) throws {
      let workshop = try Workshop(images: [])
      for name in ["a", "b", "c"] { try writeBytes(PNGFile.encode(Noise.image), to: workshop.photo(name + ".png")) }
      if isOpened { try writeBytes(PNGFile.encode(Blocks.image), to: workshop.photo("0.png")) }
      for milliseconds in [0, 60, 250] {
        for signal in [0, SIGTERM, SIGHUP] {
          let driver = try AppDriver(workshop.setup(["--method", "superpixel"]))
          if isOpened {
            try driver.waitUntilOpened()
          } else {
            try driver.waitForText("segmenting")
          }
          driver.pump(milliseconds: Int32(milliseconds))
          if signal == 0 { driver.send("q") } else { driver.terminal.process.send(signal) }
          let status = try driver.waitForExit()
          #expect([.code(0), .code(128 + signal), .signal(signal)].contains(status))
          let left = (try? FileManager.default.subpathsOfDirectory(atPath: workshop.masks)) ?? []
          #expect(left.isEmpty && !FileManager.default.fileExists(atPath: workshop.masks), "\(left)")
        }
      }
    }
  }
}

/// A picture that takes superpixels some seconds.
private enum Noise {
  static let image: Image = {
    let size = Size(width: 1600, height: 1200)
    var random = SplitMix64(seed: 3)
    var bytes = [UInt8](repeating: 0, count: size.area * 3)
    for at in stride(from: 0, to: bytes.count, by: 8) { bytes[at] = UInt8(truncatingIfNeeded: random.next()) }
    return Image(size: size, bytes: bytes)
  }()
}
