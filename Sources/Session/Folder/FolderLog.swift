import Glibc
import SystemPackage

/// The states of images and the notes on them, on the disk: one file for all, beside the journals, that only grows.
///
/// One file because a folder of 100,000 images must open without reading as many. Each change is one write with
/// O_APPEND, so that several programs may label one folder. Belongs to the main thread; begins with the first change.
public final class FolderLog {
  private let output: OutputFolder
  private let door: any FileDoor
  private var log: (any LogFile)?

  /// The log of an output folder; touches nothing yet.
  public init(_ output: OutputFolder, door: any FileDoor) { (self.output, self.door) = (output, door) }

  /// Writes that an image has this state now. Survives a power cut once it returns.
  public func write(_ status: ImageStatus, of file: ImageFile) throws(FileError) {
    try append(FolderLine(stem: file.stem, change: .mark(status)))
  }

  /// Writes a note on an image; an empty one takes it away. Survives a power cut once it returns.
  public func write(note: String, on file: ImageFile) throws(FileError) {
    try append(FolderLine(stem: file.stem, change: .note(note)))
  }

  private func append(_ line: FolderLine) throws(FileError) {
    let (log, lead) = try openLog()
    try log.append(Array((lead + line.written(at: now()) + "\n").utf8))
    self.log = log
    try log.sync()
  }

  /// The file, and what must stand before the next line.
  private func openLog() throws(FileError) -> (log: any LogFile, lead: String) {
    if let log { return (log, "") }
    let path = output.folderLog
    let there: [UInt8]
    do { there = try door.read(path) } catch .notFound { there = [] }
    let log = FolderRecords(there)
    guard log.isOurs else {
      throw .other(path: path, reason: "is no list of states that this Tessera can write; move it away")
    }
    try door.createFolder(output.hidden)
    return (try door.openLog(path), log.lead)
  }

  private func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}

/// What stands in a folder's log.
struct FolderRecords {
  /// In the order in which they were written.
  private(set) var lines: [FolderLine] = []
  /// Lines that say nothing, but for a last one that was cut short.
  private(set) var unreadable = 0
  /// It is empty or begins as ours do.
  let isOurs: Bool
  /// What must stand before the next line.
  let lead: String

  init(_ bytes: [UInt8]) {
    let title = Array(FolderLine.firstLine.utf8)
    // A first line that was cut short is ours as well.
    let isBegun = bytes.count <= title.count && title.starts(with: bytes)
    isOurs = isBegun || bytes.starts(with: title + [0x0A])
    lead =
      isBegun ? String(FolderLine.firstLine.dropFirst(bytes.count)) + "\n" : bytes.last == 0x0A ? "" : "\n"
    guard isOurs, !isBegun else { return }
    read(bytes, from: title.count + 1)
  }

  private mutating func read(_ bytes: [UInt8], from first: Int) {
    var start = first
    while start < bytes.count, let end = bytes[start...].firstIndex(of: 0x0A) {
      if let line = FolderLine(bytes[start..<end]) {
        lines.append(line)
      } else if end > start, !bytes[start..<end].elementsEqual(FolderLine.firstLine.utf8) {
        unreadable += 1
      }
      start = end + 1
    }
  }
}

extension OutputFolder {
  var folderLog: FilePath { hidden.appending("folder.log") }
}
