import Raster
import Segmentation
import SystemPackage

/// One run of one script.
struct Replay {
  let replayer: Replayer
  let script: FilePath
  let run: MethodRun
  private(set) var finished: [ReplayedImage] = []
  private(set) var notices: [String] = []
  private var folders: ImageFolders
  private var open: OpenReplay?
  /// What was done with images that the script has left, in case that it comes back.
  private var visited: [FilePath: [ReplayedCommand]] = [:]
  private var classes: ClassList
  private var line = 1

  init(replayer: Replayer, script: FilePath, run: MethodRun) {
    self.replayer = replayer
    self.script = script
    self.run = run
    classes = replayer.classes
    folders = ImageFolders(door: replayer.door)
  }

  mutating func runAll() throws(ReplayError) {
    let script = try read()
    var rest = script.lines[...]
    while let next = rest.popFirst() {
      line = next.number
      if run.isCancelled() { throw .cancelled(script: self.script.shown, line: line) }
      if case .command(.quit, _) = next.statement { break }
      do throws(SessionError) {
        try perform(next, &rest)
      } catch {
        if case .segmentation(.cancelled) = error { throw .cancelled(script: self.script.shown, line: line) }
        throw mistake(error.description)
      }
    }
    do throws(SessionError) { try leave() } catch { throw mistake(error.description) }
    if script.hasTornTail { notices.append("\(self.script.shown): the last line was cut short and is dropped") }
  }

  private func mistake(_ reason: String) -> ReplayError { .mistake(script: script.shown, line: line, reason: reason) }

  private func read() throws(ReplayError) -> Script {
    let bytes: [UInt8]
    do { bytes = try replayer.door.read(script) } catch { throw .file(error) }
    do { return try Script(bytes, tail: .handwritten) } catch {
      throw .mistake(script: script.shown, line: error.line, reason: error.reason)
    }
  }

  private mutating func perform(_ line: ScriptLine, _ rest: inout ArraySlice<ScriptLine>) throws(SessionError) {
    guard case .command(let command, let pinned) = line.statement else { throw .misplacedPin }
    switch command {
    case .open(let path, let method): try openImage(path, method, &rest)
    case .next(let count): try step(by: count)
    case .previous(let count): try step(by: -count)
    case .goto(let reference): try go(to: reference)
    default:
      guard command.scope == .labeling else { return }
      try label(ReplayedCommand(command: command, pinned: pinned, hasTime: line.time != nil))
    }
  }

  private mutating func label(_ recorded: ReplayedCommand) throws(SessionError) {
    guard open != nil else { return try defineWithoutImage(recorded.command) }
    if let notice = try open?.perform(recorded) { notices.append(notice) }
    if let open { classes = open.labeling.state.classes }
  }

  /// Classes may be defined before the first image and hold for all that follow.
  private mutating func defineWithoutImage(_ command: Command) throws(SessionError) {
    switch command {
    case .selectClass(let reference): classes.current = try classes.number(reference)
    case .defineClass(let name, let color): try classes.define(name, color)
    case .color(let color): try classes.select(color)
    case .recolorClass(let reference, let color): try classes.recolor(reference, color)
    case .lock(let reference, let isLocked): try classes.lock(reference, isLocked)
    default: throw .noImage
    }
  }

  // MARK: Going from image to image

  private mutating func openImage(
    _ path: FilePath, _ method: MethodSpec?, _ rest: inout ArraySlice<ScriptLine>
  ) throws(SessionError) {
    try leave()
    var header = JournalHeader(path: path, method: method)
    while let pin = rest.first, header.take(pin.statement) { rest.removeFirst() }
    let found = resolve(path)
    let file = isJournal ? ImageFile(path: found, stem: script.stem ?? "") : folders.file(at: found)
    try enter(file, method ?? replayer.method, header)
  }

  private mutating func enter(_ file: ImageFile, _ method: MethodSpec, _ header: JournalHeader) throws(SessionError) {
    let image = try OpenReplay(
      replayer: replayer, file: file, method: method, header: header, store: store, classes, run)
    notices += image.notices
    open = image
    // What it was when the script left it: everything done to it is done again.
    for recorded in visited[file.path] ?? [] { _ = try open?.perform(recorded) }
    if let open { classes = open.labeling.state.classes }
  }

  private mutating func step(by count: Int) throws(SessionError) {
    let (files, place) = try position()
    let target = (place + count % files.count + files.count) % files.count
    try go(to: files[target])
  }

  private mutating func go(to reference: ImageReference) throws(SessionError) {
    let (files, _) = try position()
    switch reference {
    case .place(let place):
      guard files.indices.contains(place - 1) else { throw .noSuchImage("\(place)", count: files.count) }
      try go(to: files[place - 1])
    case .name(let name):
      guard let file = files.first(where: { $0.name == name }) ?? files.first(where: { $0.stem == name }) else {
        throw .noSuchImage(name, count: files.count)
      }
      try go(to: file)
    }
  }

  private mutating func go(to file: ImageFile) throws(SessionError) {
    let method = open?.method ?? replayer.method
    try leave()
    try enter(file, method, JournalHeader(path: file.path, method: method))
  }

  /// The list that the open image is in, and its place there.
  private mutating func position() throws(SessionError) -> (files: [ImageFile], place: Int) {
    guard let folder = replayer.images ?? open?.file.path.removingLastComponent() else { throw .noImage }
    let files = folders.files(in: folder)
    guard !files.isEmpty else { throw .noImage }
    return (files, files.firstIndex { $0.path == open?.file.path } ?? 0)
  }

  /// Writes the masks of the open image, if anything was done with it.
  private mutating func leave() throws(SessionError) {
    guard let open else { return }
    self.open = nil
    guard !open.record.isEmpty else { return }
    let folder = replayer.output.map { OutputFolder(root: $0, maskNames: replayer.maskNames) }
    let output =
      folder ?? OutputFolder(besideImages: open.file.path, door: replayer.door, maskNames: replayer.maskNames)
    let store = MaskStore(output, door: replayer.door, codec: replayer.codec)
    let saved: SavedMasks
    do { saved = try store.save(open.masks) } catch { throw .masks(error) }
    visited[open.file.path] = open.record
    let result = open.result(saved)
    if let place = finished.firstIndex(where: { $0.file.path == open.file.path }) {
      finished[place] = result
    } else {
      finished.append(result)
    }
  }

  // MARK: Paths

  private var scriptFolder: FilePath { script.removingLastComponent() }

  /// A journal where a session has put it: its name is its image's stem, label maps lie beside it.
  private var isJournal: Bool {
    script.extension == "tessera"
      && replayer.door.absolute(script).removingLastComponent().lastComponent == ".tessera"
  }

  private var store: LabelStore { LabelStore(door: replayer.door, folder: scriptFolder) }

  /// Relative paths begin at the folder of images; there a journal's image may also lie at the top.
  private func resolve(_ path: FilePath) -> FilePath {
    let base = replayer.images ?? scriptFolder
    let whole = base.pushing(path)
    guard let images = replayer.images, let name = path.lastComponent, !replayer.door.exists(whole) || path.isAbsolute
    else { return whole }
    let top = images.appending(name)
    return replayer.door.exists(top) ? top : whole
  }
}

/// A command that a replay has performed.
struct ReplayedCommand {
  let command: Command
  let pinned: Digest?
  /// In a journal, lines without a time only state its classes.
  let hasTime: Bool
}

/// The lists of the folders that a script visits.
struct ImageFolders {
  let door: any FileDoor
  private var lists: [FilePath: [ImageFile]] = [:]

  init(door: any FileDoor) { self.door = door }

  mutating func files(in folder: FilePath) -> [ImageFile] {
    if let files = lists[folder] { return files }
    let files = (try? ImageList([folder.isEmpty ? "." : folder], door: door))?.files ?? []
    lists[folder] = files
    return files
  }

  /// The image as its folder's list has it: its stem depends on the others.
  mutating func file(at path: FilePath) -> ImageFile {
    files(in: path.removingLastComponent()).first { $0.path.lastComponent == path.lastComponent }
      .map { ImageFile(path: path, stem: $0.stem) } ?? ImageFile(path: path)
  }
}
