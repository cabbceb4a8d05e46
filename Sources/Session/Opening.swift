import Raster
import Segmentation
import SystemPackage

/// One image being opened: the journal is resumed, or a new session begins.
struct Opening {
  let opener: SessionOpener
  let decoded: DecodedImage
  let run: MethodRun
  let claim: Claim
  let isReadOnly: Bool
  var ahead: @Sendable () -> PreparedLabels? = { nil }

  private var file: ImageFile { decoded.file }
  private var journalPath: FilePath { opener.output.journal(of: file.stem) }
  private var store: LabelStore { LabelStore(door: opener.door, folder: opener.output.hidden) }

  private var source: LabelSource {
    LabelSource(
      image: decoded.image, name: file.name, registry: opener.registry, run: run, store: store, force: opener.force,
      ahead: ahead, cache: opener.cache.map { ImageCache(cache: $0, image: decoded.digest) },
      answerer: opener.answerer)
  }

  /// The segments that `prepare` will begin with: those that the journal pins, where there is one.
  func foresee(_ spec: MethodSpec) throws(SessionError) -> PreparedLabels {
    guard let journal = try readJournal(), let (header, _) = try split(journal) else {
      return try source.labels(spec, pinned: nil).labels
    }
    try check(header)
    return try source.labels(header.method ?? spec, pinned: header.labels).labels
  }

  func prepare(_ spec: MethodSpec) throws(SessionError) -> PreparedSession {
    guard let journal = try readJournal() else { return try begin(spec, notices: []) }
    guard let session = try resume(journal, spec) else {
      try cut(to: 0)
      return try begin(spec, notices: ["the journal was cut short before its first command and begins anew"])
    }
    return session
  }

  // MARK: A new session

  private func begin(_ spec: MethodSpec, notices: [String]) throws(SessionError) -> PreparedSession {
    let (labels, _) = try source.labels(spec, pinned: nil)
    var classes = opener.classes
    let adopted = opener.masks.adopt(file, decoded.image.size, &classes)
    classes.selectFirstIfNone()
    let paint = adopted.paint ?? .empty(decoded.image.size)
    let (pinned, pinnedPaint) = (StoredPlane(labels.runs), adopted.paint.map { StoredPlane($0) })
    let pinnedObjects = adopted.objects.map { StoredPlane(objects: $0) }
    let header = JournalHeader(
      path: relativePath(of: file.path, to: opener.output.hidden, opener.door), method: labels.method,
      image: (decoded.digest, decoded.image.size), labels: pinned.digest, paint: pinnedPaint?.digest,
      objects: pinnedObjects?.digest)
    let loaded = adopted.count == 0 ? [] : [adopted.count == 1 ? "1 mask loaded" : "\(adopted.count) masks loaded"]
    return PreparedSession(
      file: file, image: decoded.image, labels: labels,
      labeling: Labeling(
        labels: labels, paint: paint, objects: adopted.objects, classes: classes, image: decoded.image),
      journal: site(
        header: header.written, planes: [pinned] + [pinnedPaint, pinnedObjects].compactMap { $0 }, known: nil,
        lastTime: 0),
      notices: notices + loaded + adopted.notices, isReadOnly: isReadOnly, keptMasks: adopted.kept)
  }

  // MARK: Resuming

  private func readJournal() throws(SessionError) -> Script? {
    let bytes: [UInt8]
    do { bytes = try opener.door.read(journalPath) } catch FileError.notFound { return nil } catch {
      throw .file(error)
    }
    do { return try Script(bytes, tail: .torn) } catch { throw journalError(error.line, error.reason) }
  }

  /// - Returns: nil if the journal ends before its header does.
  private func resume(_ script: Script, _ spec: MethodSpec) throws(SessionError) -> PreparedSession? {
    guard let (header, commands) = try split(script) else { return nil }
    try check(header)
    let (labels, labelNotice) = try source.labels(header.method ?? spec, pinned: header.labels)
    let (paint, objects) = try loadPaint(header, store, decoded, force: opener.force)
    var labeling = Labeling(
      labels: labels, paint: paint, objects: objects, classes: ClassList(), image: decoded.image)
    try replay(commands, on: &labeling)
    let known = labeling.state.classes
    labeling.state.classes.append(missing: opener.classes.classes)
    labeling.state.classes.selectFirstIfNone()
    if script.hasTornTail { try cut(to: script.wholeLength) }
    let lastTime = script.lines.compactMap(\.time).max() ?? 0
    return PreparedSession(
      file: file, image: decoded.image, labels: labels, labeling: labeling,
      journal: site(header: [], planes: [], known: known, lastTime: lastTime),
      notices: notices(script, commands.count { $0.time != nil }, labels.method, spec)
        + (labelNotice.map { [$0] } ?? []),
      isReadOnly: isReadOnly)
  }

  private func split(_ script: Script) throws(SessionError) -> (JournalHeader, ArraySlice<ScriptLine>)? {
    do { return try script.header() } catch { throw journalError(error.line, error.reason) }
  }

  private func check(_ header: JournalHeader) throws(SessionError) {
    guard !opener.force, let pinned = header.image else { return }
    try checkImage(decoded, pinned)
  }

  private func replay(_ lines: ArraySlice<ScriptLine>, on labeling: inout Labeling) throws(SessionError) {
    for line in lines {
      guard case .command(let command, let pinned) = line.statement else {
        throw journalError(line.number, "a digest after the first command; expected a command")
      }
      do throws(SessionError) {
        try labeling.replay(command, pinned, source)
      } catch {
        if case .segmentation(.cancelled) = error { throw error }
        throw journalError(line.number, "\(error)")
      }
    }
    labeling.stroke = nil
  }

  private func notices(_ script: Script, _ count: Int, _ method: MethodSpec, _ spec: MethodSpec) -> [String] {
    var notices = [count == 1 ? "resumed 1 command" : "resumed \(count) commands"]
    if script.hasTornTail { notices.append("the journal's last line was cut short and is dropped") }
    if let asked = try? opener.registry.pinned(spec), asked != method {
      notices.append("the segments are those of \(method.name) as before; `method` changes them")
    }
    return notices
  }

  private func cut(to length: Int) throws(SessionError) {
    guard !isReadOnly else { return }
    do { try opener.door.openLog(journalPath).truncate(to: length) } catch { throw .file(error) }
  }

  private func site(header: [String], planes: [StoredPlane], known: ClassList?, lastTime: Int) -> JournalSite? {
    guard !isReadOnly else { return nil }
    return JournalSite(
      door: opener.door, output: opener.output, path: journalPath, header: header, planes: planes, known: known,
      lastTime: lastTime, claim: claim)
  }

  private func journalError(_ line: Int, _ reason: String) -> SessionError {
    .journal(file: journalPath.shown, line: line, reason: reason)
  }
}

extension Labeling {
  /// Performs a recorded command; what it takes from a worker comes from `source`.
  /// - Returns: what the person should know.
  @discardableResult
  mutating func replay(_ command: Command, _ pinned: Digest?, _ source: LabelSource) throws(SessionError) -> String? {
    let (work, notice) = try source.work(for: command, on: self, pinned: pinned)
    _ = apply(try plan(try explicit(command), work))
    return notice
  }
}

extension ClassList {
  mutating func selectFirstIfNone() { if current == 0 { current = usable.first ?? 0 } }
}

/// - Throws: `.differs` if the image is not the pinned one.
func checkImage(_ decoded: DecodedImage, _ pinned: (digest: Digest, size: Size)) throws(SessionError) {
  let size = decoded.image.size
  if size != pinned.size {
    throw .differs(
      image: decoded.file.name, what: "the image's size", pinned: "\(pinned.size.width) x \(pinned.size.height)",
      found: "\(size.width) x \(size.height)")
  }
  if decoded.digest != pinned.digest {
    throw .differs(
      image: decoded.file.name, what: "the image file (SHA-256)", pinned: short(pinned.digest),
      found: short(decoded.digest))
  }
}

/// The paint and the objects that a session began with; nothing where none are pinned.
func loadPaint(
  _ header: JournalHeader, _ store: LabelStore, _ decoded: DecodedImage, force: Bool
) throws(SessionError) -> (paint: RunLengthPlane<UInt16>, objects: RunLengthPlane<UInt16>?) {
  let paint = try loadPlane(header.paint, "paint", decoded, force) { (pin) throws(StoredPlaneError) in
    try store.paint(pin)
  }
  let objects = try loadPlane(header.objects, "objects", decoded, force) { (pin) throws(StoredPlaneError) in
    try store.objects(pin)
  }
  guard let paint else { return (.empty(decoded.image.size), nil) }
  return (paint, objects)
}

/// - Returns: nil where none is pinned, or by force where the one that is pinned is not there.
private func loadPlane(
  _ pinned: Digest?, _ what: String, _ decoded: DecodedImage, _ force: Bool,
  _ read: (Digest) throws(StoredPlaneError) -> RunLengthPlane<UInt16>?
) throws(SessionError) -> RunLengthPlane<UInt16>? {
  guard let pinned else { return nil }
  var found = "nothing"
  do throws(StoredPlaneError) {
    if let plane = try read(pinned) {
      if plane.size == decoded.image.size { return plane }
      found = "\(plane.size.width) x \(plane.size.height) pixels"
    }
  } catch {
    found = error.description
  }
  guard !force else { return nil }
  throw .differs(image: decoded.file.name, what: "the \(what) it began with", pinned: short(pinned), found: found)
}

/// `path` as seen from `folder`; from the root where they have nothing but the root in common.
func relativePath(of path: FilePath, to folder: FilePath, _ door: any FileDoor) -> FilePath {
  let target = door.absolute(path)
  let (to, from) = (Array(target.components), Array(door.absolute(folder).components))
  let common = zip(to, from).prefix { $0 == $1 }.count
  guard common > 0 else { return target }
  var result = FilePath()
  for _ in common..<from.count { result.append("..") }
  for component in to[common...] { result.append(component) }
  return result
}
