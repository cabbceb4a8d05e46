import ArgumentParser
import Editor
import Foundation
import OpenCVMethods
import Segmentation
import Session

/// `tessera eval annotator IMAGES GROUND_TRUTH`: how many keys it takes to label images.
struct EvalAnnotator: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotator",
    abstract: "Count the keys that images take until they are labeled.",
    discussion: """
      Example: `tessera eval annotator photos/ truth/ --method slic` labels photos/NAME.jpg by truth/NAME.png, where \
      each label but 0 is a class, as a person would who knows what belongs where.

      fills: points at every segment, the largest first, and presses the key of its class. walk: Tab, then a key for \
      every segment. hints: `;`, for every class its key, for its segments their letters. smart-fill: G, Tab, then for \
      the largest segment + and - until much is shown and nothing wrong, and the key of its class. granularity: fills coarse segments \
      that lie in one class, then finer ones. A class takes one key.

      The table says how many keys and pointings an image takes on average, how many pixels have their class at the \
      end, and how many actions it takes until 90 and 95 % have it; images that never get there count with all.
      """)

  @Argument(help: "An image, or a folder of them.") var images: PathArgument
  @Argument(help: ArgumentHelp("A label map, or a folder of them.", valueName: "ground-truth"))
  var truths: PathArgument
  @OptionGroup var method: MethodOptions
  @Option(help: "How to label; several may be named (default: all of them).") var strategy: [AnnotationStrategy] = []
  @OptionGroup var work: WorkOptions
  @OptionGroup var limit: LimitOptions
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    Interruption.watch()
    let registry = MethodRegistry.with(nil)
    let evaluator = AnnotationEvaluator(
      door: SystemFiles(), codec: OpenCVCodec(), registry: registry, method: try method.spec(registry),
      pixelLimit: limit.pixelLimit, hintLetters: { HintCodes(count: $0).length })
    let pairs = try reading { () throws(LabelPairError) in
      try ClickPairs(images.path, truths.path, door: SystemFiles()).pairs
    }
    let line = ProgressLine(ProgressBar(verb: "labeling", unit: "image"), total: pairs.count)
    let found = evaluator.run(
      pairs, by: strategies, jobs: work.jobs, isCancelled: { Interruption.isAsked }, watch: line.note)
    line.end()
    let rows = AnnotationReport(found, strategies)
    if json { print(try encoded(rows)) } else { rows.say() }
    try end(found, total: pairs.count)
  }

  /// Each once, in the order in which they were named.
  private var strategies: [AnnotationStrategy] {
    let named = strategy.enumerated().filter { !strategy[..<$0].contains($1) }.map(\.element)
    return named.isEmpty ? AnnotationStrategy.allCases : named
  }

  private func end(_ found: [AnnotatedImage], total: Int) throws {
    let failures = found.compactMap(\.failure)
    failures.forEach { note($0) }
    if found.count < total {
      throw fail("stopped: \(found.count) of \(total) images are done; run the same command again for all of them")
    }
    if !failures.isEmpty { throw failures.count < total ? Exit.partlyFailed : Exit.failed }
  }
}

extension AnnotationStrategy: ExpressibleByArgument {}

/// The efforts, for people and as JSON.
private struct AnnotationReport: Encodable {
  struct Strategy: Encodable {
    let strategy: String
    let tasks: Int
    let segments: Double
    let keys: Double
    let pointings: Double
    let accuracy: Double
    let reached: [Reach]
  }

  struct Reach: Encodable {
    let accuracy: Double
    let actions: Double
    let failed: Double
  }

  let strategies: [Strategy]

  init(_ images: [AnnotatedImage], _ strategies: [AnnotationStrategy]) {
    let tasks = images.flatMap(\.tasks)
    self.strategies = strategies.compactMap { strategy in
      AnnotationSummary(of: tasks.filter { $0.strategy == strategy }.map(\.effort)).map { Strategy(strategy, $0) }
    }
  }

  func say() {
    guard !strategies.isEmpty else { return }
    print("strategy     tasks  segments    keys  pointings  accuracy  to 90 %   failed  to 95 %   failed")
    for row in strategies {
      print(
        row.strategy.filled(12)
          + String(
            format: "%6d%10.1f%8.1f%11.1f%8.2f %%", row.tasks, row.segments, row.keys, row.pointings,
            row.accuracy * 100)
          + row.reached.map { String(format: "%9.1f%7.1f %%", $0.actions, $0.failed * 100) }.joined())
    }
  }
}

extension AnnotationReport.Strategy {
  fileprivate init(_ strategy: AnnotationStrategy, _ summary: AnnotationSummary) {
    self.strategy = strategy.rawValue
    (tasks, segments, keys, pointings) = (summary.tasks, summary.segments, summary.keys, summary.pointings)
    accuracy = summary.accuracy
    reached = summary.reaches.map {
      AnnotationReport.Reach(accuracy: $0.accuracy, actions: $0.actions, failed: $0.failed)
    }
  }
}
