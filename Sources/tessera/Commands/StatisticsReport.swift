import Raster
import Session

/// The statistics of `tessera stats --json`. What there is not is null.
struct StatisticsReport: Encodable {
  struct Class: Encodable {
    let name: String
    let rgb: [Int]
    let pixels: Int
    @OrNull var segments: Int?
    let objects: Int

    init(_ paint: ClassStatistics, hasSegments: Bool) {
      (name, rgb, pixels) = (paint.name, StatisticsReport.rgb(paint.color), paint.pixels)
      objects = paint.objects
      segments = hasSegments ? paint.segments : nil
    }
  }

  struct Row: Encodable {
    let path: String
    let state: String
    let note: String
    @OrNull var source: String?
    @OrNull var width: Int?
    @OrNull var height: Int?
    let paintedPixels: Int
    @OrNull var paintedShare: Double?
    let classes: [Class]
    @OrNull var segments: Int?
    let commands: Int
    let steps: Int
    let undone: Int
    @OrNull var undoRatio: Double?
    let seconds: Double
    @OrNull var error: String?

    enum CodingKeys: String, CodingKey {
      case path, state, note, source, width, height, classes, segments, commands, steps, undone, seconds, error
      case paintedPixels = "painted_pixels"
      case paintedShare = "painted_share"
      case undoRatio = "undo_ratio"
    }

    init(_ image: ImageStatistics) {
      (path, state, note) = (image.file.path.string, image.status.rawValue, image.note)
      (paintedPixels, commands, steps, undone) = (image.paintedPixels, image.commands, image.steps, image.undone)
      seconds = Double(image.milliseconds) / 1000
      let isJournal = image.source == .journal
      classes = image.classes.map { Class($0, hasSegments: isJournal) }
      source = image.source?.rawValue
      (width, height) = (image.size?.width, image.size?.height)
      (paintedShare, undoRatio) = (image.paintedShare, image.undoRatio)
      segments = isJournal ? image.segments : nil
      error = image.failure
    }
  }

  struct ClassTotal: Encodable {
    let name: String
    let rgb: [Int]
    let pixels: Int
    let share: Double
    let segments: Int
    let objects: Int
    let images: Int
  }

  struct Totals: Encodable {
    let images: Int
    let labeled: Int
    let failed: Int
    let pixels: Int
    let paintedPixels: Int
    @OrNull var paintedShare: Double?
    let segments: Int
    let commands: Int
    let steps: Int
    let undone: Int
    @OrNull var undoRatio: Double?
    let seconds: Double

    enum CodingKeys: String, CodingKey {
      case images, labeled, failed, pixels, segments, commands, steps, undone, seconds
      case paintedPixels = "painted_pixels"
      case paintedShare = "painted_share"
      case undoRatio = "undo_ratio"
    }
  }

  let images: [Row]
  let classes: [ClassTotal]
  let states: [String: Int]
  let totals: Totals

  init(_ counted: [ImageStatistics], _ total: FolderStatistics) {
    images = counted.map(Row.init)
    classes = total.classes.map { shown in
      ClassTotal(
        name: shown.name, rgb: Self.rgb(shown.color), pixels: shown.pixels,
        share: Double(shown.pixels) / Double(max(1, total.pixels)), segments: shown.segments, objects: shown.objects,
        images: shown.images)
    }
    states = Dictionary(uniqueKeysWithValues: ImageStatus.allCases.map { ($0.rawValue, total.states[$0] ?? 0) })
    totals = Totals(
      images: total.images, labeled: total.counted, failed: total.failed, pixels: total.pixels,
      paintedPixels: total.paintedPixels, paintedShare: total.paintedShare, segments: total.segments,
      commands: total.commands, steps: total.steps, undone: total.undone, undoRatio: total.undoRatio,
      seconds: Double(total.milliseconds) / 1000)
  }

  private static func rgb(_ color: RGB) -> [Int] { [Int(color.red), Int(color.green), Int(color.blue)] }
}
