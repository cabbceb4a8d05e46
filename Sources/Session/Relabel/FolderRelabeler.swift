import Raster
import Segmentation
import SystemPackage

/// Makes all paint of one class paint of another in the images of a folder, and takes that back.
///
/// Each image gets the command `relabel` in its journal, under its lock, as if a person had opened it; masks that were
/// saved are written again. Every step is written to `relabel.log` before it is done: after a crash the same relabeling
/// goes on, and nothing is done twice.
public struct FolderRelabeler: Sendable {
  let files: [ImageFile]
  let opener: SessionOpener
  /// What segments are made by where an image has masks but no journal.
  let method: MethodSpec

  /// - Parameters:
  ///   - opener: its classes are those of the classes file.
  ///   - method: what segments are made by where an image has masks but no journal.
  public init(_ files: [ImageFile], opener: SessionOpener, method: MethodSpec) {
    (self.files, self.opener, self.method) = (files, opener, method)
  }

  // MARK: Counting

  /// Counts what `run` would do; takes no lock and writes nothing.
  ///
  /// Cost: the journals are performed in memory, on `jobs` threads.
  public func plan(
    from: String, to: String, jobs: Int, isCancelled: @escaping @Sendable () -> Bool = { false },
    watch: @escaping @Sendable (WorkProgress) -> Void = { _ in }
  ) throws(RelabelError) -> RelabelPlan {
    guard from != to else { throw .sameClass(from) }
    let counter = FolderCounter(
      files, opener.output, door: opener.door, codec: opener.codec, pixelLimit: opener.pixelLimit)
    let looker = RelabelCounter(from: from, to: to, opener: opener, counter: counter)
    let findings = WorkBoard<RelabelCounter.Finding>(
      count: files.count, threads: jobs, tell: { _ in }, watch: watch
    ).run { place, _ in isCancelled() ? nil : (looker.find(files[place], at: place), isSpared: false) }
    return try plan(from, to, findings, counter)
  }

  private func plan(
    _ from: String, _ to: String, _ findings: [RelabelCounter.Finding], _ counter: FolderCounter
  ) throws(RelabelError) -> RelabelPlan {
    let isCancelled = findings.count < files.count
    let old = try known(from, findings, \.from), new = try known(to, findings, \.to)
    guard old.color != new.color else { throw .sameClass(from) }
    let pending = try pending(from, to)
    let images = findings.compactMap { finding -> RelabelPlan.Image? in
      let pixels = finding.failure == nil ? finding.pixels(old.color) : 0
      guard pixels > 0 || (pending.contains(finding.file.stem) && finding.failure == nil) else { return nil }
      return RelabelPlan.Image(
        file: finding.file, pixels: pixels, hasTarget: finding.to != nil, hasJournal: finding.hasJournal)
    }
    let skipped = findings.compactMap { finding in
      finding.failure.map { RelabeledImage(file: finding.file, outcome: .skipped($0)) }
    }
    return RelabelPlan(
      from: old, to: new, images: images, skipped: skipped, isCancelled: isCancelled, maskNames: counter.maskNames)
  }

  /// The class of that name: in the classes file, in the first image that has it, or `R,G,B` itself.
  private func known(
    _ name: String, _ findings: [RelabelCounter.Finding], _ color: (RelabelCounter.Finding) -> RGB?
  ) throws(RelabelError) -> PaintClass {
    if let number = opener.classes.number(named: name), let known = opener.classes[number] { return known }
    let found = findings.lazy.compactMap(color).first
    if let found = found ?? RGB(channels: name) { return PaintClass(name: name, color: found) }
    var names = opener.classes.usableNames
    for finding in findings { names += finding.names.filter { !names.contains($0) } }
    throw .unknownClass(name, nearest: nearestName(to: name, in: names))
  }

  /// The images that a run of the same classes has begun and not ended.
  private func pending(_ from: String, _ to: String) throws(RelabelError) -> Set<String> {
    guard let last = try logged().last, last.goesOn(from: from, to: to) else { return [] }
    return Set(last.entries.lazy.filter { $0.progress == .begun }.map(\.stem))
  }

  private func logged() throws(RelabelError) -> [RelabelRun] {
    do { return try RelabelLog.runs(of: opener.output, door: opener.door) } catch { throw .file(error) }
  }

  // MARK: Doing

  /// Does what was planned, image after image.
  /// - Parameters:
  ///   - isCancelled: stops before the next image.
  ///   - tell: gets the images in the order of the list.
  public func run(
    _ plan: RelabelPlan, isCancelled: () -> Bool = { false }, tell: (RelabeledImage) -> Void = { _ in },
    watch: (WorkProgress) -> Void = { _ in }
  ) throws(RelabelError) -> RelabelReport {
    var done: [RelabeledImage] = []
    plan.skipped.forEach(tell)
    guard !plan.images.isEmpty else { return RelabelReport(plan, plan.skipped, isCancelled: plan.isCancelled) }
    let log = try RelabelLog(opener.output, door: opener.door)
    defer { log.close() }
    let relabeler = ImageRelabeler(opener: opener, method: method, maskNames: plan.maskNames, log: log)
    do throws(FileError) {
      try log.begin(from: plan.from.name, to: plan.to.name)
      var progress = WorkProgress(total: plan.images.count)
      for image in plan.images where !isCancelled() {
        done.append(relabeler.relabel(image, plan))
        tell(done[done.count - 1])
        progress.finished += 1
        watch(progress)
      }
      let isWhole = done.count == plan.images.count && !plan.isCancelled
      if isWhole, plan.skipped.isEmpty, !done.contains(where: \.isLeft) { try log.end() }
    } catch { throw .file(error) }
    return RelabelReport(
      plan, plan.skipped + done, isCancelled: plan.isCancelled || done.count < plan.images.count)
  }

  /// Takes the last relabeling back in all images where nothing was labeled since.
  /// - Throws: `.nothingToTakeBack` if there is none.
  public func takeBack(
    isCancelled: () -> Bool = { false }, tell: (RelabeledImage) -> Void = { _ in },
    watch: (WorkProgress) -> Void = { _ in }
  ) throws(RelabelError) -> RelabelReport {
    // Who has nothing to take back leaves no files.
    guard try logged().contains(where: { !$0.isTakenBack }) else { throw .nothingToTakeBack }
    let log = try RelabelLog(opener.output, door: opener.door)
    defer { log.close() }
    guard let place = log.runs.lastIndex(where: { !$0.isTakenBack }) else { throw .nothingToTakeBack }
    let run = log.runs[place]
    let counter = FolderCounter(
      files, opener.output, door: opener.door, codec: opener.codec, pixelLimit: opener.pixelLimit)
    let relabeler = ImageRelabeler(opener: opener, method: method, maskNames: counter.maskNames, log: log)
    let targets = files.filter { file in run[file.stem].map { $0.progress != .takenBack } ?? false }
    var (images, progress): ([RelabeledImage], WorkProgress) = ([], WorkProgress(total: targets.count))
    for file in targets where !isCancelled() {
      if let image = relabeler.takeBack(file, run, runAt: place) {
        images.append(image)
        tell(image)
      }
      progress.finished += 1
      watch(progress)
    }
    let isWhole = progress.finished == targets.count && !images.contains(where: \.isSkipped)
    let stems = Set(files.map(\.stem))
    if isWhole, run.entries.allSatisfy({ stems.contains($0.stem) }) {
      do { try log.takeBack(runAt: place) } catch { throw .file(error) }
    }
    return RelabelReport(
      from: run.from, to: run.to, images: images, isCancelled: progress.finished < targets.count)
  }
}

extension RelabelReport {
  fileprivate init(_ plan: RelabelPlan, _ images: [RelabeledImage], isCancelled: Bool) {
    self.init(from: plan.from.name, to: plan.to.name, images: images, isCancelled: isCancelled)
  }
}

extension RelabeledImage {
  fileprivate var isSkipped: Bool { if case .skipped = outcome { true } else { false } }
}

extension RGB {
  /// `204,0,0`, which is what colours are called that no class has named.
  fileprivate init?(channels text: String) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).compactMap { UInt8($0) }
    guard parts.count == 3, parts != [0, 0, 0], text.allSatisfy({ $0.isNumber || $0 == "," }) else { return nil }
    self.init(parts[0], parts[1], parts[2])
  }
}
