import ArgumentParser
import Foundation
import Glibc
import Raster
import TestSupport

/// Named measurements of the built program and of its kernels, printed as Markdown tables.
@main struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure Tessera against its goals and against its peers.",
    subcommands: [Measure.self, Once.self], defaultSubcommand: Measure.self)
}

/// What people call.
struct Measure: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure", abstract: "Measure groups (what is done without a subcommand).",
    discussion: "Groups: " + Group.all.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ") + ".")

  @Argument(help: "Groups to measure (default: all).") var groups: [String] = []
  @Flag(help: "Write bench/RESULTS.md as well.") var write = false
  @Option(help: "Of segment and quality: only these methods, by commas.") var methods: String?
  @Option(help: "Of segment: only these sizes, by commas: 0.15, 0.42, 2, 12.") var sizes: String?
  @Flag(help: "Of segment: without the peers that take minutes.") var skipSlowPeers = false

  func validate() throws {
    let names = Group.all.map(\.name)
    for group in groups where !names.contains(group) {
      throw ValidationError("no group '\(group)'; expected one of \(names.joined(separator: ", "))")
    }
  }

  func run() throws {
    signal(SIGPIPE, SIG_IGN)
    let choice = Choice(
      methods: methods?.split(separator: ",").map(String.init), sizes: sizes?.split(separator: ",").map(String.init),
      isSlowPeerSkipped: skipSlowPeers)
    let inputs = try Inputs(choice)
    var report = Report()
    report.begin()
    for group in Group.all where groups.isEmpty || groups.contains(group.name) {
      do {
        var tables: [Table] = []
        let time = try milliseconds { tables = try group.measure(inputs) }
        report.add(group, tables, seconds: time / 1000)
      } catch let problem as MissingInput {
        report.skip(group, "\(problem)")
      }
    }
    report.end()
    if write { try report.save(to: packageRoot + "/bench/RESULTS.md") }
  }
}

/// What of a group is to be measured.
struct Choice {
  /// Nil is all.
  var methods: [String]?
  /// Nil is all.
  var sizes: [String]?
  var isSlowPeerSkipped = false

  func takes(method: String) -> Bool { methods?.contains(method) ?? true }
  func takes(size: Size) -> Bool { sizes?.contains(Sizes.rounded(size)) ?? true }
}

/// Measurements that belong together.
struct Group {
  let name: String
  let summary: String
  let measure: (Inputs) throws -> [Table]

  init(name: String, summary: String, tables: @escaping (Inputs) throws -> [Table]) {
    (self.name, self.summary, measure) = (name, summary, tables)
  }

  init(name: String, summary: String, measure: @escaping (Inputs) throws -> [Measurement]) {
    self.init(name: name, summary: summary, tables: { [Table(try measure($0))] })
  }

  static var all: [Group] {
    [
      Group(name: "start", summary: "version and first picture", measure: startMeasurements),
      Group(name: "keys", summary: "key to first byte, bytes per key", measure: keyMeasurements),
      Group(name: "walk", summary: "from image to image", measure: walkMeasurements),
      Group(name: "folder", summary: "a folder of 100,000 images", measure: folderMeasurements),
      Group(name: "view", summary: "zoom and pan", measure: viewMeasurements),
      Group(name: "encode", summary: "whole pictures as sixels", measure: encodeMeasurements),
      Group(name: "edit", summary: "one action in memory", measure: editMeasurements),
      Group(name: "granularity", summary: "coarser and finer segments", measure: granularityMeasurements),
      Group(name: "replay", summary: "scripts without a terminal", measure: replayMeasurements),
      Group(name: "memory", summary: "memory of the program", measure: memoryMeasurements),
      Group(name: "files", summary: "decode, regions, masks", measure: fileMeasurements),
      Group(name: "segment", summary: "time and memory of every method", tables: segmentTables),
      Group(name: "template", summary: "templates found everywhere in an image", tables: templateTables),
      Group(name: "grabcut", summary: "a press in GrabCut mode", tables: grabCutTables),
      Group(name: "agreement", summary: "agreement with the reference implementations", tables: agreementTables),
      Group(name: "inference", summary: "models and masks everywhere", measure: inferenceMeasurements),
      Group(name: "quality", summary: "segments against known regions", tables: qualityTables),
      Group(name: "clicks", summary: "objects by clicks, without a model", tables: clickTables),
    ]
  }
}
