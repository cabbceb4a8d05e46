import Raster
import Segmentation

/// The image that a replay has open.
struct OpenReplay {
  let file: ImageFile
  let method: MethodSpec
  private(set) var labeling: Labeling
  private(set) var record: [ReplayedCommand] = []
  let notices: [String]
  private let source: LabelSource
  private let isJournal: Bool
  private var undone = 0
  private var saved: MaskSnapshot?
  private let started = ContinuousClock().now

  init(
    replayer: Replayer, file: ImageFile, method: MethodSpec, header: JournalHeader, store: LabelStore,
    _ classes: ClassList, _ run: MethodRun
  ) throws(SessionError) {
    let decoded = try DecodedImage(
      reading: file, replayer.door, replayer.codec, pixelLimit: replayer.pixelLimit)
    var notices: [String] = []
    if let pinned = header.image {
      do throws(SessionError) { try checkImage(decoded, pinned) } catch {
        guard replayer.force else { throw error }
        notices.append("\(error)")
      }
    }
    source = LabelSource(
      image: decoded.image, name: file.name, registry: replayer.registry, run: run, store: store, force: replayer.force,
      answerer: replayer.answerer)
    let (labels, notice) = try source.labels(method, pinned: header.labels)
    let (paint, objects) = try loadPaint(header, store, decoded, force: replayer.force)
    isJournal = header.image != nil
    self.file = file
    self.method = method
    self.notices = notices + (notice.map { ["\(file.name): \($0)"] } ?? [])
    labeling = Labeling(labels: labels, paint: paint, objects: objects, classes: classes, image: decoded.image)
  }

  mutating func perform(_ recorded: ReplayedCommand) throws(SessionError) -> String? {
    let depth = labeling.history.redoDepth
    let notice = try labeling.replay(recorded.command, recorded.pinned, source)
    switch recorded.command {
    case .undo, .redo: undone += labeling.history.redoDepth - depth
    case .save: saved = snapshot
    default: break
    }
    record.append(recorded)
    return notice
  }

  /// As at the last `save`; without one as it is.
  var masks: MaskSnapshot { saved ?? snapshot }

  private var snapshot: MaskSnapshot { MaskSnapshot(stem: file.stem, labeling.state) }

  func result(_ saved: SavedMasks) -> ReplayedImage {
    let commands = isJournal ? record.count { $0.hasTime } : record.count
    return ReplayedImage(
      file: file, commands: commands, undone: undone, masks: saved.masks, instances: saved.instances,
      seconds: started.duration(to: ContinuousClock().now) / .seconds(1))
  }
}
