import Foundation
import Glibc
import OpenCVMethods
import Raster
import Segmentation
import TestSupport

/// Every automatic method with its defaults against the peer that does the same, each in a process of its own.
func segmentTables(_ inputs: Inputs) throws -> [Table] {
  let sizes = [Sizes.thumbnail, Sizes.web, Sizes.two, Sizes.twelve].filter(inputs.choice.takes(size:))
  let contests = Contest.all.filter { inputs.choice.takes(method: $0.method) }
  let trials = Trials(inputs)
  let times = try timeTable(contests, sizes, trials)
  let growth = sizes.contains(Sizes.two) && sizes.contains(Sizes.twelve) ? [try growthTable(contests, trials)] : []
  let cores = sizes.contains(Sizes.two) ? [try coreTable(contests, trials)] : []
  return [times] + growth + cores
}

private func timeTable(_ contests: [Contest], _ sizes: [Size], _ trials: Trials) throws -> Table {
  var table = Table(
    note: Trials.havePeers
      ? "Medians of as many runs as fit into 2 s, five at most; a slow peer runs once. MB: the peak beyond the decoded image."
      : "The peers are not installed: `make bench-peers` does it.",
    header: ["method", "input", "ours", "peer", "peer's", "peer / ours", "goal", "our MB", "peer's MB", "ours / peer"])
  for contest in contests {
    for size in sizes {
      announce("\(contest.method), \(Sizes.name(size))")
      let (ours, theirs) = (
        try trials.ours(contest.method, size), try contest.peer.flatMap { try trials.theirs($0, size) }
      )
      let verdict = contest.verdict(ours, theirs, size)
      table.rows.append([
        contest.method, Sizes.name(size), time(ours), contest.peer?.name ?? "", theirs.map(time) ?? "–",
        theirs.map { short($0.median / ours.median) + "x" } ?? "",
        verdict.map { "\($0.goal) \(mark($0.isMet))" } ?? "",
        short(ours.peak), theirs.map { short($0.peak) } ?? "", theirs.map { short(ours.peak / $0.peak) } ?? "",
      ])
      if verdict?.isMet == false {
        table.missed.append("\(contest.method) against \(contest.peer?.name ?? "its limit"), \(Sizes.name(size))")
      }
    }
  }
  return table
}

private func time(_ trial: Trial) -> String { "\(short(trial.median)) ms (\(trial.times.count))" }

/// How the time per pixel grows from 2 to 12 megapixels.
private func growthTable(_ contests: [Contest], _ trials: Trials) throws -> Table {
  var table = Table(
    title: "Growth with the pixels", note: "Time per pixel at 12 MP over that at 2 MP; 1 is linear.",
    header: ["method", "2 MP", "12 MP", "growth", "peer", "peer's growth"])
  for contest in contests {
    let ours = try (trials.ours(contest.method, Sizes.two), trials.ours(contest.method, Sizes.twelve))
    let theirs = try contest.peer.flatMap { peer in
      try trials.theirs(peer, Sizes.two).flatMap { two in try trials.theirs(peer, Sizes.twelve).map { (two, $0) } }
    }
    table.rows.append([
      contest.method, "\(short(perPixel(ours.0, Sizes.two))) ns", "\(short(perPixel(ours.1, Sizes.twelve))) ns",
      short(growth(ours)), contest.peer?.name ?? "", theirs.map { short(growth($0)) } ?? "",
    ])
  }
  return table
}

private func perPixel(_ trial: Trial, _ size: Size) -> Double { trial.median * 1e6 / Double(size.area) }

private func growth(_ trials: (two: Trial, twelve: Trial)) -> Double {
  perPixel(trials.twelve, Sizes.twelve) / perPixel(trials.two, Sizes.two)
}

/// The same work on one core and on all.
private func coreTable(_ contests: [Contest], _ trials: Trials) throws -> Table {
  let cores = ProcessInfo.processInfo.activeProcessorCount
  var table = Table(
    title: "One core and all", note: "2 MP; the process is bound to one core.",
    header: ["method", "1 core", "\(cores) cores", "gain", "label maps"])
  for method in Set(contests.map(\.method)).sorted() {
    announce("\(method) on one core")
    let all = try trials.ours(method, Sizes.two)
    guard let alone = try trials.oursAlone(method, Sizes.two) else { continue }
    table.rows.append([
      method, time(alone), time(all), short(alone.median / all.median) + "x",
      alone.digest == all.digest ? "equal" : "not equal ✗",
    ])
    if alone.digest != all.digest { table.missed.append("\(method): the label map depends on the cores") }
  }
  return table
}

/// What is being measured, for whoever waits at a terminal.
func announce(_ what: String) {
  if isatty(STDERR_FILENO) == 1 { FileHandle.standardError.write(Data("… \(what)\n".utf8)) }
}
