import Foundation
import Raster
import TestSupport

/// What a fresh process measured of one method on one image.
struct Trial {
  /// Milliseconds of every run.
  let times: [Double]
  /// Megabytes beyond the decoded image.
  let peak: Double
  let segments: Int
  /// Of the label map; ours only.
  let digest: String?

  var median: Double { times.sorted()[times.count / 2] }

  /// Reads `times …`, `peak …`, `segments …` and `digest …`, one a line.
  private init?(_ text: String) {
    let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    func values(_ name: String) -> [String] { lines.first { $0.first == name }.map { Array($0.dropFirst()) } ?? [] }
    times = values("times").compactMap(Double.init)
    guard !times.isEmpty, let peak = values("peak").first.flatMap(Double.init) else { return nil }
    self.peak = peak
    segments = values("segments").first.flatMap(Int.init) ?? 0
    digest = values("digest").first
  }

  fileprivate static func run(_ arguments: [String]) throws -> Trial {
    let run = try CommandRun.run(
      arguments, environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"], seconds: 900)
    guard run.status == .code(0), let trial = Trial(run.outputText) else {
      throw MissingInput(description: "\(arguments.joined(separator: " ")): \(run.errorText.suffix(300))")
    }
    return trial
  }
}

/// A method of another program.
struct Peer: Hashable {
  /// icas, scikit-image or opencv.
  let program: String
  let method: String
  /// Takes a minute and more at 12 megapixels.
  var isSlow = false

  var name: String { "\(program) \(method)" }
}

/// Trials by method and size; each is made once.
final class Trials {
  private let inputs: Inputs
  private var ours: [String: Trial] = [:]
  private var theirs: [String: Trial] = [:]
  private static let python = packageRoot + "/bench/.venv/bin/python"
  /// Runs are repeated while they fit into it.
  private static let seconds = "2"

  static var havePeers: Bool { FileManager.default.isExecutableFile(atPath: python) }

  init(_ inputs: Inputs) { self.inputs = inputs }

  func ours(_ method: String, _ size: Size) throws -> Trial {
    let key = "\(method) \(size.area)"
    if let trial = ours[key] { return trial }
    let trial = try Trial.run(arguments(method, size))
    ours[key] = trial
    return trial
  }

  /// The same on one core; nil where no program can see to it.
  func oursAlone(_ method: String, _ size: Size) throws -> Trial? {
    guard let taskset = installedProgram("taskset") else { return nil }
    return try Trial.run([taskset, "-c", "0"] + arguments(method, size))
  }

  private func arguments(_ method: String, _ size: Size) throws -> [String] {
    [try builtProgram("bench"), "once", method, try inputs.photo(size), Self.seconds]
  }

  /// One trial of a peer on any file.
  static func run(_ peer: Peer, _ image: String, seconds: String, _ options: [String] = []) throws -> Trial {
    try Trial.run(
      [python, packageRoot + "/bench/segment_peers.py", peer.program, peer.method, image, seconds] + options)
  }

  /// Nil where the peers are not installed or this one would take too long.
  func theirs(_ peer: Peer, _ size: Size) throws -> Trial? {
    let isTooSlow = peer.isSlow && size == Sizes.twelve && inputs.choice.isSlowPeerSkipped
    guard Self.havePeers, !isTooSlow else { return nil }
    let key = "\(peer.name) \(size.area)"
    if let trial = theirs[key] { return trial }
    // A peer that crashes or takes longer than a quarter of an hour must not cost the other rows.
    guard let trial = try? Self.run(peer, inputs.photo(size), seconds: Self.seconds) else {
      announce("\(key) failed")
      return nil
    }
    theirs[key] = trial
    return trial
  }
}

extension Inputs {
  /// The photograph on which methods are measured.
  fileprivate func photo(_ size: Size) throws -> String { try jpeg("fields.jpg", size) }
}
