import ArgumentParser
import Glibc
import Inference
import OpenCVMethods
import Raster
import Segmentation
import Session
import SystemPackage

/// `tessera segment PATH…`: label maps of many images by one method.
struct Segment: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write label maps of images, by any automatic method.",
    discussion: """
      Example: `tessera segment photos/ --method slic --set segments=400 --preview` writes photos_segmented/jet1_segments.png \
      and jet1_preview.png for photos/jet1.jpg.

      A label map is a 16-bit gray PNG, above 65535 segments a 32-bit TIFF: 0 is edge, 1 to n are segments, each of \
      them 4-connected. With --raw they are the method's own ids, as chanvese's bins; those may begin at 0, and one id \
      may lie in many places.

      What is up to date is not done again. Ctrl-C stops with exit code 1, finished files stay, and the same command \
      goes on from there.
      """)

  @Argument(help: "Image files and folders.") var paths: [PathArgument]
  @OptionGroup var method: MethodOptions
  @OptionGroup var models: ModelOptions
  @Option(
    help: ArgumentHelp("Where label maps go (default: the sibling folder <images>_segmented).", valueName: "folder"))
  var output: PathArgument?
  @Flag(help: "Keep the method's own ids instead of numbering connected regions.") var raw = false
  @Flag(help: "Write a picture of each division too: mean colours and borders.") var preview = false
  @OptionGroup var work: WorkOptions
  @Flag(help: "Print one JSON object per image.") var json = false
  @Flag(help: "Do again what is up to date.") var force = false
  @Flag(help: "Take folders with everything below them.") var recursive = false
  @OptionGroup var limit: LimitOptions

  func run() throws {
    Interruption.watch()
    let library = try models.library()
    let registry = try reading { () throws(ModelFileError) in
      // Better said once than of every image.
      if method.method == SegmentAnything.name, try library.model() == nil { throw .noneGiven }
      return try MethodRegistry.with(library, for: method.method)
    }
    let spec = try method.spec(registry)
    let parameters = try registry.parameters(for: spec)
    let door = SystemFiles()
    let images = try reading { () throws(ImageListError) in
      try ImageList(paths.map(\.path), recursive: recursive, door: door)
    }
    let folder =
      output.map { OutputFolder(root: $0.path) } ?? OutputFolder(besideImages: paths[0].path, door: door)
    let segmenter = try reading { () throws(SegmentationError) in
      try BatchSegmenter(
        door: door, codec: OpenCVCodec(), registry: registry, output: folder, method: spec, options: options,
        program: Tessera.configuration.version)
    }
    let report = run(segmenter, images.files)
    if json { print(try encoded(report.images.map { SegmentRow($0, parameters) })) }
    try end(report)
  }

  private var options: BatchSegmenter.Options {
    var options = BatchSegmenter.Options()
    options.isRaw = raw
    options.memory = SystemMemory.available
    options.preview = preview
    options.force = force
    options.jobs = work.jobs
    options.pixelLimit = limit.pixelLimit
    return options
  }

  private func run(_ segmenter: BatchSegmenter, _ files: [ImageFile]) -> BatchReport {
    let line = ProgressLine(ProgressBar(verb: "segmenting", unit: "image"), total: files.count)
    defer { line.end() }
    let isQuiet = json
    return segmenter.run(
      files, isCancelled: { Interruption.isAsked },
      tell: { image in if !isQuiet { line.saying { say(image) } } }, watch: line.note)
  }

  private func end(_ report: BatchReport) throws {
    reasons(report.failures).forEach { note($0) }
    note(summary(report))
    if report.isCancelled { throw Exit.failed }
    let done = report.images.count - report.failures.count
    if done < report.total { throw done == 0 ? Exit.failed : Exit.partlyFailed }
  }

  private func summary(_ report: BatchReport) -> String {
    let spared = report.images.count { $0.outcome == .upToDate }
    let left = report.total - report.images.count
    var parts = ["\(report.images.count - spared - report.failures.count) segmented"]
    if spared > 0 { parts.append("\(spared) up to date") }
    if !report.failures.isEmpty { parts.append("\(report.failures.count) failed") }
    if left > 0 { parts.append("\(left) left out") }
    let text = parts.joined(separator: ", ") + " of \(report.total)"
    return report.isCancelled ? "stopped: \(text); run the same command again to go on" : text
  }
}

/// How much a command does at once.
struct WorkOptions: ParsableArguments {
  @Option(
    name: .customLong("jobs"),
    help: ArgumentHelp(
      "How many images are worked on at once; results do not depend on it (default: one per processor).",
      valueName: "n"))
  var chosenJobs: Int?

  var jobs: Int { chosenJobs ?? max(1, min(256, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  func validate() throws {
    guard (1...256).contains(jobs) else {
      throw ValidationError("--jobs \(jobs) is out of range; expected 1…256")
    }
  }
}

/// One line for each image that was segmented; what is up to date is only counted.
private func say(_ image: SegmentedImage) {
  guard image.outcome == .written, let segments = image.segments else { return }
  let noun = segments == 1 ? "segment" : "segments"
  print("\(image.file.name): \(segments) \(noun), \((image.seconds * 100).rounded() / 100) s")
}

/// The sentences of what went wrong, in the order of the images; an output folder that takes nothing is told once.
private func reasons(_ failures: [SegmentFailure]) -> [SegmentFailure] {
  var isOutputTold = false
  return failures.filter { failure in
    guard case .output = failure else { return true }
    defer { isOutputTold = true }
    return !isOutputTold
  }
}
