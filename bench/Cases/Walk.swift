import Foundation
import Glibc
import OpenCVMethods
import Raster
import Segmentation
import Session
import SystemPackage
import TestSupport

/// `n` to images that the program has made ready, to others, and to images whose journals are replayed.
func walkMeasurements(_ inputs: Inputs) throws -> [Measurement] {
  let two = try walk(inputs, Sizes.two, prepared: Goal.under(50), rounds: 8)
  let twelve = try walk(inputs, Sizes.twelve, prepared: nil, rounds: 3)
  return two + twelve
}

private func walk(_ inputs: Inputs, _ size: Size, prepared goal: Goal?, rounds: Int) throws -> [Measurement] {
  let folder = try Album(inputs, size, count: 12)
  let app = try LiveApp(inputs, ["--method", "slic", "--output", folder.output, folder.path])
  try app.waitUntilReady()
  var place = 0
  func go(_ step: Int, _ keys: String, _ rounds: Int) throws -> [LiveApp.Arrival] {
    try (0..<rounds).map { _ in
      try app.waitUntilIdle()
      place = (place + step) % folder.names.count
      return try app.arrive(keys, at: folder.names[place])
    }
  }
  let near = try go(1, "n", rounds)
  // Farther than images are made ready.
  let far = try go(5, "5n", rounds)
  try app.quit()
  try folder.label(fills: 200)
  let again = try LiveApp(inputs, ["--method", "slic", "--output", folder.output, folder.path])
  try again.waitUntilReady()
  place = 0
  let journals = try (0..<rounds).map { _ in
    try again.waitUntilIdle()
    place = (place + 1) % folder.names.count
    return try again.arrive("n", at: folder.names[place])
  }
  try again.quit()
  let input = "JPEG, \(Sizes.name(size)), slic"
  return rows("`n`, made ready", input, near, goal) + rows("`5n`, not made ready", input, far, nil)
    + rows("`n`, made ready, 200 fills to replay", input, journals, goal)
}

private func rows(_ name: String, _ input: String, _ arrivals: [LiveApp.Arrival], _ goal: Goal?) -> [Measurement] {
  [
    Measurement("\(name): key to first byte", input, arrivals.map(\.first), "ms"),
    Measurement("\(name): key to last byte, segments too", input, arrivals.map(\.last), "ms", goal: goal),
    Measurement("\(name): processor time", input, arrivals.map(\.processor), "ms"),
    Measurement("\(name): bytes", input, arrivals.map { Double($0.bytes) }, "B"),
  ]
}

/// A folder of photographs of one size. Neighbours differ, else nothing would be sent for the next one.
private struct Album {
  let path: String
  let output: String
  let names: [String]

  init(_ inputs: Inputs, _ size: Size, count: Int) throws {
    path = try inputs.folder("album-\(size.width)")
    output = path + "_segmented"
    names = (0..<count).map { "photo\($0 + 10).jpg" }
    let samples = try ["fields.jpg", "harbour.jpg", "street.jpg", "still_life.jpg"].map { sample in
      try readBytes(inputs.jpeg(sample, size))
    }
    for (index, name) in names.enumerated() { try writeBytes(samples[index % 4], to: path + "/" + name) }
  }

  /// Gives every image a journal of `fills` fills.
  func label(fills: Int) throws {
    let opener = SessionOpener(
      door: SystemFiles(), codec: OpenCVCodec(), registry: .standard, output: OutputFolder(root: FilePath(output)),
      pixelLimit: 512_000_000)
    for name in names {
      let decoded = try opener.decode(ImageFile(path: FilePath(path + "/" + name)))
      let session = Session(try opener.prepare(decoded, MethodSpec("slic")))
      _ = try session.perform(.defineClass(name: "one", RGB(204, 0, 0)))
      _ = try session.perform(.defineClass(name: "two", RGB(78, 154, 6)))
      let points = scattered(session.image.size.height / 20, in: session.image.size, seed: 5).prefix(fills)
      for (index, point) in points.enumerated() {
        _ = try? session.perform(.fill(point, .number(index % 2 + 1)))
      }
      try session.close()
    }
  }
}
