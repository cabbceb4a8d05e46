import ArgumentParser
import Foundation
import Glibc
import TestSupport

/// Named measurements of the built program and of its kernels, printed as Markdown tables.
@main struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure Tessera against its goals and against its peers.",
    discussion: "Groups: " + Group.all.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ") + ".")

  @Argument(help: "Groups to measure (default: all).") var groups: [String] = []
  @Flag(help: "Write bench/RESULTS.md as well.") var write = false

  func validate() throws {
    let names = Group.all.map(\.name)
    for group in groups where !names.contains(group) {
      throw ValidationError("no group '\(group)'; expected one of \(names.joined(separator: ", "))")
    }
  }

  func run() throws {
    signal(SIGPIPE, SIG_IGN)
    let inputs = try Inputs()
    var report = Report()
    report.begin()
    for group in Group.all where groups.isEmpty || groups.contains(group.name) {
      do {
        var measurements: [Measurement] = []
        let time = try milliseconds { measurements = try group.measure(inputs) }
        report.add(group, measurements, seconds: time / 1000)
      } catch let problem as MissingInput {
        report.skip(group, "\(problem)")
      }
    }
    report.end()
    if write { try report.save(to: packageRoot + "/bench/RESULTS.md") }
  }
}

/// Measurements that belong together.
struct Group {
  let name: String
  let summary: String
  let measure: (Inputs) throws -> [Measurement]

  static var all: [Group] {
    [
      Group(name: "start", summary: "version and first picture", measure: startMeasurements),
      Group(name: "keys", summary: "key to first byte, bytes per key", measure: keyMeasurements),
      Group(name: "view", summary: "zoom and pan", measure: viewMeasurements),
      Group(name: "encode", summary: "whole pictures as sixels", measure: encodeMeasurements),
      Group(name: "edit", summary: "one action in memory", measure: editMeasurements),
      Group(name: "granularity", summary: "coarser and finer segments", measure: granularityMeasurements),
      Group(name: "replay", summary: "scripts without a terminal", measure: replayMeasurements),
      Group(name: "memory", summary: "memory of the program", measure: memoryMeasurements),
      Group(name: "files", summary: "decode, regions, masks, methods", measure: fileMeasurements),
    ]
  }
}
