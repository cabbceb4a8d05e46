import Glibc
import Raster
import TestSupport

/// From the start of the process to its version and to the first picture.
func startMeasurements(_ inputs: Inputs) throws -> [Measurement] {
  let before = processorTimeOfChildren()
  let version = try (0..<20).map { _ in try versionTime(inputs) }
  let processor = (processorTimeOfChildren() - before) / 20
  var rows = [
    Measurement("`tessera --version`", "", version, "ms", goal: .under(100)),
    Measurement("`tessera --version`, processor time", "mean of 20", [processor], "ms"),
  ]
  rows += try firstPictures(inputs, Sizes.two, runs: 5, goal: .under(300), waits: true)
  rows += try firstPictures(inputs, Sizes.twelve, runs: 2, goal: nil, waits: false)
  return rows
}

private func versionTime(_ inputs: Inputs) throws -> Double {
  try milliseconds {
    let process = try ChildProcess([inputs.program, "--version"], environment: [:], directory: nil, terminal: nil)
    while process.poll() == nil { usleep(100) }
  }
}

/// Milliseconds, of all that were waited for.
private func processorTimeOfChildren() -> Double {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
  return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3
    + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3
}

private func firstPictures(_ inputs: Inputs, _ size: Size, runs: Int, goal: Goal?, waits: Bool) throws -> [Measurement]
{
  let path = try inputs.jpeg("fields.jpg", size)
  var (begins, ends, keys, ready): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
  for run in 0..<runs {
    let app = try LiveApp(inputs, ["--output", try inputs.folder("first-\(size.width)-\(run)"), path])
    try app.waitForPicture()
    begins.append(app.picture.begin ?? .nan)
    ends.append(app.picture.end ?? .nan)
    app.drain(milliseconds: 30)
    // Only a key that is answered before the segments are there says anything.
    let answer = app.isSegmenting ? try app.press("\u{1B}[C") : nil
    if let answer, app.isSegmenting { keys.append(answer.first) }
    if waits { ready.append(try app.waitUntilReady()) }
    try app.quit()
  }
  let input = "JPEG, \(Sizes.name(size)), slic"
  return [
    Measurement(
      "first byte of the first picture", input, begins, "ms", goal: goal,
      peer: size == Sizes.two ? ("import alone", OlderTool.start) : nil),
    Measurement("last byte of the first picture", input, ends, "ms"),
  ]
    // The segments of a small image are there before a key can be pressed.
    + (keys.isEmpty
      ? [] : [Measurement("key while segments are computed, to first byte", input, keys, "ms", goal: .under(16))])
    + (waits ? [Measurement("segments ready", input, ready, "ms")] : [])
}
