import OpenCVMethods
import Raster
import Segmentation
import Session
import SystemPackage

/// Coarser and finer segments: the hierarchy once, then each change in a session with its journal and on the glass.
func granularityMeasurements(_ inputs: Inputs) throws -> [Measurement] {
  try changes(inputs, Sizes.two, goal: .under(16)) + changes(inputs, Sizes.twelve, goal: nil)
    + keys(inputs, Sizes.two)
}

/// Down to few segments and back.
private let steps = [1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1, -1, 1, 1, 1, 1]

private func changes(_ inputs: Inputs, _ size: Size, goal: Goal?) throws -> [Measurement] {
  let registry = MethodRegistry.standard
  let opener = SessionOpener(
    door: SystemFiles(), codec: OpenCVCodec(), registry: registry,
    output: OutputFolder(root: FilePath(try inputs.folder("granularity-\(size.width)"))), pixelLimit: 512_000_000)
  let decoded = try opener.decode(ImageFile(path: FilePath(try inputs.jpeg("fields.jpg", size))))
  let session = Session(try opener.prepare(decoded, MethodSpec("slic")))
  let shared = try registry.uncut(try registry.spec(session.method, coarserBy: 1))
  let hierarchy = try opener.hierarchy(of: decoded.image, shared)
  let build = try milliseconds(runs: 3) { _ = try opener.hierarchy(of: decoded.image, shared) }
  let times = try steps.map { step in
    try milliseconds {
      let cut = try registry.spec(session.method, coarserBy: step)
      _ = try session.perform(.granularity(step), .labels(PreparedLabels(cutting: hierarchy, cut, registry)))
    }
  }
  try session.close()
  return [
    Measurement("hierarchy, made once in the background", Sizes.name(size), build, "ms"),
    Measurement("change: labels, undo, journal", Sizes.name(size), times, "ms", goal: goal),
    Measurement(
      "memory per change", Sizes.name(size), [Double(session.history.bytes) / Double(steps.count) / 1e6], "MB"),
  ]
}

private func keys(_ inputs: Inputs, _ size: Size) throws -> [Measurement] {
  let app = try LiveApp(
    inputs, ["--output", try inputs.folder("granularity-keys"), try inputs.jpeg("fields.jpg", size)])
  try app.waitUntilReady()
  app.drain(milliseconds: 500)
  let answers = try steps.map { try app.press($0 > 0 ? "[" : "]") }
  try app.quit()
  let input = "\(Sizes.name(size)), canvas 1280x800"
  return [
    Measurement("change, key to first byte of the new picture", input, answers.map(\.first), "ms"),
    Measurement("change, processor time until settled", input, answers.map(\.processor), "ms"),
  ]
}
