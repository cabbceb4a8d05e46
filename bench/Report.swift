import Foundation
import Glibc

/// The tables, printed as they come.
struct Report {
  private var text = ""
  private var missed: [String] = []
  private let started = ContinuousClock().now

  mutating func begin() {
    say("# Measurements\n")
    say("`make bench` writes this file with `CASES=--write`. \(Self.machine())\n")
    say(
      """
      Medians, with the 10th and 99th percentile and the number of runs. Inputs: `samples/`, scaled, and label maps made
      of fixed seeds. A peer's value is of the older tool, of a library that it calls, or of libsixel; where it was not measured in this run its
      source is named in `Peers.swift`, and the ratio is good for orders of magnitude. ✓ and ✗ say whether a goal is met.
      """)
  }

  mutating func add(_ group: Group, _ tables: [Table], seconds: Double) {
    let heading = group.summary.prefix(1).uppercased() + group.summary.dropFirst()
    say("\n## \(heading)\n\nGroup `\(group.name)`, \(short(seconds)) s.")
    for table in tables {
      say("\n" + table.markdown)
      missed += table.missed
    }
  }

  mutating func skip(_ group: Group, _ reason: String) { say("\n## \(group.summary)\n\nNot measured: \(reason).") }

  mutating func end() {
    say("\n## Goals that are missed\n")
    say(missed.isEmpty ? "None." : missed.map { "- " + $0 }.joined(separator: "\n"))
    say("\nMeasured in \(short(started.duration(to: ContinuousClock().now) / .seconds(1))) s.")
  }

  func save(to path: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) }

  private mutating func say(_ line: String) {
    print(line)
    fflush(nil)
    text += line + "\n"
  }

  private static func machine() -> String {
    let model = fact("/proc/cpuinfo", "model name") ?? "unknown processor"
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?.split(separator: " ").first ?? "?"
    let memory = Double(ProcessInfo.processInfo.physicalMemory) / 1e9
    return "This run: \(model), \(cores) cores, \(short(memory)) GB, load \(load) at the start."
  }

  private static func fact(_ path: String, _ name: String) -> String? {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
    return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
