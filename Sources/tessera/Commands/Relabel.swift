import ArgumentParser
import OpenCVMethods
import Segmentation
import Session

/// `tessera relabel FOLDER --from A --to B`: one class becomes another, in all images.
struct Relabel: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make all paint of a class paint of another, in all images of a folder.",
    discussion: """
      Example: `tessera relabel photos/ --from truck --to car --dry-run` counts the pixels, and without --dry-run they \
      become cars.

      Each image that has a journal, or masks alone, gets the command `relabel truck car` in its journal, which `undo` \
      takes back there; masks that were saved are written again. `tessera relabel photos/ --undo` takes the last \
      relabeling back in all images where nothing was labeled since, and names the others. Both classes stay. Images \
      that another Tessera has open, or that cannot be read or written, are skipped and named. Ctrl-C stops between two \
      images, and the same command goes on.
      """)

  @Argument(help: "Folders of images, or image files.") var paths: [PathArgument]
  @Option(help: ArgumentHelp("The class that loses its pixels, by name.", valueName: "class")) var from: String?
  @Option(help: ArgumentHelp("The class that gets them, by name.", valueName: "class")) var to: String?
  @Flag(help: "Take the last relabeling of the folder back.") var undo = false
  @Flag(help: "Count the pixels of each image and touch nothing.") var dryRun = false
  @Option(
    help: ArgumentHelp(
      "Where masks and journals lie (default: the sibling folder <images>_segmented).", valueName: "folder"))
  var output: PathArgument?
  @OptionGroup var classes: ClassesOption
  @OptionGroup var method: MethodOptions
  @OptionGroup var work: WorkOptions
  @Flag(help: "Print JSON.") var json = false
  @Flag(help: "Take folders with everything below them.") var recursive = false
  @OptionGroup var limit: LimitOptions

  func validate() throws {
    let names = [from, to].compactMap(\.self)
    if undo, !names.isEmpty || dryRun { throw ValidationError("--undo takes back the last one; leave the others out") }
    if !undo, names.count < 2 { throw ValidationError("expected --from CLASS --to CLASS, or --undo") }
    if names.contains("") { throw ValidationError("'' names no class; expected --from CLASS --to CLASS") }
  }

  func run() throws {
    Interruption.watch()
    let door = SystemFiles()
    let list = try Settings.classes(classes.classes?.path)
    let images = try reading { () throws(ImageListError) in
      try ImageList(paths.map(\.path), recursive: recursive, door: door)
    }
    let registry = MethodRegistry.standard
    let folder =
      output.map { OutputFolder(root: $0.path) } ?? OutputFolder(besideImages: paths[0].path, door: door)
    let opener = SessionOpener(
      door: door, codec: OpenCVCodec(), registry: registry, output: folder, pixelLimit: limit.pixelLimit, classes: list)
    let relabeler = FolderRelabeler(images.files, opener: opener, method: try method.spec(registry))
    let report = undo ? try takeBack(relabeler, images.files.count) : try relabel(relabeler, images.files.count)
    opener.close()
    try end(report)
  }

  // MARK: Doing

  private func relabel(_ relabeler: FolderRelabeler, _ count: Int) throws -> RelabelReport {
    let plan = try withProgress("counting", count) { line throws(RelabelError) in
      try relabeler.plan(
        from: from ?? "", to: to ?? "", jobs: work.jobs, isCancelled: { Interruption.isAsked }, watch: line.note)
    }
    if plan.isCancelled { throw fail("stopped before anything was changed; run the same command again") }
    if dryRun {
      let report = RelabelReport(counting: plan)
      report.images.forEach { say($0) }
      return report
    }
    return try withProgress("relabeling", plan.images.count) { line throws(RelabelError) in
      try relabeler.run(
        plan, isCancelled: { Interruption.isAsked }, tell: { image in line.saying { say(image) } }, watch: line.note)
    }
  }

  private func takeBack(_ relabeler: FolderRelabeler, _ count: Int) throws -> RelabelReport {
    try withProgress("taking back", count) { line throws(RelabelError) in
      try relabeler.takeBack(
        isCancelled: { Interruption.isAsked }, tell: { image in line.saying { say(image) } }, watch: line.note)
    }
  }

  private func withProgress<Value>(
    _ verb: String, _ count: Int, _ body: (ProgressLine) throws(RelabelError) -> Value
  ) throws -> Value {
    let line = ProgressLine(ProgressBar(verb: verb, unit: "image"), total: count)
    defer { line.end() }
    return try reading { () throws(RelabelError) in try body(line) }
  }

  // MARK: Saying

  private func say(_ image: RelabeledImage) {
    switch image.outcome {
    case .relabeled(let pixels), .takenBack(let pixels):
      if !json { print("\(image.file.name): \(pixels) pixel\(pixels == 1 ? "" : "s")") }
    case .masksWritten: if !json { print("\(image.file.name): masks") }
    case .changedSince: note("\(image.file.name): something was labeled since; take it back there")
    case .skipped(let reason): note("\(image.file.name): \(reason)")
    }
  }

  private func sayTotal(_ report: RelabelReport) {
    if json {
      if let text = try? encoded(RelabelRow(report, isDryRun: dryRun, isUndo: undo)) { print(text) }
    } else {
      let verb = dryRun ? "to be relabeled" : undo ? "taken back" : "relabeled"
      print("\(printable(report.from)) to \(printable(report.to)): \(report.summary) \(verb)")
    }
  }

  private func end(_ report: RelabelReport) throws {
    sayTotal(report)
    if report.isCancelled { throw fail("stopped: run the same command again to go on") }
    if report.left > 0 { throw report.done > 0 ? Exit.partlyFailed : Exit.failed }
  }
}

/// `tessera relabel --json`. What there is not is null.
private struct RelabelRow: Encodable {
  struct Image: Encodable {
    let path: String
    let pixels: Int
    @OrNull var error: String?

    init(_ image: RelabeledImage) {
      (path, pixels) = (image.file.path.string, image.pixels)
      switch image.outcome {
      case .skipped(let reason): error = reason
      case .changedSince: error = "something was labeled since"
      case .relabeled, .takenBack, .masksWritten: error = nil
      }
    }
  }

  private enum CodingKeys: String, CodingKey {
    case from, to, undo, images, pixels, done, left, stopped
    case dryRun = "dry_run"
  }

  let from: String
  let to: String
  let dryRun: Bool
  let undo: Bool
  let images: [Image]
  let pixels: Int
  let done: Int
  let left: Int
  let stopped: Bool

  init(_ report: RelabelReport, isDryRun: Bool, isUndo: Bool) {
    (from, to, dryRun, undo) = (report.from, report.to, isDryRun, isUndo)
    images = report.images.map(Image.init)
    (pixels, done, left, stopped) = (report.pixels, report.done, report.left, report.isCancelled)
  }
}
