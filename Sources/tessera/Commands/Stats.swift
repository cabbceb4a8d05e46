import ArgumentParser
import Foundation
import OpenCVMethods
import Session
import Synchronization

/// `tessera stats FOLDER`: what was labeled, and by how much work.
struct Stats: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Count what was labeled in a folder: classes, states, time.",
    discussion: """
      Example: `tessera stats photos/` reads the journals and masks in photos_segmented/ and prints a line per image, \
      then the classes, the states and the totals. `--json` prints the same for machines.

      No image is opened: journals are replayed in memory, and of images without a journal the masks are counted. \
      Segments of a class are those that hold at least one of its pixels. Shares are of all pixels of the images in \
      which something was labeled. Time is that between commands, without pauses of more than a minute. Undone are the \
      steps that were taken back, of those that were made. Classes are listed in the order of the classes file.
      """)

  @Argument(help: "Folders of images, or image files.") var paths: [PathArgument]
  @Option(
    help: ArgumentHelp(
      "Where masks and journals lie (default: the sibling folder <images>_segmented).", valueName: "folder"))
  var output: PathArgument?
  @OptionGroup var classes: ClassesOption
  @OptionGroup var work: WorkOptions
  @Flag(help: "Print JSON.") var json = false
  @Flag(help: "Take folders with everything below them.") var recursive = false
  @OptionGroup var limit: LimitOptions

  func run() throws {
    Interruption.watch()
    let door = SystemFiles()
    let list = try Settings.classes(classes.classes?.path)
    let images = try reading { () throws(ImageListError) in
      try ImageList(paths.map(\.path), recursive: recursive, door: door)
    }
    let folder =
      output.map { OutputFolder(root: $0.path) } ?? OutputFolder(besideImages: paths[0].path, door: door)
    let counter = FolderCounter(
      images.files, folder, door: door, codec: OpenCVCodec(), pixelLimit: limit.pixelLimit)
    counter.notices.forEach { note($0) }
    let counted = count(counter, images.files)
    var total = FolderStatistics()
    for image in counted { total.add(image) }
    total.arrange(by: list)
    if json { print(try encoded(StatisticsReport(counted, total))) } else { StatisticsTable.say(total) }
    if counted.count < images.files.count {
      throw fail("stopped: \(counted.count) of \(images.files.count) are counted; run the same command again")
    }
    if total.failed > 0 { throw total.counted > 0 ? Exit.partlyFailed : Exit.failed }
  }

  /// Images are told as they come: a long table begins at once.
  private func count(_ counter: FolderCounter, _ files: [ImageFile]) -> [ImageStatistics] {
    let line = ProgressLine(ProgressBar(verb: "counting", unit: "image"), total: files.count)
    defer { line.end() }
    let table = json ? nil : StatisticsTable(files)
    if let table { line.saying { table.sayHead() } }
    return counter.run(
      jobs: work.jobs, isCancelled: { Interruption.isAsked },
      tell: { image in
        line.saying {
          if let failure = image.failure { note(failure) } else { table?.say(image) }
        }
      }, watch: line.note)
  }
}

/// The statistics for people.
private struct StatisticsTable: Sendable {
  private let width: Int

  init(_ files: [ImageFile]) { width = max(5, files.map(\.name.count).max() ?? 0) }

  func sayHead() {
    print("image".filled(width) + "  state       painted  classes  segments  commands  undone       time")
  }

  func say(_ image: ImageStatistics) {
    let isCounted = image.source != nil
    let isJournal = image.source == .journal
    let cells = [
      Self.share(image.paintedShare).padded(9), (isCounted ? "\(image.classes.count)" : "-").padded(9),
      (isJournal ? "\(image.segments)" : "-").padded(10), (isJournal ? "\(image.commands)" : "-").padded(10),
      Self.share(image.undoRatio).padded(8), (isJournal ? Self.time(image.milliseconds) : "-").padded(11),
    ]
    print(image.file.name.filled(width) + "  " + image.status.rawValue.filled(10) + cells.joined())
  }

  static func say(_ total: FolderStatistics) {
    if !total.classes.isEmpty { say(total.classes, of: total) }
    print("")
    let states = ImageStatus.allCases.map { "\($0.rawValue) \(total.states[$0] ?? 0)" }
    print("images     \(total.images): " + states.joined(separator: ", "))
    print(
      "labeled    \(total.counted), \(share(total.paintedShare)) of their pixels painted, \(total.segments) segments")
    print(
      "work       \(time(total.milliseconds)), \(total.commands) commands, \(total.steps) steps, "
        + "\(total.undone) undone (\(share(total.undoRatio)))")
  }

  private static func say(_ classes: [FolderStatistics.Total], of total: FolderStatistics) {
    let names = classes.map { printable($0.name) }
    let width = max(5, names.map(\.count).max() ?? 0)
    print("\n" + "class".filled(width) + "  colour             pixels    share  segments   objects    images")
    for (name, shown) in zip(names, classes) {
      let color = "\(shown.color.red),\(shown.color.green),\(shown.color.blue)"
      let part = total.pixels == 0 ? nil : Double(shown.pixels) / Double(total.pixels)
      print(
        name.filled(width) + "  " + color.filled(12) + "\(shown.pixels)".padded(13) + share(part).padded(9)
          + "\(shown.segments)".padded(10) + "\(shown.objects)".padded(10) + "\(shown.images)".padded(10))
    }
  }

  private static func share(_ part: Double?) -> String { part.map { String(format: "%.1f %%", $0 * 100) } ?? "-" }

  /// `12.3 s`, `4 min 05 s`, `3 h 07 min`.
  private static func time(_ milliseconds: Int) -> String {
    let seconds = milliseconds / 1000
    if seconds < 60 { return String(format: "%.1f s", Double(milliseconds) / 1000) }
    if seconds < 3600 { return String(format: "%d min %02d s", seconds / 60, seconds % 60) }
    return String(format: "%d h %02d min", seconds / 3600, seconds / 60 % 60)
  }
}
