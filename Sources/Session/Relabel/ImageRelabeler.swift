import Raster
import Segmentation
import SystemPackage

/// Relabels one image after the other, each under its lock.
struct ImageRelabeler {
  let opener: SessionOpener
  let method: MethodSpec
  /// How the masks are named that were saved, by stem.
  let maskNames: [String: OutputFolder.MaskNames]
  let log: RelabelLog

  // MARK: Relabeling

  func relabel(_ image: RelabelPlan.Image, _ plan: RelabelPlan) -> RelabeledImage {
    do throws(SessionError) {
      let session = try open(image.file, classes(image, plan))
      defer { try? session.close() }
      return RelabeledImage(file: image.file, outcome: try relabel(session, image, plan))
    } catch { return RelabeledImage(file: image.file, outcome: .skipped("\(error)")) }
  }

  /// What the image lacks: masks alone name no classes, a journal only those that it has.
  private func classes(_ image: RelabelPlan.Image, _ plan: RelabelPlan) -> ClassList {
    var classes = image.hasJournal ? ClassList() : opener.classes
    classes.append(missing: image.hasJournal ? image.hasTarget ? [] : [plan.to] : [plan.from, plan.to])
    return classes
  }

  private func relabel(
    _ session: Session, _ image: RelabelPlan.Image, _ plan: RelabelPlan
  ) throws(SessionError) -> RelabeledImage.Outcome {
    let (stem, classes) = (image.file.stem, session.state.classes)
    guard let from = classes.meant(by: plan.from), session.state.pixels(ofClass: from) > 0 else {
      return try finish(session, stem)
    }
    guard let to = classes.meant(by: plan.to) else { throw .unknownClass(plan.to.name, nearest: nil, count: 0) }
    let command = Command.relabel(.name(classes.classes[from - 1].name), .name(classes.classes[to - 1].name))
    // What is refused leaves no trace.
    if case .failure(let refusal) = session.plannedPaint(of: command) { return .skipped(refusal.reason) }
    let pixels = session.state.pixels(ofClass: from)
    let line = try opener.lastLine(of: image.file)
    do { try log.begin(stem, after: line) } catch { throw .file(error) }
    _ = try session.perform(command)
    try writeMasks(session, stem)
    try note(.done, stem)
    return .relabeled(pixels - session.state.pixels(ofClass: from))
  }

  /// The journal has its line already; the masks are left.
  private func finish(_ session: Session, _ stem: String) throws(SessionError) -> RelabeledImage.Outcome {
    if let entry = log.runs.last?[stem], try opener.relabelLine(of: session.file, after: entry.line) != nil {
      try writeMasks(session, stem)
    }
    try note(.done, stem)
    return .masksWritten
  }

  // MARK: Taking back

  /// Nil where nothing was relabeled, or a person has taken it back already.
  func takeBack(_ file: ImageFile, _ run: RelabelRun, runAt place: Int) -> RelabeledImage? {
    guard let entry = run[file.stem] else { return nil }
    do throws(SessionError) {
      guard let line = try opener.relabelLine(of: file, after: entry.line) else { return nil }
      let session = try open(file, ClassList())
      defer { try? session.close() }
      return try takeBack(session, entry, line, place).map { RelabeledImage(file: file, outcome: $0) }
    } catch { return RelabeledImage(file: file, outcome: .skipped("\(error)")) }
  }

  private func takeBack(
    _ session: Session, _ entry: RelabelRun.Entry, _ line: Int, _ place: Int
  ) throws(SessionError) -> RelabeledImage.Outcome? {
    guard let replay = try opener.replay(journalOf: session.file) else { return nil }
    if replay.redoLines.contains(line) {
      guard entry.progress == .returning else { return nil }
      try writeMasks(session, entry.stem)
      try note(.takenBack, entry.stem, place)
      return .masksWritten
    }
    guard replay.undoLines.last == line else { return .changedSince }
    let before = session.state.pixelsByClass
    try note(.returning, entry.stem, place)
    _ = try session.perform(.undo(1))
    try writeMasks(session, entry.stem)
    try note(.takenBack, entry.stem, place)
    return .takenBack(zip(before, session.state.pixelsByClass).reduce(0) { $0 + max(0, $1.0 - $1.1) })
  }

  // MARK: Steps

  private func open(_ file: ImageFile, _ classes: ClassList) throws(SessionError) -> Session {
    var opener = opener
    opener.classes = classes
    return Session(try opener.prepare(opener.decode(file), method))
  }

  /// Where masks were saved they are saved again, named as they are.
  private func writeMasks(_ session: Session, _ stem: String) throws(SessionError) {
    guard let names = maskNames[stem] else { return }
    _ = try session.perform(.save)
    let folder = OutputFolder(root: opener.output.root, maskNames: names)
    let store = MaskStore(folder, door: opener.door, codec: opener.codec)
    do { _ = try store.save(session.maskSnapshot()) } catch { throw .masks(error) }
  }

  private func note(_ progress: RelabelRun.Progress, _ stem: String, _ place: Int? = nil) throws(SessionError) {
    do { try log.note(progress, of: stem, runAt: place ?? log.runs.count - 1) } catch { throw .file(error) }
  }
}

extension ClassList {
  /// The number of a class: the one of its name, else the one of its colour; nil where that was merged into another.
  fileprivate func meant(by other: PaintClass) -> Int? {
    guard let number = number(named: other.name) ?? number(of: other.color) else { return nil }
    return isMerged(number) ? nil : number
  }
}

extension SessionState {
  fileprivate var pixelsByClass: [Int] { classes.classes.indices.map { pixels(ofClass: $0 + 1) } }
}

extension SessionOpener {
  /// The number of the last line of an image's journal; 0 where there is none.
  fileprivate func lastLine(of file: ImageFile) throws(SessionError) -> Int {
    try script(of: file)?.lines.last?.number ?? 0
  }

  /// The line of the relabeling that was about to be written behind that line; nil where it was not.
  fileprivate func relabelLine(of file: ImageFile, after line: Int) throws(SessionError) -> Int? {
    guard let next = try script(of: file)?.lines.first(where: { $0.number > line && $0.time != nil }),
      case .command(.relabel, _) = next.statement
    else { return nil }
    return next.number
  }
}
