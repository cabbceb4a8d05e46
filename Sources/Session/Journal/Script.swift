import Raster
import Segmentation
import SystemPackage

/// What one line of a session script says.
enum Statement: Equatable {
  /// `labels` pins the segments that `method` gave.
  case command(Command, labels: Digest?)
  case image(Digest, Size)
  case labels(Digest)
  case paint(Digest)
  case objects(Digest)
}

/// A line of a session script with its number, from 1.
struct ScriptLine: Equatable {
  let number: Int
  /// Milliseconds since the session began; journals have it.
  let time: Int?
  let statement: Statement
}

/// A mistake in a script, and where.
struct ScriptError: Error, Equatable {
  let line: Int
  let reason: String
}

/// A session script: what people write and what the journal is.
///
/// The first line is `tessera-session 1`. `#` begins a comment. A journal's lines bear their time, and its header pins
/// the image, the segments and adopted paint by their digests:
///
///     tessera-session 1
///     open ../photos/jet1.jpg method=superpixel region_size=40 ruler=30
///     image sha256=… width=481 height=321
///     labels sha256=…
///     class jet 204 0 0
///     @12.345 fill 420 210
struct Script: Equatable {
  static let firstLine = "tessera-session 1"

  private(set) var lines: [ScriptLine] = []
  /// Length of the whole lines in bytes; less than the file where its last line is torn.
  private(set) var wholeLength = 0
  private(set) var hasTornTail = false

  /// - Parameter tail: what a last line without a line feed is.
  init(_ bytes: [UInt8], tail: Tail) throws(ScriptError) {
    var hasVersion = false
    var (start, number) = (0, 0)
    while start < bytes.count {
      number += 1
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = bytes[start..<end]
      if end == bytes.count, tail.isTorn(line) {
        hasTornTail = true
        break
      }
      if !Self.isBlank(line) {
        if hasVersion { lines.append(try Self.parse(line, number)) } else { try Self.checkVersion(line, number) }
        hasVersion = true
      }
      start = min(end + 1, bytes.count)
    }
    wholeLength = start
    if !hasVersion, !hasTornTail, tail != .torn {
      throw ScriptError(line: 1, reason: "the script is empty; expected `\(Self.firstLine)`")
    }
  }

  /// What a last line without a line feed means.
  enum Tail {
    /// A write was cut short: journals end every line.
    case torn
    /// A person's editor left it out, unless the line bears a time.
    case handwritten

    func isTorn(_ line: ArraySlice<UInt8>) -> Bool { self == .torn || line.first == UInt8(ascii: "@") }
  }

  private static func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
    let first = line.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
    return first == nil || first == UInt8(ascii: "#")
  }

  private static func checkVersion(_ line: ArraySlice<UInt8>, _ number: Int) throws(ScriptError) {
    let words = line.split { $0 == 0x20 || $0 == 0x0D }.map { printable($0) }
    if words.prefix(2) == ["tessera-session", "1"] { return }
    let given = printable(line.prefix(60))
    let isNewer = words.count == 2 && words[0] == "tessera-session"
    throw ScriptError(
      line: number,
      reason: isNewer
        ? "version \(words[1]) is not known to this Tessera; expected `\(firstLine)`"
        : "'\(given)' is no session script; expected `\(firstLine)` in the first line")
  }

  private static func parse(_ line: ArraySlice<UInt8>, _ number: Int) throws(ScriptError) -> ScriptLine {
    var rest = line
    let time = try time(&rest, number)
    do throws(CommandError) {
      if let pin = try pin(rest) { return ScriptLine(number: number, time: time, statement: pin) }
      let (command, digest) = try command(rest)
      return ScriptLine(number: number, time: time, statement: .command(command, labels: digest))
    } catch {
      throw ScriptError(line: number, reason: error.description)
    }
  }

  /// Takes `@12.345` from the front.
  private static func time(_ line: inout ArraySlice<UInt8>, _ number: Int) throws(ScriptError) -> Int? {
    guard line.first == UInt8(ascii: "@") else { return nil }
    let stamp = line.dropFirst().prefix { $0 != 0x20 }
    guard let seconds = Double(String(decoding: stamp, as: UTF8.self)), (0...1e12).contains(seconds) else {
      throw ScriptError(line: number, reason: "'@\(printable(stamp))' is no time; expected seconds such as @12.345")
    }
    line = line[stamp.endIndex...]
    return Int((seconds * 1000).rounded())
  }

  /// Reads `image`, `labels`, `paint` and `objects` lines; nil for every other.
  private static func pin(_ line: ArraySlice<UInt8>) throws(CommandError) -> Statement? {
    let first = line.drop { $0 == 0x20 }.first
    guard let first, "ilpo".utf8.contains(first) else { return nil }
    let words = try WordScanner.words(of: line)
    guard let name = words.first?.text, ["image", "labels", "paint", "objects"].contains(name) else { return nil }
    let usage = name == "image" ? "image sha256=HEX width=W height=H" : "\(name) sha256=HEX"
    var reader = WordReader(command: name, expected: usage, words: words.dropFirst())
    let settings = try reader.settings()
    func value(_ key: String) -> String? { settings.first { $0.name == key }?.value }
    guard let digest = value("sha256").flatMap(Digest.init(printed:)) else {
      throw .missing(command: name, expected: usage + " with 64 digits")
    }
    switch name {
    case "labels": return .labels(digest)
    case "paint": return .paint(digest)
    case "objects": return .objects(digest)
    default: break
    }
    guard let width = value("width").flatMap({ Int($0) }), let height = value("height").flatMap({ Int($0) }) else {
      throw .missing(command: name, expected: usage)
    }
    return .image(digest, Size(width: width, height: height))
  }

  /// A command and, where it replaces the segments, the digest of those that it gave.
  private static func command(_ line: ArraySlice<UInt8>) throws(CommandError) -> (Command, Digest?) {
    let words = try WordScanner.words(of: line)
    guard let pin = words.last?.text, pin.hasPrefix("sha256="), let name = words.first?.text else {
      return (try Command.parse(words: words[...]), nil)
    }
    let command = try Command.parse(words: words.dropLast())
    guard command.isPinned else { return (try Command.parse(words: words[...]), nil) }
    guard let digest = Digest(printed: String(pin.dropFirst(7))) else {
      throw .missing(command: name, expected: "sha256= with 64 digits")
    }
    return (command, digest)
  }
}

/// The beginning of a journal: what was opened and what it pins.
struct JournalHeader: Equatable {
  var path: FilePath
  var method: MethodSpec?
  var image: (digest: Digest, size: Size)?
  var labels: Digest?
  var paint: Digest?
  var objects: Digest?

  static func == (one: JournalHeader, other: JournalHeader) -> Bool {
    one.path == other.path && one.method == other.method && one.labels == other.labels && one.paint == other.paint
      && one.objects == other.objects && one.image?.digest == other.image?.digest
      && one.image?.size == other.image?.size
  }

  /// Takes a pin; false for a statement that is none.
  mutating func take(_ statement: Statement) -> Bool {
    switch statement {
    case .image(let digest, let size): image = (digest, size)
    case .labels(let digest): labels = digest
    case .paint(let digest): paint = digest
    case .objects(let digest): objects = digest
    case .command: return false
    }
    return true
  }

  /// The lines of a new journal.
  var written: [String] {
    var lines = [Script.firstLine, "\(Command.open(path, method))"]
    if let image { lines.append("image sha256=\(image.digest) width=\(image.size.width) height=\(image.size.height)") }
    if let labels { lines.append("labels sha256=\(labels)") }
    if let paint { lines.append("paint sha256=\(paint)") }
    if let objects { lines.append("objects sha256=\(objects)") }
    return lines
  }
}

extension Script {
  /// The header of a journal and the lines behind it; nil where the journal ends before its header does.
  func header() throws(ScriptError) -> (JournalHeader, ArraySlice<ScriptLine>)? {
    guard let first = lines.first else { return nil }
    guard case .command(.open(let path, let method), _) = first.statement else {
      throw ScriptError(line: first.number, reason: "expected `open PATH method=NAME`")
    }
    var header = JournalHeader(path: path, method: method)
    let commands = lines.dropFirst().drop { header.take($0.statement) }
    guard header.image != nil, header.labels != nil else {
      guard let line = commands.first else { return nil }
      throw ScriptError(
        line: line.number, reason: "expected the image's and the label map's digests before the first command")
    }
    return (header, commands)
  }
}
