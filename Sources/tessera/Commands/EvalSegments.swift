import ArgumentParser
import Foundation
import OpenCVMethods
import Session

/// `tessera eval segments LABELS GROUND_TRUTH…`: how well segments follow what people drew.
struct EvalSegments: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segments",
    abstract: "Score label maps against ground-truth label maps.",
    discussion: """
      Example: `tessera eval segments photos_segmented/ annotator1/ annotator2/` scores every \
      photos_segmented/NAME_segments.png against annotator1/NAME.png and annotator2/NAME.png. Files are compared as \
      named: `tessera eval segments jet1_segments.png truth1.png truth2.png`.

      Each score is the mean over the ground truths of an image, the last line the mean over the images. BR is boundary \
      recall, BP boundary precision, F their harmonic mean, UE the undersegmentation error, ASA the achievable \
      segmentation accuracy. Every label counts as a segment, 0 included.
      """)

  @Argument(help: "A label map, or a folder of them: gray PNG of 8 or 16 bits, or TIFF of 32.") var labels: PathArgument
  @Argument(help: ArgumentHelp("Label maps of people: files, or one folder per annotator.", valueName: "ground-truth"))
  var truths: [PathArgument]
  @Option(help: ArgumentHelp("How far a boundary may be off.", valueName: "pixels")) var tolerance = 2
  @OptionGroup var work: WorkOptions
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard (0...100).contains(tolerance) else {
      throw ValidationError("--tolerance \(tolerance) is out of range; expected 0…100")
    }
  }

  func run() throws {
    Interruption.watch()
    let door = SystemFiles()
    let matched = try reading { () throws(LabelPairError) in
      try LabelPairs(labels.path, truths.map(\.path), door: door)
    }
    if matched.idle > 0 { note("ground truths without a label map, left out: \(matched.idle)") }
    let line = ProgressLine(ProgressBar(verb: "scoring", unit: "image"), total: matched.pairs.count)
    let scored = SegmentEvaluator(door: door, codec: OpenCVCodec(), tolerance: tolerance)
      .run(matched.pairs, jobs: work.jobs, isCancelled: { Interruption.isAsked }, watch: line.note)
    line.end()
    let mean = MeanScores(of: scored.compactMap(\.scores))
    if json { print(try encoded(ScoreReport(scored, mean, tolerance))) } else { ScoreTable(scored, mean).say() }
    try end(scored, total: matched.pairs.count)
  }

  private func end(_ scored: [ScoredPair], total: Int) throws {
    let failures = scored.compactMap(\.failure)
    failures.forEach { note($0) }
    if scored.count < total {
      throw fail("stopped: \(scored.count) of \(total) are scored; run the same command again for all of them")
    }
    if !failures.isEmpty { throw failures.count < total ? Exit.partlyFailed : Exit.failed }
  }
}

/// The scores for people.
private struct ScoreTable {
  private let scored: [ScoredPair]
  private let mean: MeanScores?

  init(_ scored: [ScoredPair], _ mean: MeanScores?) { (self.scored, self.mean) = (scored, mean) }

  func say() {
    let rows = scored.compactMap { pair in pair.scores.map { (pair.pair.name, "\(pair.pair.truths.count)", $0) } }
    guard let mean else { return }
    let width = max(5, rows.map(\.0.count).max() ?? 0)
    print("image".filled(width) + "  truths  segments      BR      BP       F      UE     ASA")
    for (name, truths, scores) in rows + [("mean", "", mean)] {
      let values = [
        scores.boundaryRecall, scores.boundaryPrecision, scores.boundaryF, scores.undersegmentationError,
        scores.achievableAccuracy,
      ]
      print(
        name.filled(width) + truths.padded(8)
          + String(format: "%10.1f", scores.segments) + values.map { String(format: "%8.4f", $0) }.joined())
    }
  }
}
