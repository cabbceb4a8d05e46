import Glibc
import OpenCVMethods
import Raster
import Segmentation
import Session
import SystemPackage
import TestSupport

/// Fills of a script per second, with the opening taken apart.
func replayMeasurements(_ inputs: Inputs) throws -> [Measurement] {
  let count = 20_000
  let path = try inputs.jpeg("fields.jpg", Sizes.two)
  var (opening, rates, processor): ([Double], [Double], [Double]) = ([], [], [])
  for round in 0..<3 {
    let alone = try run(inputs, path, fills: 1, "opening-\(round)")
    let whole = try run(inputs, path, fills: count, "fills-\(round)")
    opening.append(alone.elapsed)
    rates.append(Double(count - 1) / (whole.elapsed - alone.elapsed) * 1000)
    processor.append((whole.processor - alone.processor) / Double(count - 1) * 1000)
  }
  let input = "\(Sizes.name(Sizes.two)), slic of 1 round"
  return [
    Measurement("replay, fills per second", input + ", \(count) fills", rates, "/s", goal: .over(20_000)),
    Measurement("replay, processor time per fill", input, processor, "µs"),
    Measurement("replay, opening, segments and masks", input + ", 1 fill", opening, "ms"),
  ]
}

/// Milliseconds of a script's run.
private func run(_ inputs: Inputs, _ image: String, fills: Int, _ name: String) throws -> (
  elapsed: Double, processor: Double
) {
  var random = SplitMix64(seed: 11)
  var lines = ["tessera-session 1", "open \(image) method=superpixel algorithm=slic iterations=1"]
  lines += ["class one 204 0 0", "class two 78 154 6", "class three 52 101 164"]
  // Refilled at random, regions of equal paint would grow together: every round begins without paint.
  let points = scattered(40, in: Sizes.two, seed: 7)
  for index in 0..<fills {
    if index > 0, index % points.count == 0 { lines.append("reset") }
    let point = points[index % points.count]
    lines.append("fill \(point.x) \(point.y) \(Int.random(in: 1...3, using: &random))")
  }
  let script = inputs.scratch.path(name + ".txt")
  try writeBytes(Array((lines.joined(separator: "\n") + "\n").utf8), to: script)
  var replayer = Replayer(
    door: SystemFiles(), codec: OpenCVCodec(), registry: .standard, pixelLimit: 512_000_000,
    method: MethodSpec("superpixel"))
  replayer.output = FilePath(try inputs.folder(name))
  var report: ReplayReport?
  let before = try processorTime(getpid())
  let elapsed = milliseconds { report = replayer.run(FilePath(script)) }
  if let failure = report?.failure { throw MissingInput(description: "\(failure)") }
  return (elapsed, try processorTime(getpid()) - before)
}
