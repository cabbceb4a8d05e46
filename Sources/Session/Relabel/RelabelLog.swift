import Glibc
import Raster
import SystemPackage

/// One relabeling of a folder, as its log tells it.
struct RelabelRun: Equatable {
  /// What has become of an image.
  enum Progress: Equatable {
    /// The journal is about to get its line, or has got it; the masks may be old.
    case begun
    case done
    /// It is about to be taken back, or has been; the masks may be old.
    case returning
    case takenBack
  }

  struct Entry: Equatable {
    let stem: String
    /// The number of the journal's last line before the relabeling.
    var line: Int
    var progress: Progress
  }

  let from: String
  let to: String
  /// In the order in which the images were begun.
  private(set) var entries: [Entry] = []
  /// All images came to an end.
  fileprivate(set) var isEnded = false
  /// All that could be taken back was.
  fileprivate(set) var isTakenBack = false
  private var places: [String: Int] = [:]

  init(from: String, to: String) { (self.from, self.to) = (from, to) }

  subscript(stem: String) -> Entry? { places[stem].map { entries[$0] } }

  fileprivate mutating func begin(_ stem: String, after line: Int) {
    let entry = Entry(stem: stem, line: line, progress: .begun)
    if let place = places[stem] {
      entries[place] = entry
    } else {
      places[stem] = entries.count
      entries.append(entry)
    }
  }

  fileprivate mutating func set(_ stem: String, _ progress: Progress) {
    if let place = places[stem] { entries[place].progress = progress }
  }
}

/// What was relabeled in a folder, one write per line, each written before what it says is done:
///
///     tessera-relabel 1
///     @1763748000.123 begin road street
///     @1763748000.200 image 12 jet1
///     @1763748000.300 done jet1
///     @1763748001.000 end
///     @1763748900.000 returning jet1
///     @1763748900.100 returned jet1
///     @1763748900.200 returned
///
/// `image` names the last line that the image's journal had before. A line that was cut short says nothing.
final class RelabelLog {
  private static let firstLine = "tessera-relabel 1"

  /// In the order in which they were begun.
  private(set) var runs: [RelabelRun]
  private let output: OutputFolder
  private let door: any FileDoor
  private let lock: any FileLock
  private var log: (any LogFile)?
  private let lead: String

  /// Takes the log of a folder for this process, until `close`.
  /// - Throws: `.inProgress` if another process is at it.
  init(_ output: OutputFolder, door: any FileDoor) throws(RelabelError) {
    (self.output, self.door) = (output, door)
    do throws(FileError) {
      try door.createFolder(output.hidden)
      lock = try door.lock(output.hidden.appending("relabel.held"))
    } catch .heldBy(_, let pid, let host) {
      throw .inProgress(pid: pid, host: host)
    } catch {
      throw .file(error)
    }
    do throws(FileError) {
      let bytes = try Self.bytes(output, door)
      runs = try Self.runs(bytes, output)
      lead = bytes.isEmpty ? Self.firstLine + "\n" : bytes.last == 0x0A ? "" : "\n"
    } catch {
      lock.release()
      throw .file(error)
    }
  }

  func close() { lock.release() }

  /// What was relabeled there; takes nothing and writes nothing.
  static func runs(of output: OutputFolder, door: any FileDoor) throws(FileError) -> [RelabelRun] {
    try runs(try bytes(output, door), output)
  }

  // MARK: Writing

  /// Goes on with the last run where it is the same and did not end, else begins one.
  func begin(from: String, to: String) throws(FileError) {
    if let last = runs.last, last.goesOn(from: from, to: to) { return }
    try append("begin \(word(from)) \(word(to))")
  }

  func begin(_ stem: String, after line: Int) throws(FileError) { try append("image \(line) \(word(stem))") }

  func note(_ progress: RelabelRun.Progress, of stem: String, runAt place: Int) throws(FileError) {
    let name = Self.names.first { $0.progress == progress }?.name ?? ""
    try append("\(name) \(word(stem))", runAt: place)
  }

  func end() throws(FileError) { try append("end") }

  func takeBack(runAt place: Int) throws(FileError) { try append("returned", runAt: place) }

  /// Only the last run that was not taken back is written about, so that no line has to name it.
  private func append(_ text: String, runAt place: Int? = nil) throws(FileError) {
    precondition(place == nil || place == runs.lastIndex { !$0.isTakenBack }, "lines belong to the last run")
    let (log, lead) = try openLog()
    try log.append(Array((lead + "\(JournalTime(milliseconds: now())) \(text)\n").utf8))
    self.log = log
    try log.sync()
    if let words = try? WordScanner.words(of: Array(text.utf8)[...]) { Self.take(words, into: &runs) }
  }

  /// The file, and what must stand before the next line.
  private func openLog() throws(FileError) -> (log: any LogFile, lead: String) {
    if let log { return (log, "") }
    return (try door.openLog(output.relabelLog), lead)
  }

  private func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }

  // MARK: Reading

  private static let names: [(name: String, progress: RelabelRun.Progress)] = [
    ("done", .done), ("returning", .returning), ("returned", .takenBack),
  ]

  private static func bytes(_ output: OutputFolder, _ door: any FileDoor) throws(FileError) -> [UInt8] {
    do { return try door.read(output.relabelLog) } catch .notFound { return [] }
  }

  private static func runs(_ bytes: [UInt8], _ output: OutputFolder) throws(FileError) -> [RelabelRun] {
    let title = Array(firstLine.utf8)
    guard bytes.isEmpty || bytes.starts(with: title + [0x0A]) || title.starts(with: bytes) else {
      throw .other(path: output.relabelLog, reason: "is no log that this Tessera can write; move it away")
    }
    var runs: [RelabelRun] = []
    for line in bytes.split(separator: 0x0A) where line.last != nil {
      guard line.first == UInt8(ascii: "@"), let words = try? WordScanner.words(of: line) else { continue }
      take(Array(words.dropFirst()), into: &runs)
    }
    return runs
  }

  private static func take(_ words: [Word], into runs: inout [RelabelRun]) {
    let texts = words.compactMap(\.text)
    let place = runs.lastIndex { !$0.isTakenBack }
    switch (texts.first, texts.count) {
    case ("begin", 3): runs.append(RelabelRun(from: texts[1], to: texts[2]))
    case ("image", 3):
      if let place, let line = Int(texts[1]) { runs[place].begin(texts[2], after: line) }
    case ("end", 1): if let place { runs[place].isEnded = true }
    case ("returned", 1): if let place { runs[place].isTakenBack = true }
    case (let name?, 2):
      if let place, let known = names.first(where: { $0.name == name }) { runs[place].set(texts[1], known.progress) }
    default: break
    }
  }
}

extension RelabelRun {
  /// Relabeling the same again goes on with it.
  func goesOn(from: String, to: String) -> Bool {
    !isEnded && !isTakenBack && self.from == from && self.to == to
      && !entries.contains { $0.progress == .returning || $0.progress == .takenBack }
  }
}

extension OutputFolder {
  var relabelLog: FilePath { hidden.appending("relabel.log") }
}
