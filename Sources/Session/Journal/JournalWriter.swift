import Raster
import Segmentation
import SystemPackage

/// Where the journal of an image lies, and what stands in it already.
struct JournalSite: Sendable {
  let door: any FileDoor
  let output: OutputFolder
  let path: FilePath
  /// What a new journal begins with; empty where there is a journal.
  let header: [String]
  /// Planes that the header names.
  let planes: [StoredPlane]
  /// The classes that the journal has defined and selected; nil where there is no journal.
  let known: ClassList?
  /// The time of the journal's last line, milliseconds.
  let lastTime: Int
  let claim: Claim

  /// The folder of journals, label maps and locks.
  var folder: FilePath { output.hidden }
  var store: LabelStore { LabelStore(door: door, folder: folder) }
}

/// Appends the lines of one session, each with one write(2). Creates the journal with the first edit.
final class JournalWriter {
  private let site: JournalSite
  private let clock = ContinuousClock()
  private let opened: ContinuousClock.Instant
  private var log: (any LogFile)?
  private var exists: Bool
  private var hasPreamble = true
  private var isUnsynced = false
  private var isClosed = false
  private var syncDue: Int?

  init(_ site: JournalSite) {
    self.site = site
    opened = clock.now
    exists = site.known != nil
  }

  /// Writes the line of `command`, before it the header or classes that the journal lacks.
  /// - Parameter classes: as they are before the command.
  func write(_ command: Command, _ change: Change, _ work: Work, classes: ClassList) throws(SessionError) {
    guard !isClosed else { throw .closed }
    guard exists || change.isEdit || command.beginsJournal else { return }
    do throws(FileError) {
      let line = try line(of: command, work)
      let log = try openLog()
      try log.append(Array((preamble(classes) + [line]).joined(separator: "\n").utf8) + [UInt8(ascii: "\n")])
      (exists, hasPreamble, isUnsynced) = (true, false, true)
      if case .mark = change { try sync() }
    } catch {
      throw .file(error)
    }
  }

  /// - Returns: milliseconds until the next call is due; nil if everything is synced.
  func syncIfDue(now: Int) throws(SessionError) -> Int? {
    guard isUnsynced else { return nil }
    let due = syncDue ?? now + 1000
    syncDue = due
    if now < due { return due - now }
    do { try sync() } catch { throw .file(error) }
    return nil
  }

  func close() throws(SessionError) {
    guard !isClosed else { return }
    defer { leave() }
    do { try sync() } catch { throw .file(error) }
  }

  private func leave() {
    log = nil
    isClosed = true
    if exists { site.claim.lock?.release() } else { site.claim.giveUp(site.output, site.door) }
  }

  private func sync() throws(FileError) {
    if isUnsynced { try log?.sync() }
    (isUnsynced, syncDue) = (false, nil)
  }

  private func openLog() throws(FileError) -> any LogFile {
    if let log { return log }
    if !exists {
      try site.door.createFolder(site.folder)
      for plane in site.planes { try site.store.put(plane) }
    }
    let opened = try site.door.openLog(site.path)
    log = opened
    return opened
  }

  private func line(of command: Command, _ work: Work) throws(FileError) -> String {
    let time = JournalTime(milliseconds: site.lastTime + Int(opened.duration(to: clock.now) / .milliseconds(1)))
    guard let runs = work.runs else { return "\(time) \(command)" }
    let plane = StoredPlane(runs)
    try site.door.createFolder(site.folder)
    try site.store.put(plane)
    return "\(time) \(work.written(command)) sha256=\(plane.digest)"
  }

  private func preamble(_ classes: ClassList) -> [String] {
    guard hasPreamble else { return [] }
    let known = site.known ?? ClassList()
    var lines = exists ? [] : site.header
    var selected = known.current
    for (index, new) in classes.classes.enumerated() where index >= known.classes.count {
      lines.append("\(Command.defineClass(name: new.name, new.color))")
      selected = index + 1
    }
    if selected != classes.current, let current = classes[classes.current] {
      lines.append("\(Command.selectClass(.name(current.name)))")
    }
    for number in 1...max(1, classes.classes.count) where known.isLocked(number) != classes.isLocked(number) {
      let reference = classes[number].map { ClassReference.name($0.name) }
      lines.append("\(Command.lock(reference, isLocked: classes.isLocked(number)))")
    }
    return lines
  }
}

extension Change {
  /// The command is written to the journal.
  var isWorthALine: Bool { if case .nothing = self { false } else { true } }

  /// The command changes pixels, so that the journal must begin.
  var isEdit: Bool {
    switch self {
    case .edit, .undo, .redo, .stroke: true
    case .nothing, .mark, .classes, .objects: false
    }
  }
}

/// Seconds since the session began, written `@12.345`.
struct JournalTime: CustomStringConvertible {
  let milliseconds: Int

  var description: String {
    let fraction = String(milliseconds % 1000 + 1000).dropFirst()
    return "@\(milliseconds / 1000).\(fraction)"
  }
}
