import Foundation
import Glibc
import Raster
import Session

/// What the program holds with an image open, and after much work; and what it does while nobody does anything.
func memoryMeasurements(_ inputs: Inputs) throws -> [Measurement] {
  try openImages(inputs, Sizes.two, labors: true) + openImages(inputs, Sizes.fortyEight, labors: false)
    + historyMeasurements(inputs)
}

/// Megabytes of a process, from /proc.
struct Memory {
  let resident: Double
  let anonymous: Double
  let file: Double
  let peak: Double

  /// - Parameter forgettingPeak: the peak counts from now on, and what was freed goes back first; own process only.
  init(_ process: pid_t, forgettingPeak: Bool = false) throws {
    if forgettingPeak {
      returnFreedMemory()
      try Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
    }
    let text = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    func value(_ name: String) -> Double {
      let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
      return Double(line?.split(whereSeparator: \.isWhitespace).dropFirst().first ?? "") ?? .nan
    }
    let kilobyte = 1024.0 / 1e6
    (resident, anonymous) = (value("VmRSS") * kilobyte, value("RssAnon") * kilobyte)
    (file, peak) = (value("RssFile") * kilobyte, value("VmHWM") * kilobyte)
  }
}

/// glibc's malloc_trim, which its module map leaves out.
private func returnFreedMemory() {
  guard let symbol = dlsym(nil, "malloc_trim") else { return }
  _ = unsafeBitCast(symbol, to: (@convention(c) (Int) -> Int32).self)(0)
}

private func openImages(_ inputs: Inputs, _ size: Size, labors: Bool) throws -> [Measurement] {
  let image = try PreparedImage(
    inputs, try inputs.jpeg("fields.jpg", size), "memory-\(size.width)", Maps.superpixels(inputs, size))
  let app = try image.open(inputs)
  let memory = try Memory(app.process)
  let input = Sizes.name(size)
  let allowed = Double(size.area) * 12 / 1e6 + 64
  var rows = [
    Measurement("resident, image open", input, [memory.resident], "MB", goal: .under(allowed)),
    Measurement("of it anonymous", input, [memory.anonymous], "MB"),
    Measurement("of it files: program and libraries", input, [memory.file], "MB"),
    Measurement("peak while opening", input, [memory.peak], "MB"),
    Measurement("processor time in 2 s of rest", input, [try idleTime(app)], "ms", goal: .under(1)),
  ]
  if labors { rows += try labor(app, input, memory) }
  try app.quit()
  return rows
}

/// Milliseconds of processor time that a process at rest uses in two seconds.
private func idleTime(_ app: LiveApp) throws -> Double {
  // Images of the terminal are freed 400 ms after the last key.
  app.drain(milliseconds: 700)
  let before = try processorTime(app.process)
  app.drain(milliseconds: 2000)
  return try processorTime(app.process) - before
}

/// 10,000 fills, then 10,000 times undo, through the terminal.
private func labor(_ app: LiveApp, _ input: String, _ before: Memory) throws -> [Measurement] {
  let count = 10_000
  let fills = milliseconds { app.flood(Array(String(repeating: "ab", count: count / 2).utf8)) }
  let filled = try Memory(app.process)
  let undos = milliseconds { app.flood(Array(String(repeating: "z", count: count).utf8)) }
  let undone = try Memory(app.process)
  return [
    Measurement("growth after 10,000 fills", input, [filled.resident - before.resident], "MB"),
    Measurement("growth after 10,000 fills and undos", input, [undone.resident - before.resident], "MB"),
    Measurement("10,000 fills through the terminal", input, [fills / 1000], "s"),
    Measurement("10,000 undos through the terminal", input, [undos / 1000], "s"),
  ]
}

/// The history of 10,000 fills and unfills in memory, and after all are undone.
private func historyMeasurements(_ inputs: Inputs) throws -> [Measurement] {
  let session = try sessionInMemory(inputs, Sizes.two)
  let points = scattered(92, in: Sizes.two, seed: 7)
  while session.undoDepth < 10_000 {
    for (index, point) in points.enumerated() { _ = try session.perform(.fill(point, .number(index % 2 + 1))) }
    for point in points { _ = try session.perform(.unfill(point)) }
  }
  let (steps, bytes) = (session.undoDepth, Double(session.history.bytes))
  _ = try session.perform(.undo(steps))
  let input = "\(Sizes.name(Sizes.two)), \(steps) steps"
  return [
    Measurement("history", input, [bytes / 1e6], "MB", peer: ("icas", 37 * Double(steps))),
    Measurement("history per step", input, [bytes / Double(max(1, steps))], "B"),
    Measurement("history after undoing all, for redo", input, [Double(session.history.bytes) / 1e6], "MB"),
  ]
}
