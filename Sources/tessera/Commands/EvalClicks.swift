import ArgumentParser
import Inference
import OpenCVMethods
import Session

/// `tessera eval clicks IMAGES GROUND_TRUTH`: how many clicks it takes until masks are right.
struct EvalClicks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clicks",
    abstract: "Count the clicks that objects take until their masks are right.",
    discussion: """
      Example: `tessera eval clicks photos/ truth/` clicks every object of truth/NAME.png, truth/NAME_segments.png and \
      truth/NAME_mask….png in photos/NAME.jpg. Each label but 0 is an object, and so is each mask.

      A simulated annotator clicks first in the middle of the object, then in the middle of the largest error, until \
      nothing is wrong or all clicks are made. The table says how many clicks it takes on average until the mask's \
      intersection over union (IoU) with the object reaches 85 and 90 %, how many objects failed, which count with all \
      clicks, and the mean IoU after some clicks. GrabCut begins with a box around the object, which counts as a click.
      """)

  enum Method: String, CaseIterable, ExpressibleByArgument {
    case builtIn = "built-in"
    case grabcut, sam
  }

  @Argument(help: "An image, or a folder of them.") var images: PathArgument
  @Argument(help: ArgumentHelp("A label map or mask, or a folder of them.", valueName: "ground-truth"))
  var truths: PathArgument
  @Option(help: "What answers the clicks; several may be named: built-in, grabcut, sam (default: built-in).")
  var method: [Method] = []
  @Option(help: "How many clicks an object gets at most.") var clicks = 20
  @Option(help: ArgumentHelp("Objects of fewer pixels are left out.", valueName: "pixels")) var minArea = 500
  @OptionGroup var models: ModelOptions
  @OptionGroup var work: WorkOptions
  @OptionGroup var limit: LimitOptions
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard (1...100).contains(clicks) else {
      throw ValidationError("--clicks \(clicks) is out of range; expected 1…100")
    }
    guard minArea >= 1 else { throw ValidationError("--min-area \(minArea) is out of range; expected at least 1") }
  }

  func run() throws {
    Interruption.watch()
    let door = SystemFiles()
    let pairs = try reading { () throws(LabelPairError) in
      try ClickPairs(images.path, truths.path, door: door).pairs
    }
    let evaluator = ClickEvaluator(
      door: door, codec: OpenCVCodec(), clicks: clicks, leastArea: minArea, pixelLimit: limit.pixelLimit)
    var found: [MethodClicks] = []
    for method in try methods() where !Interruption.isAsked {
      let line = ProgressLine(ProgressBar(verb: "clicking", unit: "image"), total: pairs.count)
      let images = evaluator.run(
        pairs, by: method, jobs: work.jobs, isCancelled: { Interruption.isAsked }, watch: line.note)
      line.end()
      found.append(MethodClicks(method.name, images, clicks: clicks))
    }
    if json { print(try encoded(ClickReport(found, clicks: clicks))) } else { ClickTable(found).say() }
    try end(found, total: pairs.count)
  }

  /// Each once, in the order in which they were named.
  private func methods() throws -> [any ClickMethod] {
    var methods: [any ClickMethod] = []
    for (place, name) in method.enumerated() where !method[..<place].contains(name) {
      methods.append(try made(name))
    }
    return methods.isEmpty ? [BuiltInClicks()] : methods
  }

  private func made(_ method: Method) throws -> any ClickMethod {
    switch method {
    case .builtIn: return BuiltInClicks()
    case .grabcut: return GrabCutClicks()
    case .sam:
      let library = try models.library()
      return try reading { () throws(ModelFileError) in
        guard let model = try library.model() else { throw .noneGiven }
        return SamClicks(model.predictor)
      }
    }
  }

  private func end(_ found: [MethodClicks], total: Int) throws {
    let failures = found.flatMap { method in
      method.images.compactMap { image in image.failure.map { "\(method.method): \($0)" } }
    }
    failures.forEach { note($0) }
    if Interruption.isAsked {
      let done = found.map(\.images.count).min() ?? 0
      throw fail("stopped: \(done) of \(total) images are done; run the same command again for all of them")
    }
    if !failures.isEmpty { throw found.allSatisfy { $0.summary == nil } ? Exit.failed : Exit.partlyFailed }
  }
}
