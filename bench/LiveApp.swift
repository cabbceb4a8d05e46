import Foundation
import Glibc
import OpenCVMethods
import Raster
import Segmentation
import Session
import SystemPackage
import TestSupport

/// The built program in a pseudo terminal that answers like xterm, timed from outside.
final class LiveApp {
  /// Leaves a canvas of 1280 x 800 pixels beside the side bar.
  static let cells = CellSize(columns: 160, rows: 43)
  static let canvas = Size(width: 1280, height: 800)

  /// What came back for keys.
  struct Answer {
    /// Milliseconds until the first byte.
    let first: Double
    /// Until the frame was settled.
    let bytes: Int
    /// Milliseconds of processor time of the program meanwhile: what a loaded machine does not change.
    let processor: Double
  }

  /// What came back for a key that goes to another image.
  struct Arrival {
    /// Milliseconds until the first byte and until the last: picture and segments are there.
    let first, last: Double
    let bytes: Int
    /// Milliseconds of processor time of the program meanwhile.
    let processor: Double
  }

  let emulator: TerminalEmulator
  private let terminal: PseudoTerminal
  private let started: ContinuousClock.Instant
  private let log: String
  private var pending: [UInt8] = []
  /// Milliseconds from the start to the first byte of the first picture and to its last.
  private(set) var picture: (begin: Double?, end: Double?)

  init(_ inputs: Inputs, _ arguments: [String]) throws {
    let keymap = inputs.scratch.path("bench-keys.toml")
    try writeBytes(Array(Self.keys.utf8), to: keymap)
    log = inputs.scratch.path("settled-\(UInt64.random(in: 0 ... .max)).log")
    let cellPixels = Size(width: 10, height: 20)
    emulator = TerminalEmulator(size: Self.cells, cellPixels: cellPixels, profile: .xterm)
    var setup = AppDriver.Setup([], testLog: "")
    setup.environment = ["XDG_CONFIG_HOME": inputs.scratch.path, "HOME": inputs.scratch.path]
    setup.environment["TESSERA_OPENVINO"] = TestEngine.place
    started = ContinuousClock().now
    terminal = try PseudoTerminal(
      [inputs.program, "label", "--keymap", keymap, "--test-log", log] + arguments,
      environment: AppDriver.environment(setup),
      size: Self.cells, pixels: emulator.pixelSize)
  }

  /// Keys that do at once what has no key or a digit that waits for the rest of a count.
  private static let keys = """
    [normal]
    bind = [
      { on = "a", run = "fill 1", desc = "Fill" },
      { on = "b", run = "fill 2", desc = "Refill" },
      { on = "x", run = "unfill", desc = "Unfill" },
    ]
    """

  var process: pid_t { terminal.process.identifier }

  private var elapsed: Double { started.duration(to: ContinuousClock().now) / .milliseconds(1) }

  /// Sends keys to a program at rest and takes all that comes back until the frame is settled.
  func press(_ keys: String) throws -> Answer {
    drain(milliseconds: 0)
    let (settled, processor) = (settledFrames, try processorTime(process))
    let start = ContinuousClock().now
    pending += Array(keys.utf8)
    send()
    let head = terminal.read(milliseconds: 10_000)
    let first = start.duration(to: ContinuousClock().now) / .milliseconds(1)
    guard !head.isEmpty else { throw MissingInput(description: "no answer to \(keys.debugDescription)") }
    take(head)
    let end = elapsed + 10_000
    var count = head.count
    while settledFrames == settled, elapsed < end { count += drain(milliseconds: 1) }
    count += drain(milliseconds: 1)
    return Answer(first: first, bytes: count, processor: try processorTime(process) - processor)
  }

  /// Goes to the image `name` by `keys`; ends when it can be labeled.
  func arrive(_ keys: String, at name: String) throws -> Arrival {
    drain(milliseconds: 0)
    let (start, processor) = (elapsed, try processorTime(process))
    pending += Array(keys.utf8)
    var (first, last, count): (Double?, Double, Int) = (nil, start, 0)
    try wait(for: name) {
      let burst = readBurst(from: &first, to: &last)
      count += burst.count
      take(burst)
      return emulator.screenText.contains(name) && !emulator.images.isEmpty && !isSegmenting && burst.isEmpty
    }
    return Arrival(
      first: (first ?? last) - start, last: last - start, bytes: count,
      processor: try processorTime(process) - processor)
  }

  /// All that comes without a pause. The emulator draws more slowly than the program writes, so it waits meanwhile.
  private func readBurst(from first: inout Double?, to last: inout Double) -> [UInt8] {
    var burst: [UInt8] = []
    while true {
      send()
      let bytes = terminal.read(milliseconds: 5)
      guard !bytes.isEmpty else { return burst }
      last = elapsed
      first = first ?? last
      burst += bytes
    }
  }

  /// Milliseconds from `keys` to the last byte of the frame that brought `text`.
  func wait(_ keys: String, forText text: String) throws -> Double {
    drain(milliseconds: 0)
    let start = elapsed
    pending += Array(keys.utf8)
    var (first, last): (Double?, Double) = (nil, start)
    try wait(for: text) {
      let burst = readBurst(from: &first, to: &last)
      take(burst)
      return burst.isEmpty && emulator.screenText.contains(text)
    }
    return last - start
  }

  /// Waits until the program has nothing to do: nothing is made ready any more.
  func waitUntilIdle() throws {
    var before = -1.0
    for _ in 0..<200 {
      drain(milliseconds: 150)
      let now = try processorTime(process)
      if now - before < 1 { return }
      before = now
    }
  }

  /// Milliseconds until a picture came for keys whose first answer is text only.
  func timeToPicture(_ keys: String) throws -> Double {
    drain(milliseconds: 0)
    pending += Array(keys.utf8)
    let start = elapsed
    try wait(for: "a picture for \(keys)") { !emulator.images.isEmpty }
    let time = elapsed - start
    drain(milliseconds: 50)
    return time
  }

  /// A number that grows with every frame that is settled: the length of the program's log.
  private var settledFrames: Int {
    var status = stat()
    return stat(log, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Types a line of the `:` prompt; it may change nothing.
  func command(_ line: String) {
    let settled = settledFrames
    pending += Array((":" + line + "\r").utf8)
    let end = elapsed + 10_000
    repeat { drain(milliseconds: 5) } while settledFrames == settled && elapsed < end
    drain(milliseconds: 20)
  }

  /// Takes what comes until nothing has come for `milliseconds`; the number of bytes.
  @discardableResult func drain(milliseconds: Int32) -> Int {
    var count = 0
    while true {
      send()
      let bytes = terminal.read(milliseconds: pending.isEmpty ? milliseconds : 1)
      if bytes.isEmpty && pending.isEmpty { break }
      take(bytes)
      count += bytes.count
    }
    emulator.forgetImages()
    return count
  }

  /// Sends keys as fast as the program takes them, and waits until it rests.
  func flood(_ keys: [UInt8]) {
    pending += keys
    drain(milliseconds: 300)
  }

  /// Takes what comes until `condition` holds.
  func wait(for what: String, seconds: Double = 60, until condition: () -> Bool) throws {
    let end = elapsed + seconds * 1000
    while !condition() {
      send()
      take(terminal.read(milliseconds: 5))
      if elapsed > end || terminal.process.poll() != nil {
        throw MissingInput(description: "\(what) did not come; screen:\n\(emulator.screenText)")
      }
    }
  }

  /// Waits until the first picture is there.
  func waitForPicture() throws { try wait(for: "the first picture") { picture.end != nil } }

  var isSegmenting: Bool { emulator.screenText.contains("segmenting") }

  /// Waits until the image can be labeled; milliseconds since the start.
  @discardableResult func waitUntilReady() throws -> Double {
    try waitForPicture()
    try wait(for: "the segments") { !isSegmenting }
    let time = elapsed
    drain(milliseconds: 100)
    return time
  }

  func quit() throws {
    pending += Array("q".utf8)
    let end = elapsed + 20_000
    while terminal.process.poll() == nil, elapsed < end {
      send()
      take(terminal.read(milliseconds: 5))
    }
  }

  private func send() {
    guard !pending.isEmpty else { return }
    pending.removeFirst(terminal.write(pending[...]))
  }

  private func take(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    let now = elapsed
    if picture.begin == nil, String(decoding: bytes, as: UTF8.self).contains("\u{1B}P0;0q") { picture.begin = now }
    emulator.feed(bytes)
    if picture.end == nil, !emulator.images.isEmpty { picture.end = now }
    pending += emulator.takeReplies()
  }
}

/// Milliseconds of processor time that a process has used, all its threads together.
func processorTime(_ process: pid_t) throws -> Double {
  let folder = "/proc/\(process)/task"
  return try FileManager.default.contentsOfDirectory(atPath: folder).reduce(0) { total, thread in
    let text = (try? String(contentsOfFile: "\(folder)/\(thread)/schedstat", encoding: .utf8)) ?? ""
    return total + (Double(text.split(separator: " ").first ?? "") ?? 0) / 1e6
  }
}

/// An image whose journal holds a label map, so that it opens with known segments and without segmenting.
struct PreparedImage {
  let path: String
  let output: String

  init(_ inputs: Inputs, _ path: String, _ name: String, _ map: (labels: LabelMap, count: Int32)) throws {
    self.path = path
    output = try inputs.folder(name)
    let opener = SessionOpener(
      door: SystemFiles(), codec: OpenCVCodec(), registry: .standard, output: OutputFolder(root: FilePath(output)),
      pixelLimit: 512_000_000)
    let decoded = try opener.decode(ImageFile(path: FilePath(path)))
    let session = Session(try opener.prepare(decoded, MethodSpec("threshold")))
    let method = try MethodRegistry.standard.resolved(MethodSpec("superpixel"))
    _ = try session.perform(
      .method(method), .labels(PreparedLabels(method: method, labels: map.labels, count: map.count)))
    try session.close()
  }

  func open(_ inputs: Inputs) throws -> LiveApp {
    let app = try LiveApp(inputs, ["--output", output, "--method", "threshold", path])
    try app.waitUntilReady()
    return app
  }
}
