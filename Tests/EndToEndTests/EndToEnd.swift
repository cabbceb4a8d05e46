import Foundation
import Raster
import TestSupport
import Testing

/// The built program, driven from outside: one at a time, because they share two cores, and each with a time-out.
@Suite(.serialized, .timeLimit(.minutes(10))) enum EndToEnd {}

/// A picture whose segments are known beforehand: six bright blocks, each of its own colour, on a dark ground.
///
/// `threshold` divides it into seven regions, so what a fill paints can be written down without the program.
enum Blocks {
  static let size = Size(width: 120, height: 80)
  static let ground = RGB(15, 20, 25)
  static let colors = [
    RGB(255, 204, 204), RGB(204, 255, 204), RGB(204, 204, 255), RGB(255, 255, 153), RGB(255, 153, 255),
    RGB(153, 255, 255),
  ]

  static func rect(_ block: Int) -> PixelRect {
    PixelRect(x: 10 + 40 * (block % 3), y: 10 + 40 * (block / 3), width: 20, height: 20)
  }

  static func middle(_ block: Int) -> PixelPoint { PixelPoint(x: rect(block).x + 10, y: rect(block).y + 10) }

  static let image: Image = {
    var bytes: [UInt8] = []
    for y in 0..<size.height {
      for x in 0..<size.width {
        let block = colors.indices.first { rect($0).contains(PixelPoint(x: x, y: y)) }
        let color = block.map { colors[$0] } ?? ground
        bytes += [color.red, color.green, color.blue]
      }
    }
    return Image(size: size, bytes: bytes)
  }()

  /// 255 in some blocks, 0 elsewhere.
  static func mask(of blocks: [Int]) -> Mask {
    var mask = Mask(size: size, filledWith: 0)
    for y in 0..<size.height {
      for x in 0..<size.width where blocks.contains(where: { rect($0).contains(PixelPoint(x: x, y: y)) }) {
        mask[PixelPoint(x: x, y: y)] = 255
      }
    }
    return mask
  }
}

/// A folder of images with all that a run of the program reads and writes.
final class Workshop {
  let folder: TemporaryFolder
  let program: String
  let red = RGB(204, 0, 0)
  let green = RGB(0, 153, 0)

  /// A folder `photos` with the picture of blocks under each of these names.
  init(images: [String] = ["blocks.png"]) throws {
    folder = try TemporaryFolder()
    program = try builtProgram("tessera")
    try FileManager.default.createDirectory(atPath: photos, withIntermediateDirectories: true)
    for name in images { try writeBytes(PNGFile.encode(Blocks.image), to: photo(name)) }
    // Somebody who was here before is not told where to learn.
    let state = folder.path("state/tessera")
    try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
    try writeBytes([], to: state + "/welcomed")
  }

  var photos: String { folder.path("photos") }
  var masks: String { folder.path("photos_segmented") }
  var log: String { folder.path("events.log") }
  var dump: String { folder.path("frame.six") }
  func photo(_ name: String) -> String { photos + "/" + name }

  /// `tessera label` on the folder with all that the checks need; `extra` comes last.
  func setup(_ extra: [String] = [], path: String? = nil, profile: TerminalProfile = .xterm) -> AppDriver.Setup {
    var setup = AppDriver.Setup(
      [program, "label", path ?? photos, "--method", "threshold", "--test-log", log, "--frame-dump", dump] + extra,
      testLog: log)
    setup.profile = profile
    setup.directory = folder.path
    setup.files = self
    setup.environment = environment
    return setup
  }

  var environment: [String: String] {
    [
      "XDG_CONFIG_HOME": folder.path("config"), "XDG_CACHE_HOME": folder.path("cache"),
      "XDG_STATE_HOME": folder.path("state"), "TMPDIR": folder.path,
    ]
  }

  /// The app, started and settled.
  func open(_ extra: [String] = [], profile: TerminalProfile = .xterm) throws -> AppDriver {
    let driver = try AppDriver(setup(extra, profile: profile))
    try driver.waitUntilOpened()
    return driver
  }

  /// A run without a terminal.
  func run(_ arguments: [String], environment extra: [String: String] = [:], seconds: Double = 30) throws -> CommandRun
  {
    let setup = setup()
    return try CommandRun.run(
      [program] + arguments, environment: AppDriver.environment(setup).merging(extra) { $1 }, directory: folder.path,
      seconds: seconds)
  }

  static func maskName(_ stem: String, _ color: RGB) -> String {
    "\(stem)_mask_(R:\(color.red),G:\(color.green),B:\(color.blue)).png"
  }

  func mask(_ stem: String = "blocks", _ color: RGB, in folder: String? = nil) throws -> Mask? {
    PNGFile.decodeGray(try readBytes((folder ?? masks) + "/" + Workshop.maskName(stem, color)))
  }

  /// Every mask in a folder: its name and its bytes.
  static func allMasks(in folder: String) throws -> [String: [UInt8]] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    var masks: [String: [UInt8]] = [:]
    for name in names where name.hasSuffix(".png") { masks[name] = try readBytes(folder + "/" + name) }
    return masks
  }

  /// The journal of an image.
  func journal(of stem: String = "blocks") throws -> String {
    let folder = masks + "/.tessera"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? []
    try #require(names.contains(stem + ".tessera"), "no journal of \(stem) among \(names)")
    return folder + "/" + stem + ".tessera"
  }
}

extension AppDriver {
  /// Waits until the image is on the screen and its segments are known.
  func waitUntilOpened(after frame: Int = 0) throws {
    try wait(for: "an open image") {
      settledFrames > frame && !["opening ", "segmenting…"].contains { emulator.screenText.contains($0) }
    }
    pump(milliseconds: 20)
  }

  /// Types a line at the `:` prompt and waits until the prompt is closed again.
  func command(_ line: String) throws {
    let frame = settledFrames
    send(":" + line + "\r")
    try wait(for: "the end of `:\(line)`") {
      settledFrames > frame && !(0..<emulator.size.rows).contains { emulator.rowText($0).hasPrefix(":") }
    }
    pump(milliseconds: 20)
  }

  /// Saves by the prompt and waits until the program says that the masks are written.
  func save() throws {
    try command("save")
    try waitForText("saved the masks")
  }

  /// Waits until the mask of a class is exactly these blocks: a save goes on behind what the screen shows.
  func expectMask(
    _ workshop: Workshop, _ color: RGB, is blocks: [Int], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let wanted = Blocks.mask(of: blocks)
    do {
      try wait(for: "the mask", seconds: 5) { (try? workshop.mask("blocks", color)) == wanted }
    } catch {
      let found = (try? workshop.mask("blocks", color)).flatMap { $0 }
      let painted = found.map { found in (0..<6).filter { found[Blocks.middle($0)] != 0 } }
      Issue.record(
        "painted \(String(describing: painted)) instead of \(blocks): \(error)", sourceLocation: sourceLocation)
    }
  }

  /// Where on the screen the middle of a block lies, found by its colour.
  func screenPoint(ofBlock block: Int) throws -> PixelPoint {
    try #require(
      emulator.middle(of: Blocks.colors[block]), "block \(block) is not on the screen:\n\(emulator.screenText)")
  }

  /// Where on the screen a pixel of the picture of blocks lies.
  func screenPoint(_ x: Int, _ y: Int) throws -> PixelPoint {
    let (one, other) = (try screenPoint(ofBlock: 0), try screenPoint(ofBlock: 5))
    let (from, to) = (Blocks.middle(0), Blocks.middle(5))
    return PixelPoint(
      x: one.x + (x - from.x) * (other.x - one.x) / (to.x - from.x),
      y: one.y + (y - from.y) * (other.y - one.y) / (to.y - from.y))
  }

  /// Draws with a button from one point of the screen to another.
  func drag(_ button: Button, from: PixelPoint, to: PixelPoint) {
    let middle = PixelPoint(x: (from.x + to.x) / 2, y: (from.y + to.y) / 2)
    send(mouseReport(from, button.rawValue, pressed: true))
    for point in [middle, to] { send(mouseReport(point, 32 + button.rawValue, pressed: true)) }
    send(mouseReport(to, button.rawValue, pressed: false))
  }
}
