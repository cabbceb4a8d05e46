import ArgumentParser
import Glibc
import OpenCVMethods
import Segmentation
import Session
import SystemPackage

/// `tessera replay SCRIPT…`: the same masks without a terminal.
struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run session scripts or journals without a terminal: same masks, same bytes.",
    discussion: """
      Example: `tessera replay photos_segmented/.tessera/jet1.tessera` repeats what was labeled on jet1. \
      A mistake in a script stops it at its line, and no mask of that image is written.
      """)

  @Argument(help: "Session scripts and journals.") var scripts: [PathArgument]
  @Option(help: ArgumentHelp("Where the scripts' images lie (default: beside each script).", valueName: "folder"))
  var images: PathArgument?
  @OptionGroup var output: OutputOptions
  @OptionGroup var models: ModelOptions
  @OptionGroup var templates: TemplateOptions
  @Flag(help: "Go on where an image, its segments or a mask differ from what the journal pins.") var force = false
  @Flag(help: "Print one JSON object per image.") var json = false
  @OptionGroup var limit: LimitOptions

  func run() throws {
    signal(SIGXFSZ, SIG_IGN)
    let library = try models.library()
    var replayer = Replayer(
      door: SystemFiles(), codec: OpenCVCodec(), registry: .with(library), pixelLimit: limit.pixelLimit,
      method: MethodSpec(MethodOptions.standard))
    replayer.images = images?.path
    replayer.output = output.output?.path
    replayer.maskNames = output.maskNames
    replayer.force = force
    replayer.answerer = PromptMethods(
      predictor: PredictorService(
        library, tell: { status in if let notice = status.notice { note(notice) } }),
      templates: try reading { () throws(TemplateFileError) in try templates.sets(limit) })
    let reports = scripts.map { script -> ReplayReport in
      let report = replayer.run(script.path, MethodRun(memory: SystemMemory.available))
      report.notices.forEach { note($0) }
      if let failure = report.failure { note(failure) }
      if !json { report.images.forEach { say($0) } }
      return report
    }
    if json { print(try encoded(reports.flatMap(\.images).map(ReplayRow.init))) }
    try end(reports)
  }

  private func say(_ image: ReplayedImage) {
    print("\(image.file.name): \(image.commands) commands, \(image.undone) undone")
    for mask in image.masks { print("  \(ImageFile(path: mask.path).name)  \(mask.pixels) pixels") }
    if let map = image.instances { print("  \(ImageFile(path: map.path).name)  \(map.objects) objects") }
  }

  private func end(_ reports: [ReplayReport]) throws {
    let failed = reports.count { $0.failure != nil }
    if failed == 0 { return }
    throw failed < reports.count || reports.contains(where: { !$0.images.isEmpty }) ? Exit.partlyFailed : Exit.failed
  }
}

/// One image of `tessera replay --json`.
private struct ReplayRow: Encodable {
  struct Mask: Encodable {
    let file: String
    let `class`: String
    let pixels: Int
    let sha256: String
  }

  struct Instances: Encodable {
    let file: String
    let objects: Int
    let sha256: String
  }

  let path: String
  let commands: Int
  let undone: Int
  let masks: [Mask]
  @OrNull var instances: Instances?
  let seconds: Double

  init(_ image: ReplayedImage) {
    path = image.file.path.string
    commands = image.commands
    undone = image.undone
    masks = image.masks.map { mask in
      Mask(file: mask.path.string, class: mask.className, pixels: mask.pixels, sha256: mask.digest.description)
    }
    instances = image.instances.map { map in
      Instances(file: map.path.string, objects: map.objects, sha256: map.digest.description)
    }
    seconds = image.seconds
  }
}
