import Foundation
import Glibc
import OpenCVMethods
import Raster
import Segmentation
import Session
import SystemPackage
import TestSupport

/// A folder of 100,000 images: opening it, going through it, filtering its list, counting it.
func folderMeasurements(_ inputs: Inputs) throws -> [Measurement] {
  let folder = try LargeFolder(inputs, count: 100_000)
  return try opening(inputs, folder) + reading(folder) + keys(inputs, folder) + counting(folder)
}

private let input = "100,000 files"

/// First with nothing labeled, then with a journal and a state of every image.
private func opening(_ inputs: Inputs, _ folder: LargeFolder) throws -> [Measurement] {
  let fresh = try begins(inputs, folder, runs: 3)
  try folder.label()
  let labeled = try begins(inputs, folder, runs: 3)
  return [
    Measurement("open, to the first byte of the picture", input, fresh, "ms", goal: .under(1000)),
    Measurement(
      "open, to the first byte of the picture", "\(input), all with journals and states", labeled, "ms",
      goal: .under(1000)),
  ]
}

private func begins(_ inputs: Inputs, _ folder: LargeFolder, runs: Int) throws -> [Double] {
  try (0..<runs).map { _ in
    let app = try LiveApp(inputs, ["--method", "threshold", "--output", folder.output.string, folder.path.string])
    try app.waitForPicture()
    defer { try? app.quit() }
    return app.picture.begin ?? .nan
  }
}

private func reading(_ folder: LargeFolder) throws -> [Measurement] {
  let door = SystemFiles()
  let lists = try milliseconds(runs: 3) { _ = try ImageList([folder.path], door: door) }
  let files = try ImageList([folder.path], door: door).files
  let opener = SessionOpener(
    door: door, codec: OpenCVCodec(), registry: .standard, output: OutputFolder(root: folder.output),
    pixelLimit: 1_000_000)
  let states = milliseconds(runs: 3) { _ = opener.readStates(of: files) }
  return [
    Measurement("list the images", input, lists, "ms"),
    Measurement("read journals' names and states", input, states, "ms"),
  ]
}

/// Keys in the open program, to the first byte that answers.
private func keys(_ inputs: Inputs, _ folder: LargeFolder) throws -> [Measurement] {
  let app = try LiveApp(inputs, ["--method", "threshold", "--output", folder.output.string, folder.path.string])
  try app.waitUntilReady()
  try app.waitUntilIdle()
  var rows = [Measurement("`\\`: open the list", input, [try app.press("\\").first], "ms")]
  _ = try app.press("/")
  let names = try "0991".map { try app.press(String($0)).first }
  rows.append(Measurement("filter by name, a letter", input, names, "ms", goal: .under(16)))
  _ = try app.press("\u{15}")
  let states = try "state:unf".map { try app.press(String($0)).first }
  rows.append(Measurement("filter by state, a letter", input, states, "ms", goal: .under(16)))
  try app.quit()
  return rows
}

private func counting(_ folder: LargeFolder) throws -> [Measurement] {
  let door = SystemFiles()
  let files = Array(try ImageList([folder.path], door: door).files.prefix(10_000))
  let times = milliseconds(runs: 1) {
    let counter = FolderCounter(
      files, OutputFolder(root: folder.output), door: door, codec: OpenCVCodec(), pixelLimit: 1_000_000)
    counter.run(jobs: 1)
  }
  return [Measurement("`tessera stats` on one core", "10,000 journals, 32 x 24", times.map { $0 / 1000 }, "s")]
}

/// One small image under many names: hard links cost no room and list like files.
private struct LargeFolder {
  let path: FilePath
  let output: FilePath
  let count: Int
  private let first: String

  init(_ inputs: Inputs, count: Int) throws {
    path = FilePath(try inputs.folder("large"))
    output = FilePath(try inputs.folder("large-masks"))
    self.count = count
    first = path.string + "/" + Self.name(0) + ".png"
    let size = Size(width: 32, height: 24)
    let bytes = (0..<size.area).flatMap { at -> [UInt8] in at % 32 < 16 ? [200, 180, 40] : [20, 30, 90] }
    let image = PNGFile.encode(Image(size: size, bytes: bytes))
    try Self.write(image, count) { [path] in path.string + "/" + Self.name($0) + ".png" }
  }

  /// The same bytes under many names; a file has 65,000 at most where file systems are old.
  private static func write(_ bytes: [UInt8], _ count: Int, _ path: (Int) -> String) throws {
    for number in 0..<count {
      if number % 50_000 == 0 {
        try writeBytes(bytes, to: path(number))
      } else {
        link(path(number / 50_000 * 50_000), path(number))
      }
    }
  }

  private static func name(_ number: Int) -> String { "photo_" + String(format: "%06d", number) }

  /// Gives every image a journal, by hard links, and a state.
  func label() throws {
    let opener = SessionOpener(
      door: SystemFiles(), codec: OpenCVCodec(), registry: .standard, output: OutputFolder(root: output),
      pixelLimit: 1_000_000)
    let session = Session(
      try opener.prepare(opener.decode(ImageFile(path: FilePath(first))), MethodSpec("threshold")))
    _ = try session.perform(.defineClass(name: "one", RGB(204, 0, 0)))
    _ = try session.perform(.fill(PixelPoint(x: 3, y: 3)))
    try session.close()
    let hidden = output.string + "/.tessera/"
    let journal = try readBytes(hidden + Self.name(0) + ".tessera")
    try Self.write(journal, count) { hidden + Self.name($0) + ".tessera" }
    var log = "tessera-folder 1\n"
    for number in 0..<count {
      let state = number % 3 == 0 ? "done" : number % 3 == 1 ? "todo" : "skipped"
      log += "@1763748000.123 \(Self.name(number)) mark \(state)\n"
    }
    try writeBytes(Array(log.utf8), to: hidden + "folder.log")
  }
}
